// The members of the ensemble as they answer now.
import type { Duplex } from 'node:stream';
import type { HostName } from '../../../model/cluster.js';
import type { Instance } from '../../../model/component.js';
import type { Live } from '../../../model/live.js';
import type { MemberAnswers } from '../../../model/observed.js';
import type { Placed, Resolved } from '../../../model/resolved.js';
import { memberAnswers } from '../../../wire/four-letter.js';
import { portOf } from '../../instances.js';
import { ZOOKEEPER } from '../serving.js';

/** Throws when it cannot be connected to or does not answer in time. */
export const askMember = (instance: Instance, live: Live, deadlineMs: number): Promise<MemberAnswers> =>
  askPlaced({ instance, running: null }, live, deadlineMs);

/** A member of the inventory, with what its process was started with. */
export type PlacedMember = Pick<Placed, 'instance' | 'running'>;

/** Throws when it cannot be connected to or does not answer in time. */
export const askPlaced = (member: PlacedMember, live: Live, deadlineMs: number): Promise<MemberAnswers> =>
  memberAnswers(() => dialMember(member, live, deadlineMs), { host: member.instance.host.name, deadlineMs, signal: live.signal });

/** In the order of their ids, as everywhere. */
export const membersOf = ({ placed }: Resolved): readonly PlacedMember[] =>
  placed.filter(({ instance }) => instance.component === ZOOKEEPER).toSorted((a, b) => a.instance.id - b.instance.id);

/** By the port of the inventory; one that is yet to be restarted listens where its process was started. */
export async function dialMember({ instance, running }: PlacedMember, live: Live, deadlineMs: number): Promise<Duplex> {
  const wanted = portOf(instance, 'client');
  const now = running?.ports['client'] ?? wanted;
  try {
    return await live.dial(instance.host.name, wanted, deadlineMs);
  } catch (error) {
    if (now === wanted) throw error;
    return live.dial(instance.host.name, now, deadlineMs);
  }
}

export interface MemberSight {
  readonly host: HostName;
  readonly answers: MemberAnswers | null;
  /** Why there is no answer. */
  readonly reason: string;
}

/** Asks all members at once; one that does not answer is a value. */
export function lookAtEnsemble(
  resolved: Resolved,
  live: Live,
  deadlineMs: number,
  ask: typeof askPlaced = askPlaced,
): Promise<readonly MemberSight[]> {
  return Promise.all(
    membersOf(resolved).map(async (member): Promise<MemberSight> => {
      const host = member.instance.host.name;
      try {
        return { host, answers: await ask(member, live, deadlineMs), reason: '' };
      } catch (error) {
        return { host, answers: null, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

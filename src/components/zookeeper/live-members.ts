// The members of the ensemble as they answer now.
import type { HostName } from '../../model/cluster.js';
import type { Instance } from '../../model/component.js';
import type { Live } from '../../model/live.js';
import type { MemberAnswers } from '../../model/observed.js';
import type { Resolved } from '../../model/resolved.js';
import { memberAnswers } from '../../wire/four-letter.js';
import { instancesOf, portOf } from '../instances.js';
import { ZOOKEEPER } from './serving.js';

/** Throws when it cannot be connected to or does not answer in time. */
export const askMember = (instance: Instance, live: Live, deadlineMs: number): Promise<MemberAnswers> =>
  memberAnswers(() => live.dial(instance.host.name, portOf(instance, 'client'), deadlineMs), {
    host: instance.host.name,
    deadlineMs,
    signal: live.signal,
  });

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
  ask: typeof askMember = askMember,
): Promise<readonly MemberSight[]> {
  return Promise.all(
    instancesOf(resolved, ZOOKEEPER).map(async (instance): Promise<MemberSight> => {
      const host = instance.host.name;
      try {
        return { host, answers: await ask(instance, live, deadlineMs), reason: '' };
      } catch (error) {
        return { host, answers: null, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

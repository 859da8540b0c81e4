// The Spark masters as they answer now.
import type { HostName } from '../../../model/cluster.js';
import type { Instance } from '../../../model/component.js';
import type { Live } from '../../../model/live.js';
import type { Resolved } from '../../../model/resolved.js';
import type { MasterAnswer } from '../../../model/streaming.js';
import { getJson } from '../../../wire/http-json.js';
import { instancesOf, portOf } from '../../instances.js';
import { masterAnswer, rulingOf } from '../answers.js';
import { SPARK_MASTER } from '../places.js';

/** Throws when it cannot be connected to or does not answer in time. Without the slash at its end the page is only a redirection. */
export const askMaster = async (instance: Instance, live: Live, deadlineMs: number): Promise<MasterAnswer> =>
  masterAnswer(
    await getJson(() => live.dial(instance.host.name, portOf(instance, 'masterWeb'), deadlineMs), '/json/', {
      host: instance.host.name,
      deadlineMs,
      signal: live.signal,
    }),
  );

/** How a master is asked. */
export interface SparkReads {
  readonly master: typeof askMaster;
}

export interface MasterSight {
  readonly host: HostName;
  readonly answer: MasterAnswer | null;
  /** Why there is no answer. */
  readonly reason: string;
}

/** Asks all masters at once; one that does not answer is a value. */
export function lookAtMasters(
  resolved: Resolved,
  live: Live,
  deadlineMs: number,
  ask: typeof askMaster = askMaster,
): Promise<readonly MasterSight[]> {
  return Promise.all(
    instancesOf(resolved, SPARK_MASTER).map(async (instance): Promise<MasterSight> => {
      const host = instance.host.name;
      try {
        return { host, answer: await ask(instance, live, deadlineMs), reason: '' };
      } catch (error) {
        return { host, answer: null, reason: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
}

/** The one that rules, and how the others answer. */
export function ruling(sights: readonly MasterSight[]): { readonly alive: MasterAnswer | null; readonly saw: string } {
  const alive = rulingOf(sights.flatMap(({ answer }) => answer ?? []));
  const saw = sights.map(({ host, answer, reason }) => `${host} ${answer?.status ?? `does not answer (${reason})`}`).join(', ');
  return { alive, saw: saw === '' ? 'there is no master' : saw };
}

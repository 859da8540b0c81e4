// Pure: which workers of the inventory a master does not count on.
import type { ResolvedInstances } from '../../model/component.js';
import type { MasterAnswer } from '../../model/streaming.js';
import { instancesOf, portOf } from '../instances.js';
import { SPARK_WORKER } from '../spark/places.js';

/** Names of the hosts whose worker it does not have as ALIVE at its address and port. */
export function missingWorkers(resolved: ResolvedInstances, { workers }: MasterAnswer): readonly string[] {
  return instancesOf(resolved, SPARK_WORKER)
    .filter(
      (one) => !workers.some(({ host, port, state }) => state === 'ALIVE' && host === one.host.address && port === portOf(one, 'worker')),
    )
    .map(({ host }) => host.name);
}

// Pure: the workers of the inventory beside those that a master counts on.
import type { ResolvedInstances } from '../../model/component.js';
import type { MasterAnswer } from '../../model/streaming.js';
import { endpoint, instancesOf } from '../instances.js';
import { SPARK_WORKER } from '../spark/places.js';

/** Names of the hosts whose worker it does not have as ALIVE at its address and port. */
export const missingWorkers = (resolved: ResolvedInstances, master: MasterAnswer): readonly string[] =>
  instancesOf(resolved, SPARK_WORKER)
    .filter((one) => !alivePlaces(master).includes(endpoint(one, 'worker')))
    .map(({ host }) => host.name);

/** `address:port` of those that it has as ALIVE and that no host of the inventory is. */
export function strangeWorkers(resolved: ResolvedInstances, master: MasterAnswer): readonly string[] {
  const known = instancesOf(resolved, SPARK_WORKER).map((one) => endpoint(one, 'worker'));
  return alivePlaces(master).filter((place) => !known.includes(place));
}

const alivePlaces = ({ workers }: MasterAnswer): readonly string[] =>
  workers.filter(({ state }) => state === 'ALIVE').map(({ host, port }) => `${host}:${String(port)}`);

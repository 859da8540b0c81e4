// Pure: where a broker is, by the inventory and by what is registered.
import type { HostName } from '../../model/cluster.js';
import type { Instance } from '../../model/component.js';
import type { RegisteredBroker, Registry } from '../../model/observed.js';
import type { Placed } from '../../model/resolved.js';
import { portOf } from '../instances.js';

export const KAFKA = 'kafka';

/** Where the inventory says that this broker is. */
export const placeOf = (instance: Instance): RegisteredBroker => ({
  id: instance.id,
  host: instance.host.address,
  port: portOf(instance, 'broker'),
});

/** Hosts of the brokers with these ids; none where the inventory does not have all of them. */
export function hostsOf(ids: readonly number[], placed: readonly Placed[]): readonly HostName[] {
  const hosts = ids.flatMap(
    (id) => placed.find(({ instance }) => instance.component === KAFKA && instance.id === id)?.instance.host.name ?? [],
  );
  return hosts.length === ids.length ? hosts : [];
}

export const at = ({ host, port }: RegisteredBroker): string => `${host}:${String(port)}`;

export const samePlace = (a: RegisteredBroker, b: RegisteredBroker): boolean => a.id === b.id && a.host === b.host && a.port === b.port;

/** A broker of the inventory, with what its process was started with. */
export type PlacedBroker = Pick<Placed, 'instance' | 'running'>;

/** Where it may rightly be: as the inventory says, and until it is restarted also as its process was started. */
export function placesOf({ instance, running }: PlacedBroker): readonly RegisteredBroker[] {
  const wanted = placeOf(instance);
  if (running === null) return [wanted];
  const { id, address, ports } = running;
  const now = { id: id ?? wanted.id, host: address ?? wanted.host, port: ports['broker'] ?? wanted.port };
  return samePlace(now, wanted) ? [wanted] : [wanted, now];
}

/** The id whose partitions matter: the process has it, whatever the inventory wants. */
export const runningId = ({ instance, running }: PlacedBroker): number => running?.id ?? instance.id;

export const registeredPlace = (broker: PlacedBroker, { brokers }: Pick<Registry, 'brokers'>): RegisteredBroker | undefined =>
  placesOf(broker).find((place) => brokers.some((one) => samePlace(one, place)));

// What the brokers say, and what Kafka keeps of them in ZooKeeper, as it is now.
import type { HostName } from '../../../model/cluster.js';
import type { Instance } from '../../../model/component.js';
import type { Live } from '../../../model/live.js';
import type { BrokerMetadata, Registry } from '../../../model/observed.js';
import type { Resolved } from '../../../model/resolved.js';
import type { Endpoint } from '../../../wire/dial.js';
import { brokerMetadata } from '../../../wire/kafka/queries.js';
import { readRegistry } from '../../../wire/registry.js';
import { withZooKeeper } from '../../../wire/zookeeper/with-zookeeper.js';
import { dialMember, membersOf } from '../../zookeeper/live/members.js';
import { KAFKA, placeOf } from '../broker-place.js';

/** The broker's own answer about all topics. Throws when there is none in time. */
export const readBrokerMetadata = (instance: Instance, live: Live, deadlineMs: number): Promise<BrokerMetadata> =>
  readMetadataAt(instance.host.name, placeOf(instance).port, live, deadlineMs);

/** The answer of whichever broker listens on that port of the host. Throws when there is none in time. */
export const readMetadataAt = (host: HostName, port: number, live: Live, deadlineMs: number): Promise<BrokerMetadata> =>
  brokerMetadata(() => live.dial(host, port, deadlineMs), { host, deadlineMs, signal: live.signal });

/** The members of the ensemble, to be tried in turn. */
export const ensembleEndpoints = (resolved: Resolved, live: Live, deadlineMs: number): readonly Endpoint[] =>
  membersOf(resolved).map((member) => ({ host: member.instance.host.name, dial: () => dialMember(member, live, deadlineMs) }));

/** Where the brokers that run keep what they know; where none runs, as the inventory says. Throws where they are not of one mind. */
function chrootOf({ cluster, placed }: Resolved): string {
  const running = new Set(placed.filter(({ instance }) => instance.component === KAFKA).flatMap(({ running: now }) => now?.chroot ?? []));
  if (running.size > 1) throw new Error(`the brokers keep their topics below different paths (${[...running].join(', ')})`);
  return [...running][0] ?? cluster.chroot;
}

/** Through whichever member of the ensemble serves. Throws when none does in time. */
export async function readRegistryOf(resolved: Resolved, live: Live, deadlineMs: number): Promise<Registry> {
  return withZooKeeper(ensembleEndpoints(resolved, live, deadlineMs), { deadlineMs, signal: live.signal }, (client) =>
    readRegistry(client, chrootOf(resolved)),
  );
}

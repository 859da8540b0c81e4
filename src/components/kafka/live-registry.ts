// What the brokers say, and what Kafka keeps of them in ZooKeeper, as it is now.
import type { Instance } from '../../model/component.js';
import type { Live } from '../../model/live.js';
import type { BrokerMetadata, Registry } from '../../model/observed.js';
import type { Resolved } from '../../model/resolved.js';
import type { Endpoint } from '../../wire/dial.js';
import { brokerMetadata } from '../../wire/kafka/metadata.js';
import { readRegistry } from '../../wire/registry.js';
import { withZooKeeper } from '../../wire/zookeeper/with-zookeeper.js';
import { instancesOf, portOf } from '../instances.js';
import { ZOOKEEPER } from '../zookeeper/serving.js';
import { placeOf } from './broker-place.js';

/** The broker's own answer about all topics. Throws when there is none in time. */
export const readBrokerMetadata = (instance: Instance, live: Live, deadlineMs: number): Promise<BrokerMetadata> =>
  brokerMetadata(() => live.dial(instance.host.name, placeOf(instance).port, deadlineMs), {
    host: instance.host.name,
    deadlineMs,
    signal: live.signal,
  });

/** The members of the ensemble, to be tried in turn. */
export const ensembleEndpoints = (resolved: Resolved, live: Live, deadlineMs: number): readonly Endpoint[] =>
  instancesOf(resolved, ZOOKEEPER).map((instance) => ({
    host: instance.host.name,
    dial: () => live.dial(instance.host.name, portOf(instance, 'client'), deadlineMs),
  }));

/** Through whichever member of the ensemble serves. Throws when none does in time. */
export function readRegistryOf(resolved: Resolved, live: Live, deadlineMs: number): Promise<Registry> {
  return withZooKeeper(ensembleEndpoints(resolved, live, deadlineMs), { deadlineMs, signal: live.signal }, (client) =>
    readRegistry(client, resolved.cluster.chroot),
  );
}

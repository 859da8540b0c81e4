// client-config: what an application needs to talk to the cluster. Reads the inventory, asks no host.
import { loadInventory } from '../inventory/load.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';

export interface ClientConfigResult {
  /** `host:port,host:port`: metadata.broker.list of 0.8 producers, bootstrap.servers of the newer one. */
  readonly brokers: string;
  /** With the chroot; for 0.8 consumers and the command line tools. */
  readonly zookeeper: string;
  readonly kafkaVersion: string;
  readonly topics: readonly { readonly name: string; readonly partitions: number; readonly replicationFactor: number }[];
}

export async function clientConfig(options: FlowOptions): Promise<Outcome<ClientConfigResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const addresses = (component: 'zookeeper' | 'kafka', port: string): string =>
    cluster.hosts
      .filter((host) => host.roles.includes(component))
      .map((host) => `${host.address}:${String(host.settings[component]?.ports[port] ?? '')}`)
      .join(',');
  return done(cluster.name, {
    brokers: addresses('kafka', 'broker'),
    zookeeper: `${addresses('zookeeper', 'client')}${cluster.chroot}`,
    kafkaVersion: cluster.software.kafka.version,
    topics: cluster.topics
      .filter((topic) => !topic.internal)
      .map(({ name, partitions, replicationFactor }) => ({ name, partitions, replicationFactor })),
  });
}

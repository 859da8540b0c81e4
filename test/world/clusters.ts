// Inventories of the simulated clusters.
import { specs } from '../../src/components/specs.js';
import { parseInventory } from '../../src/inventory/parse.js';
import type { Cluster } from '../../src/model/cluster.js';

/** `tight`: no broker can be spared without falling below min.insync.replicas, so that only a person can allow a restart. */
export type Shape = 'one' | 'three' | 'five' | 'tight';

const HOSTS: Readonly<Record<Shape, string>> = {
  tight: '[10.0.0.1, 10.0.0.2, 10.0.0.3]',
  one: '[10.0.0.1]',
  three: '[10.0.0.1, 10.0.0.2, 10.0.0.3]',
  five: `
  - { name: a, address: 10.0.0.1, roles: [zookeeper, kafka, spark-master, spark-worker, calculator] }
  - { name: b, address: 10.0.0.2, roles: [zookeeper, kafka, spark-worker] }
  - { name: c, address: 10.0.0.3, roles: [zookeeper, kafka, producer] }
  - { name: d, address: 10.0.0.4, roles: [zookeeper, kafka, spark-worker, calculator] }
  - { name: e, address: 10.0.0.5, roles: [zookeeper, kafka] }`,
};

/** At first the inventory names ids that no host has by its position; later it names none, and the recorded ones hold. */
const NAMED = `
  - { name: 10.0.0.1, address: 10.0.0.1, roles: [zookeeper, kafka, spark-master, spark-worker, calculator], zookeeperId: 3, brokerId: 7 }
  - { name: 10.0.0.2, address: 10.0.0.2, roles: [zookeeper, kafka, spark-worker], zookeeperId: 1, brokerId: 2 }
  - { name: 10.0.0.3, address: 10.0.0.3, roles: [zookeeper, kafka, spark-worker, producer], zookeeperId: 2, brokerId: 1 }`;

const TIGHT_TOPIC = 'topics: [{ name: user-behavior-topic, partitions: 3, replicationFactor: 2, config: { min.insync.replicas: "2" } }]\n';

const made = new Map<string, Cluster>();

/** @param revision another one is another configuration of the brokers and the members */
export function clusterOf(shape: Shape, revision: number, logDirs: string | null = null): Cluster {
  const key = `${shape} ${String(revision)} ${logDirs ?? ''}`;
  const dirs = logDirs === null ? '' : `, log.dirs: ${logDirs}`;
  const text = `cluster: fams
ssh: { user: fams }
zookeeper: { config: { maxClientCnxns: ${String(60 + (revision >> 1))} } }
kafka: { config: { num.io.threads: ${String(8 + revision)}${dirs} } }
${shape === 'tight' ? TIGHT_TOPIC : ''}hosts: ${shape === 'three' && revision === 0 ? NAMED : HOSTS[shape]}
`;
  const cluster = made.get(key) ?? parseInventory(text, 'inventory/fams.yaml', { home: '/home/operator', specs }).cluster;
  made.set(key, cluster);
  return cluster;
}

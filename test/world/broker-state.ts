// What a simulated broker, a topic and a partition are, and how Kafka keeps them in ZooKeeper.
import type { HostName } from '../../src/model/cluster.js';
import type { RegisteredBroker, TopicState } from '../../src/model/observed.js';
import type { Process } from './machine.js';
import type { Place } from './replica-logs.js';

export interface Broker extends RegisteredBroker {
  readonly machine: HostName;
  readonly process: Process;
  /** It answers clients, registered or not. */
  listens: boolean;
  registered: boolean;
}

export interface Partition extends Place {
  replicas: readonly number[];
  isr: readonly number[];
  leader: number;
  /** Records that a client was told are safe. */
  acknowledged: number;
}

export interface Topic {
  readonly name: string;
  config: Readonly<Record<string, string>>;
}

export interface BrokerTempo {
  /** Until a started broker tries to register, ms; null: it hangs for good. */
  startMs: number | null;
  catchUpMs: number;
}

export const stateOf = ({ name, config }: Topic, partitions: readonly Partition[]): TopicState => ({
  name,
  config,
  partitions: partitions
    .filter(({ topic }) => topic === name)
    .map(({ partition, replicas, isr, leader }) => ({ partition, replicas, isr, leader })),
});

/** The replicas of a partition, on one broker after the other. */
export const spread = (ids: readonly number[], partition: number, factor: number): readonly number[] =>
  Array.from({ length: factor }, (_, i) => ids[(partition + i) % ids.length] ?? 0);

// Pure: where the answer of a broker differs from what Kafka keeps in ZooKeeper.
import type { BrokerMetadata, Registry } from '../../model/observed.js';
import { servedTopics } from './served-topics.js';

/** Whether it has the brokers and leaders that ZooKeeper has. */
export const agrees = (answer: BrokerMetadata, registry: Registry): boolean => {
  const ids = ({ brokers }: Pick<Registry, 'brokers'>): string =>
    brokers
      .map(({ id }) => id)
      .toSorted()
      .join();
  return ids(answer) === ids(registry) && staleLeaders(answer, registry).length === 0;
};

/** `topic/partition` that this answer lacks, or has under another leader. */
export const staleLeaders = ({ topics }: BrokerMetadata, registry: Registry): readonly string[] =>
  servedTopics(registry).flatMap(({ name, partitions }) => {
    const told = topics.find((one) => one.name === name)?.partitions ?? [];
    return partitions
      .filter(({ partition, leader }) => told.find((one) => one.partition === partition)?.leader !== leader)
      .map(({ partition }) => `${name}/${String(partition)}`);
  });

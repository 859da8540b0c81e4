// Pure: the topics that clients may count on, and the state of their partitions.
import type { PartitionState, Registry, TopicState } from '../../model/observed.js';

/** Without those marked for deletion: their replicas go one after the other, and may wait for a broker that never comes back. */
export const servedTopics = ({ topics, deleting }: Registry): readonly TopicState[] =>
  topics.filter(({ name }) => !deleting.includes(name));

export const isUnderReplicated = ({ replicas, isr }: PartitionState): boolean => isr.length < replicas.length;

/** A leader that is not registered leads nothing. */
export const isOffline = ({ brokers }: Registry, { leader }: PartitionState): boolean => !brokers.some(({ id }) => id === leader);

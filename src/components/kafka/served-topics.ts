// Pure: the topics that clients may count on.
import type { Registry, TopicState } from '../../model/observed.js';

/** Without those marked for deletion: their replicas go one after the other, and may wait for a broker that never comes back. */
export const servedTopics = ({ topics, deleting }: Registry): readonly TopicState[] =>
  topics.filter(({ name }) => !deleting.includes(name));

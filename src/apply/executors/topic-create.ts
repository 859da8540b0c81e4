// Executor of topic creation: creates a declared topic. An existing topic must be as declared; this executor does not change it.
import { drift } from '../../components/kafka/topic-drift.js';
import type { ActionOf } from '../../model/action.js';
import { topicExecutor } from './topic-settled.js';

export const topicCreateExecutor = topicExecutor<ActionOf<'topic-create'>>({
  args: ({ topic }) => [
    ...['--create', '--partitions', String(topic.partitions), '--replication-factor', String(topic.replicationFactor)],
    ...Object.entries(topic.config).flatMap(([key, value]) => ['--config', `${key}=${value}`]),
  ],
  missing: ({ topic }, found) => (found === undefined ? ['it does not exist'] : drift(topic, found)),
  refusal: ({ topic }, found) => {
    const differences = found === undefined ? [] : drift(topic, found);
    return differences.length === 0 ? null : `it exists already, and differs: ${differences.join('; ')}`;
  },
});

// Executor of topic changes: adds partitions and changes settings of an existing topic.
import type { ActionOf, TopicChange } from '../../model/action.js';
import type { TopicState } from '../../model/observed.js';
import { topicExecutor } from './topic-settled.js';

export const topicAlterExecutor = topicExecutor<ActionOf<'topic-alter'>>({
  args: ({ change: { partitions, set, unset } }) => [
    '--alter',
    ...(partitions === null ? [] : ['--partitions', String(partitions)]),
    ...Object.entries(set).flatMap(([key, value]) => ['--config', `${key}=${value}`]),
    ...unset.flatMap((key) => ['--delete-config', key]),
  ],
  missing: ({ change }, found) => (found === undefined ? ['it does not exist'] : left(change, found)),
  refusal: ({ change: { partitions } }, found) => {
    if (found === undefined) return 'it does not exist';
    const now = found.partitions.length;
    if (partitions === null || now <= partitions) return null;
    return `it has ${String(now)} partitions, which cannot be taken away to leave ${String(partitions)}`;
  },
});

const left = ({ partitions, set, unset }: TopicChange, { partitions: now, config }: TopicState): readonly string[] => [
  ...(partitions === null || now.length === partitions ? [] : [`${String(now.length)} partitions, not ${String(partitions)}`]),
  ...Object.entries(set)
    .filter(([key, value]) => config[key] !== value)
    .map(([key, value]) => `${key} is ${config[key] ?? 'not set'}, not ${value}`),
  ...unset.filter((key) => key in config).map((key) => `${key} is still set`),
];

// Pure: declared topics compared with existing ones. It plans every change that Kafka can make, and notes the other differences.
import type { Action } from '../model/action.js';
import type { HostName, Topic } from '../model/cluster.js';
import type { Registry, TopicState } from '../model/observed.js';
import type { Resolved } from '../model/resolved.js';

export interface TopicPlan {
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
}

export function planTopics(resolved: Resolved, registry: Registry): TopicPlan {
  // The broker whose host runs the topic tool; any broker will do.
  const host = resolved.placed.find(({ instance }) => instance.component === 'kafka')?.instance.host.name;
  if (host === undefined) return { actions: [], notes: [] };
  const plans = resolved.cluster.topics.map((topic) => {
    const now = registry.topics.find((one) => one.name === topic.name);
    if (registry.deleting.includes(topic.name))
      return { actions: [], notes: [`Topic ${topic.name} is being deleted; provision again when that is done.`] };
    return now === undefined ? { actions: [create(host, topic)], notes: [] } : compare(host, topic, now);
  });
  return { actions: plans.flatMap((one) => one.actions), notes: plans.flatMap((one) => one.notes) };
}

const shape = ({ partitions, replicationFactor }: Topic): string =>
  `${plural(partitions, 'partition')}, ${plural(replicationFactor, 'replica')} each`;
const plural = (count: number, word: string): string => `${String(count)} ${word}${count === 1 ? '' : 's'}`;

const create = (host: HostName, topic: Topic): Action => ({
  id: `${host}/kafka/topic-create/${topic.name}`,
  host,
  component: 'kafka',
  kind: 'topic-create',
  summary: `create topic ${topic.name} (${shape(topic)})`,
  risks: [],
  topic,
});

function compare(host: HostName, topic: Topic, now: TopicState): TopicPlan {
  const notes: string[] = [];
  const count = now.partitions.length;
  if (count > topic.partitions)
    notes.push(
      `Topic ${topic.name} has ${plural(count, 'partition')}, the inventory says ${String(topic.partitions)}: partitions cannot be taken away.`,
    );
  const factors = [...new Set(now.partitions.map((one) => one.replicas.length))];
  if (factors.some((factor) => factor !== topic.replicationFactor))
    notes.push(
      `Topic ${topic.name} has replication factor ${factors.join(' and ')}, the inventory says ${String(topic.replicationFactor)}: ` +
        'fams-ops does not move replicas; use bin/kafka-reassign-partitions.sh.',
    );
  const set = Object.fromEntries(Object.entries(topic.config).filter(([key, value]) => now.config[key] !== value));
  const unset = Object.keys(now.config).filter((key) => !(key in topic.config));
  const partitions = count < topic.partitions ? topic.partitions : null;
  if (partitions === null && Object.keys(set).length === 0 && unset.length === 0) return { actions: [], notes };
  const parts = [
    ...(partitions === null ? [] : [`${String(count)} -> ${plural(partitions, 'partition')}`]),
    ...Object.entries(set).map(([key, value]) => `${key}: ${now.config[key] ?? '(default)'} -> ${value}`),
    ...unset.map((key) => `${key}: ${now.config[key] ?? ''} -> (default)`),
  ];
  const action: Action = {
    id: `${host}/kafka/topic-alter/${topic.name}`,
    host,
    component: 'kafka',
    kind: 'topic-alter',
    summary: `change topic ${topic.name}: ${parts.join('; ')}`,
    risks: [],
    topic,
    change: { partitions, set, unset },
  };
  return { actions: [action], notes };
}

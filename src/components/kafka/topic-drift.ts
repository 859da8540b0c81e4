// Pure: a topic that exists against a declared one.
import type { Topic } from '../../model/cluster.js';
import type { TopicState } from '../../model/observed.js';
import { count } from '../findings.js';

/** Everything in which an existing topic differs from the declared one, for people; empty when it is as wanted. */
export function drift(topic: Topic, found: TopicState): readonly string[] {
  const factors = [...new Set(found.partitions.map(({ replicas }) => replicas.length))].filter((one) => one !== topic.replicationFactor);
  const keys = [...new Set([...Object.keys(topic.config), ...Object.keys(found.config)])].sort();
  return [
    ...(found.partitions.length === topic.partitions
      ? []
      : [`${count(found.partitions.length, 'partition')}, not ${String(topic.partitions)}`]),
    ...(factors.length === 0 ? [] : [`replication factor ${factors.join(' and ')}, not ${String(topic.replicationFactor)}`]),
    ...keys
      .filter((key) => topic.config[key] !== found.config[key])
      .map((key) => `${key} is ${found.config[key] ?? 'not set'}, not ${topic.config[key] ?? 'unset'}`),
  ];
}

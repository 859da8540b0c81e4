import { describe, expect, it } from 'vitest';
import type { Topic } from '../../../src/model/cluster.js';
import type { Registry, TopicState } from '../../../src/model/observed.js';
import { planTopics } from '../../../src/plan/topics.js';
import { clusterFor } from '../../support/facts.js';

const WANTED: Topic = { name: 'clicks', partitions: 3, replicationFactor: 3, config: { 'retention.ms': '1000' }, internal: false };
const base = clusterFor({ hosts: ['a', 'b', 'c'] });
const resolved = { ...base, cluster: { ...base.cluster, topics: [WANTED] } };

const state = (count: number, changes: Partial<TopicState> = {}): TopicState => ({
  name: 'clicks',
  partitions: Array.from({ length: count }, (_, partition) => ({ partition, leader: 0, replicas: [0, 1, 2], isr: [0, 1, 2] })),
  config: { 'retention.ms': '1000' },
  ...changes,
});
const plan = (topics: readonly TopicState[], deleting: readonly string[] = []) => {
  const registry: Registry = { brokers: [], controller: 0, controllerEpoch: 1, topics, deleting, reassigning: [], electing: [] };
  const { actions, notes } = planTopics(resolved, registry);
  return { summaries: actions.map((action) => action.summary), notes };
};

describe('planTopics', () => {
  it('creates what is missing and leaves what is equal', () => {
    expect(plan([])).toEqual({ summaries: ['create topic clicks (3 partitions, 3 replicas each)'], notes: [] });
    expect(plan([state(3)])).toEqual({ summaries: [], notes: [] });
  });

  it('adds partitions and changes configuration', () => {
    expect(plan([state(1, { config: { 'segment.ms': '5' } })]).summaries).toEqual([
      'change topic clicks: 1 -> 3 partitions; retention.ms: (default) -> 1000; segment.ms: 5 -> (default)',
    ]);
  });

  it('says what cannot be changed', () => {
    const thin = state(3, { partitions: [{ partition: 0, leader: 0, replicas: [0], isr: [0] }, ...state(3).partitions.slice(1)] });
    expect(plan([state(5)])).toEqual({ summaries: [], notes: [expect.stringMatching(/has 5 partitions, the inventory says 3/)] });
    expect(plan([thin])).toEqual({ summaries: [], notes: [expect.stringMatching(/replication factor 1 and 3, the inventory says 3/)] });
    expect(plan([state(3)], ['clicks']).notes).toEqual([expect.stringMatching(/being deleted/)]);
  });
});

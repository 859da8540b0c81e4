// Rules for topics: names that 0.8.2.1 takes, and replicas that the brokers can hold.
import { topicKeys } from '../../components/kafka/keys.js';
import { PROBE_TOPIC } from '../../components/kafka/probe-topic.js';
import { checkConfig } from './config.js';
import type { Draft } from './draft.js';

const RESERVED: Readonly<Record<string, string>> = {
  [PROBE_TOPIC]: 'fams-ops makes it for its own checks',
  __consumer_offsets: 'Kafka keeps the offsets of consumers in it',
};

export function checkTopics(draft: Draft): void {
  const { inventory, cluster, source, problems } = draft;
  const brokers = cluster.hosts.filter((host) => host.roles.includes('kafka')).length;
  const topics = inventory.topics ?? [];
  checkNames(draft);
  for (const [i, topic] of topics.entries()) {
    const path = ['topics', i];
    checkConfig(topic.config, [...path, 'config'], source, problems, { table: topicKeys, dirs: [], allowed: null });
    if (!draft.countable) continue;
    if (brokers === 0) problems.error(path, 'no host has the role kafka', 'Add the role to some hosts, or take the topics out.');
    else if (topic.replicationFactor !== undefined && topic.replicationFactor > brokers)
      problems.error(
        [...path, 'replicationFactor'],
        `${String(topic.replicationFactor)} replicas need as many brokers, and there ${brokers === 1 ? 'is 1' : `are ${String(brokers)}`}`,
        `At most ${String(brokers)}.`,
      );
  }
}

function checkNames({ inventory, problems }: Draft): void {
  const seen = new Map<string, { readonly name: string; readonly i: number }>();
  for (const [i, { name }] of (inventory.topics ?? []).entries()) {
    const path = ['topics', i, 'name'];
    const reserved = Object.hasOwn(RESERVED, name) ? RESERVED[name] : undefined;
    if (reserved !== undefined) problems.error(path, 'is reserved', `${reserved}: choose another name.`);
    const metric = name.replaceAll('.', '_');
    const first = seen.get(metric);
    if (first === undefined) seen.set(metric, { name, i });
    else if (first.name === name) problems.error(path, `is also topics[${String(first.i)}]`, 'Each topic is named once.');
    // Metrics are named by topic with "." turned into "_": two such topics would share theirs.
    else problems.warning(path, `differs from ${first.name} only in "." and "_"`, 'Their metrics collide; choose another name.');
  }
}

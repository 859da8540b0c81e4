// The topics of a cluster: those that are declared, and those of fams-ops itself.
import { IN_SYNC, minInsyncReplicas } from '../../components/kafka/min-insync-replicas.js';
import { PROBE_TOPIC } from '../../components/kafka/probe-topic.js';
import { SNAPSHOT_TOPIC } from '../../components/calculator/snapshot-topic.js';
import type { Host, Streaming, Topic } from '../../model/cluster.js';
import { DEFAULTS } from './defaults.js';
import { configTexts, kafkaConfig } from '../text/reading.js';
import type { Inventory, TopicEntry } from '../schema/schema.js';
import type { Source } from '../text/source.js';

type Config = Topic['config'];

export function buildTopics(inventory: Inventory, hosts: readonly Host[], source: Source, streaming: Streaming): readonly Topic[] {
  const brokers = hosts.filter((host) => host.roles.includes('kafka')).length;
  if (brokers === 0 && inventory.topics === undefined) return [];
  const copies = Math.min(DEFAULTS.topic.replicationFactor, brokers);
  const shared = configTexts(kafkaConfig(inventory), ['kafka', 'config'], source)[IN_SYNC];
  const entries: readonly TopicEntry[] = inventory.topics ?? DEFAULTS.topics;
  const declared = entries.map((topic, i): Topic => {
    const replicationFactor = topic.replicationFactor ?? copies;
    const config = { ...inSync(replicationFactor, shared), ...configTexts(topic.config, ['topics', i, 'config'], source) };
    return { name: topic.name, partitions: topic.partitions ?? DEFAULTS.topic.partitions, replicationFactor, config, internal: false };
  });
  const own = (name: string, partitions: number, config: Config): Topic => ({
    name,
    partitions,
    replicationFactor: copies,
    internal: true,
    config: { ...inSync(copies), ...config },
  });
  // A partition per broker, so that every broker can be made the leader of one.
  const probe = brokers === 0 ? [] : [own(PROBE_TOPIC, brokers, { 'retention.ms': '600000', 'segment.ms': '60000' })];
  const calculated =
    declared.some(({ name }) => name === streaming.calculator.topic) && hosts.some(({ roles }) => roles.includes('calculator'));
  const popularity = calculated ? [own(streaming.calculator.output, 1, RANKINGS), own(SNAPSHOT_TOPIC, 1, SNAPSHOTS)] : [];
  return [...declared, ...probe, ...popularity.filter(({ name }) => !declared.some((topic) => topic.name === name))];
}

/** Kafka 0.8.2.1 ignores this key in server.properties (KAFKA-2114): only what the topic itself says holds. */
function inSync(factor: number, shared?: string): Config {
  const wanted = shared ?? String(minInsyncReplicas(factor));
  return wanted === '1' ? {} : { [IN_SYNC]: wanted };
}

/** Rankings are read as they come; a day of them is enough for whoever was away. */
const RANKINGS: Config = { 'retention.ms': '86400000', 'segment.ms': '3600000' };

/**
 * Only the last committed snapshot is ever read again. Not compacted, since compaction could drop it in favour of one that was written
 * and never committed; it is old in a cluster that rests, hence no limit of time but one of size, which holds a hundred of the largest.
 */
const SNAPSHOTS: Config = {
  'cleanup.policy': 'delete',
  'retention.ms': '3153600000000',
  'retention.bytes': '104857600',
  'segment.bytes': '10485760',
};

// Brokers, partitions and groups under the names of kafka_exporter and of Kafka's own controller metrics.
import { lagOf, lastingGroups } from '../components/kafka/consumer-lag.js';
import { isOffline, isUnderReplicated, servedTopics } from '../components/kafka/served-topics.js';
import type { Verified } from '../flows/verify.js';
import type { ConsumerGroup, GroupPartition, PartitionState, Registry } from '../model/observed.js';
import type { Family, Labels } from './exposition.js';

type Sample = Family['samples'][number];

export function kafkaFamilies({ evidence: { registry, groups } }: Verified): readonly Family[] {
  return [
    ...(registry.ok ? [...brokerFamilies(registry.value), ...partitionFamilies(registry.value)] : []),
    ...(groups.ok ? groupFamilies(lastingGroups(groups.value)) : []),
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type: 'gauge', help, samples });

function brokerFamilies(registry: Registry): readonly Family[] {
  const { brokers, controller } = registry;
  const partitions = servedTopics(registry).flatMap((topic) => topic.partitions);
  return [
    gauge('kafka_brokers', 'Brokers that are registered in ZooKeeper.', [{ labels: {}, value: brokers.length }]),
    gauge(
      'kafka_broker_info',
      'Address that clients of the broker are sent to; always 1.',
      brokers.map(({ id, host, port }) => ({ labels: { id: String(id), address: `${host}:${String(port)}` }, value: 1 })),
    ),
    gauge(
      'kafka_controller_kafkacontroller_activecontrollercount',
      'Whether the broker is the controller.',
      brokers.map(({ id }) => ({ labels: { id: String(id) }, value: id === controller ? 1 : 0 })),
    ),
    gauge('kafka_controller_kafkacontroller_offlinepartitionscount', 'Partitions without a leader that is registered.', [
      { labels: {}, value: partitions.filter((partition) => isOffline(registry, partition)).length },
    ]),
  ];
}

function partitionFamilies(registry: Registry): readonly Family[] {
  const topics = servedTopics(registry);
  const each = (name: string, help: string, valueOf: (partition: PartitionState) => number): Family =>
    gauge(
      `kafka_topic_partition_${name}`,
      help,
      topics.flatMap(({ name: topic, partitions }) =>
        partitions.map((state) => ({ labels: { topic, partition: String(state.partition) }, value: valueOf(state) })),
      ),
    );
  return [
    gauge(
      'kafka_topic_partitions',
      'Partitions of the topic.',
      topics.map(({ name, partitions }) => ({ labels: { topic: name }, value: partitions.length })),
    ),
    each('leader', 'Id of the broker that leads the partition; -1: none.', ({ leader }) => leader),
    each('leader_is_preferred', 'Whether its first replica leads it.', ({ leader, replicas }) => (replicas[0] === leader ? 1 : 0)),
    each('replicas', 'Replicas of the partition.', ({ replicas }) => replicas.length),
    each('in_sync_replica', 'Replicas in its ISR.', ({ isr }) => isr.length),
    each('under_replicated_partition', 'Whether a replica is missing from its ISR.', (partition) => (isUnderReplicated(partition) ? 1 : 0)),
  ];
}

/** Groups with offsets in ZooKeeper, and the ends of the partitions that they read. */
function groupFamilies(groups: readonly ConsumerGroup[]): readonly Family[] {
  const all = groups.flatMap(({ name, partitions }) => partitions.map((partition) => ({ name, ...partition })));
  const ends = [...new Map(all.map((row) => [JSON.stringify([row.topic, row.partition]), row])).values()];
  const place = ({ topic, partition }: GroupPartition): Labels => ({ topic, partition: String(partition) });
  return [
    gauge(
      'kafka_topic_partition_current_offset',
      'Offset of the next message to come.',
      ends.flatMap((end) => sample(place(end), end.latest)),
    ),
    gauge(
      'kafka_topic_partition_oldest_offset',
      'Offset of the oldest message.',
      ends.flatMap((end) => sample(place(end), end.earliest)),
    ),
    gauge(
      'kafka_consumergroup_current_offset',
      'Offset of the next message that the group wants.',
      all.flatMap((row) => sample({ consumergroup: row.name, ...place(row) }, row.committed)),
    ),
    gauge(
      'kafka_consumergroupzookeeper_lag_zookeeper',
      'Records that the group has still to read.',
      all.flatMap((row) => sample({ consumergroup: row.name, ...place(row) }, lagOf(row))),
    ),
  ];
}

const sample = (labels: Labels, value: number | null): readonly Sample[] => (value === null ? [] : [{ labels, value }]);

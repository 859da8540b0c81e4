// Brokers, partitions and groups under the names of kafka_exporter and of Kafka's own controller metrics.
import { groups, registry } from '../components/kafka/sources.js';
import type { ConsumerGroup, GroupPartition, PartitionState, Registry } from '../model/observed.js';
import type { Family, Labels } from './exposition.js';
import { lagOf, lastingGroups, offline, topicsOf, underReplicated, type Looked } from './figures.js';

type Sample = Family['samples'][number];

export function kafkaFamilies({ evidence }: Looked): readonly Family[] {
  const [kept, reading] = [evidence.cluster(registry), evidence.cluster(groups)];
  return [
    ...(kept.ok ? [...brokerFamilies(kept.value), ...partitionFamilies(kept.value)] : []),
    ...(reading.ok ? groupFamilies(lastingGroups(reading.value)) : []),
  ];
}

const gauge = (name: string, help: string, samples: readonly Sample[]): Family => ({ name, type: 'gauge', help, samples });

function brokerFamilies(registry: Registry): readonly Family[] {
  const { brokers, controller } = registry;
  const partitions = topicsOf(registry).flatMap((topic) => topic.partitions);
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
      { labels: {}, value: partitions.filter((one) => offline(registry, one)).length },
    ]),
  ];
}

function partitionFamilies(registry: Registry): readonly Family[] {
  const topics = topicsOf(registry);
  const each = (name: string, help: string, valueOf: (partition: PartitionState) => number): Family =>
    gauge(
      `kafka_topic_partition_${name}`,
      help,
      topics.flatMap(({ name: topic, partitions }) =>
        partitions.map((one) => ({ labels: { topic, partition: String(one.partition) }, value: valueOf(one) })),
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
    each('under_replicated_partition', 'Whether a replica is missing from its ISR.', (one) => (underReplicated(one) ? 1 : 0)),
  ];
}

/** Groups with offsets in ZooKeeper, and the ends of the partitions that they read. */
function groupFamilies(groups: readonly ConsumerGroup[]): readonly Family[] {
  const all = groups.flatMap(({ name, partitions }) => partitions.map((one) => ({ name, ...one })));
  const ends = [...new Map(all.map((one) => [JSON.stringify([one.topic, one.partition]), one])).values()];
  const place = ({ topic, partition }: GroupPartition): Labels => ({ topic, partition: String(partition) });
  return [
    gauge(
      'kafka_topic_partition_current_offset',
      'Offset of the next message to come.',
      ends.flatMap((one) => sample(place(one), one.latest)),
    ),
    gauge(
      'kafka_topic_partition_oldest_offset',
      'Offset of the oldest message.',
      ends.flatMap((one) => sample(place(one), one.earliest)),
    ),
    gauge(
      'kafka_consumergroup_current_offset',
      'Offset of the next message that the group wants.',
      all.flatMap((one) => sample({ consumergroup: one.name, ...place(one) }, one.committed)),
    ),
    gauge(
      'kafka_consumergroupzookeeper_lag_zookeeper',
      'Records that the group has still to read.',
      all.flatMap((one) => sample({ consumergroup: one.name, ...place(one) }, lagOf(one))),
    ),
  ];
}

const sample = (labels: Labels, value: number | null): readonly Sample[] => (value === null ? [] : [{ labels, value }]);

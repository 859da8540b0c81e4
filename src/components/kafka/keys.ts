// Every key that a broker of Kafka 0.8.2.1 takes from server.properties, and every key of a topic, with kind and range.
import type { ComponentSettings } from '../../model/cluster.js';
import type { ConfigKey, ConfigKeyTable } from '../../model/component.js';
import { replicaFetchMaxBytes } from './sizes.js';

/** Bytes of the smallest message (Message.MinHeaderSize): a smaller segment is refused at the start. */
const SMALLEST_SEGMENT = 14;

const int = (min?: number, max?: number): ConfigKey => ({
  type: 'int',
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
const long = (min?: number): ConfigKey => ({ type: 'long', ...(min !== undefined && { min }) });
const double = (min?: number, max?: number): ConfigKey => ({ ...int(min, max), type: 'double' });
const text: ConfigKey = { type: 'string' };
const list: ConfigKey = { type: 'list' };
const boolean: ConfigKey = { type: 'boolean' };
const policy: ConfigKey = { type: 'enum', values: ['delete', 'compact'] };
const port = int(1, 65535);

const NETWORK: Readonly<Record<string, ConfigKey>> = {
  'broker.id': int(0),
  port,
  'host.name': text,
  'advertised.host.name': text,
  'advertised.port': port,
  'num.network.threads': int(1),
  'num.io.threads': int(1),
  'background.threads': int(1),
  'queued.max.requests': int(1),
  'message.max.bytes': int(0),
  'socket.send.buffer.bytes': int(),
  'socket.receive.buffer.bytes': int(),
  'socket.request.max.bytes': int(1),
  'max.connections.per.ip': int(1),
  'max.connections.per.ip.overrides': list,
  'connections.max.idle.ms': long(),
  'zookeeper.connect': text,
  'zookeeper.session.timeout.ms': int(1),
  'zookeeper.connection.timeout.ms': int(1),
  'zookeeper.sync.time.ms': int(1),
};

/** The times of 0.8.2.1 are read as int even where they end as long. */
const LOG: Readonly<Record<string, ConfigKey>> = {
  'num.partitions': int(1),
  'log.dir': text,
  'log.dirs': list,
  'log.segment.bytes': int(SMALLEST_SEGMENT),
  'log.roll.ms': int(1),
  'log.roll.hours': int(1),
  'log.roll.jitter.ms': int(0),
  'log.roll.jitter.hours': int(0),
  'log.retention.ms': int(1),
  'log.retention.minutes': int(1),
  'log.retention.hours': int(1),
  'log.retention.bytes': long(-1),
  'log.retention.check.interval.ms': long(1),
  'log.cleanup.policy': policy,
  'log.cleaner.enable': boolean,
  // KafkaConfig takes 0, and then divides by it.
  'log.cleaner.threads': int(1),
  'log.cleaner.io.max.bytes.per.second': double(0),
  'log.cleaner.dedupe.buffer.size': long(0),
  'log.cleaner.io.buffer.size': int(0),
  'log.cleaner.io.buffer.load.factor': double(0, 1),
  'log.cleaner.backoff.ms': long(0),
  'log.cleaner.min.cleanable.ratio': double(0, 1),
  'log.cleaner.delete.retention.ms': long(),
  'log.index.size.max.bytes': int(4),
  'log.index.interval.bytes': int(0),
  'log.flush.interval.messages': long(1),
  'log.flush.interval.ms': long(),
  'log.flush.scheduler.interval.ms': long(),
  'log.flush.offset.checkpoint.interval.ms': int(0),
  'log.segment.delete.delay.ms': long(0),
  'num.recovery.threads.per.data.dir': int(1),
  'auto.create.topics.enable': boolean,
  'delete.topic.enable': boolean,
};

const REPLICATION: Readonly<Record<string, ConfigKey>> = {
  'min.insync.replicas': int(1),
  'default.replication.factor': int(1),
  'controller.socket.timeout.ms': int(),
  'controller.message.queue.size': int(1),
  'replica.lag.time.max.ms': long(1),
  'replica.lag.max.messages': long(1),
  'replica.socket.timeout.ms': int(),
  'replica.socket.receive.buffer.bytes': int(),
  'replica.fetch.max.bytes': int(0),
  'replica.fetch.wait.max.ms': int(0),
  'replica.fetch.min.bytes': int(0),
  'num.replica.fetchers': int(1),
  'replica.high.watermark.checkpoint.interval.ms': long(1),
  'fetch.purgatory.purge.interval.requests': int(),
  'producer.purgatory.purge.interval.requests': int(),
  'auto.leader.rebalance.enable': boolean,
  'leader.imbalance.per.broker.percentage': int(0),
  'leader.imbalance.check.interval.seconds': int(1),
  'unclean.leader.election.enable': boolean,
  'controlled.shutdown.enable': boolean,
  'controlled.shutdown.max.retries': int(0),
  'controlled.shutdown.retry.backoff.ms': int(0),
};

const OFFSETS: Readonly<Record<string, ConfigKey>> = {
  'offset.metadata.max.bytes': int(),
  'offsets.load.buffer.size': int(1),
  'offsets.topic.replication.factor': int(1, 32_767),
  'offsets.topic.num.partitions': int(1),
  'offsets.topic.segment.bytes': int(1),
  'offsets.topic.compression.codec': { type: 'enum', values: ['none', 'gzip', 'snappy', 'lz4', '0', '1', '2', '3'] },
  'offsets.retention.minutes': int(1),
  'offsets.retention.check.interval.ms': long(1),
  'offsets.commit.timeout.ms': int(1),
  'offsets.commit.required.acks': int(-1, 32_767),
};

/** Not in KafkaConfig: read from the same file by the metrics. */
const METRICS: Readonly<Record<string, ConfigKey>> = {
  'kafka.metrics.reporters': list,
  'kafka.metrics.polling.interval.secs': int(1),
  'kafka.csv.metrics.reporter.enabled': boolean,
  'kafka.csv.metrics.dir': text,
};

const BY_ADDRESS = "the host's address decides it";
const BY_PORT = 'kafka.ports.broker decides it';

export const kafkaKeys: ConfigKeyTable = {
  of: 'Kafka 0.8.2.1',
  known: { ...NETWORK, ...LOG, ...REPLICATION, ...OFFSETS, ...METRICS },
  owned: {
    'broker.id': 'brokerId of the host decides it',
    port: BY_PORT,
    'host.name': BY_ADDRESS,
    'advertised.host.name': BY_ADDRESS,
    'advertised.port': BY_PORT,
    'zookeeper.connect': 'the hosts with the role zookeeper, zookeeper.ports.client and kafka.chroot decide it',
    'log.dir': 'log.dirs decides it',
  },
  patterns: [],
};

/** Keys of a topic (`kafka-topics.sh --config`). The broker refuses any other, so there is no way around this table. */
export const topicKeys: ConfigKeyTable = {
  of: 'a topic of Kafka 0.8.2.1',
  known: {
    'segment.bytes': int(SMALLEST_SEGMENT),
    'segment.ms': long(1),
    'segment.jitter.ms': long(0),
    'segment.index.bytes': int(4),
    'flush.messages': long(1),
    'flush.ms': long(0),
    'retention.bytes': long(-1),
    // 0.8.2.1 has no "for ever": it deletes what is older than this, so -1 would delete everything at once.
    'retention.ms': long(1),
    'max.message.bytes': int(0),
    'index.interval.bytes': int(0),
    'delete.retention.ms': long(0),
    'file.delete.delay.ms': int(0),
    'min.cleanable.dirty.ratio': double(0, 1),
    'cleanup.policy': policy,
    'unclean.leader.election.enable': boolean,
    'min.insync.replicas': int(1),
  },
  owned: {},
  patterns: [],
};

/**
 * What a broker reads for the numbers that other numbers must agree with, where the inventory names none: what fams-ops writes to
 * server.properties for these brokers, else Kafka's own default.
 */
export const writtenByDefault = (brokers: readonly ComponentSettings[]): Readonly<Record<string, number>> => ({
  'zookeeper.session.timeout.ms': 10_000,
  'message.max.bytes': 1_048_576,
  'replica.fetch.max.bytes': replicaFetchMaxBytes(brokers),
  'replica.fetch.wait.max.ms': 500,
  'replica.lag.time.max.ms': 10_000,
  'replica.socket.timeout.ms': 30_000,
  'log.cleaner.dedupe.buffer.size': 33_554_432,
  'log.cleaner.threads': 1,
});

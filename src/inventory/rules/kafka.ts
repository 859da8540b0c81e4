// What only Kafka and ZooKeeper know about each other and about their numbers: what would not start, never be written, or not survive.
import { IN_SYNC } from '../../components/kafka/min-insync-replicas.js';
import { writtenByDefault } from '../../components/kafka/keys.js';
import type { ComponentSettings, Host, Topic } from '../../model/cluster.js';
import { isWritten, originOf, type Draft } from './draft.js';

const SESSION = 'zookeeper.session.timeout.ms';

interface Broker {
  readonly i: number;
  readonly host: Host;
  readonly settings: ComponentSettings;
  /** What the broker will read for a key: from the inventory, else what fams-ops writes, else Kafka's own. */
  read(key: string): number;
}

export function checkKafka(draft: Draft): void {
  if (!draft.countable) return;
  const brokers = brokersOf(draft);
  checkEnsemble(draft);
  for (const broker of brokers) {
    checkSession(draft, broker);
    checkPairs(draft, broker);
  }
  checkTopicsOn(draft, brokers);
}

function brokersOf({ cluster }: Draft): readonly Broker[] {
  const found = cluster.hosts.flatMap((host, i) => {
    const settings = host.settings.kafka;
    return settings ? [{ i, host, settings }] : [];
  });
  const defaults = writtenByDefault(found.map((one) => one.settings));
  return found.map((one) => ({ ...one, read: (key) => Number(one.settings.config[key] ?? defaults[key]) }));
}

function checkEnsemble({ cluster, problems }: Draft): void {
  const members = cluster.hosts.filter((host) => host.roles.includes('zookeeper')).length;
  if (members === 0 || members % 2 === 1) return;
  problems.warning(
    ['hosts'],
    `${String(members)} ZooKeeper members survive the loss of no more than ${String(members - 1)} do`,
    'Use an odd number: give the role zookeeper to one host less or one more.',
  );
}

/** ZooKeeper silently moves the timeout that a broker asks for into 2 to 20 ticks. */
function checkSession(draft: Draft, broker: Broker): void {
  const wanted = broker.read(SESSION);
  for (const [i, { settings }] of draft.cluster.hosts.entries()) {
    const config = settings.zookeeper?.config;
    if (config === undefined) continue;
    const limit = (key: string, ticks: number): number => {
      const own = Number(config[key] ?? -1);
      return own === -1 ? ticks * Number(config['tickTime']) : own;
    };
    const [least, most] = [limit('minSessionTimeout', 2), limit('maxSessionTimeout', 20)];
    if (!(wanted < least || wanted > most)) continue;
    const origins = [
      originOf(draft, broker.i, ['kafka', 'config', SESSION]),
      ...['minSessionTimeout', 'maxSessionTimeout', 'tickTime'].map((key) => originOf(draft, i, ['zookeeper', 'config', key])),
    ];
    draft.problems.warning(
      origins.find(isWritten) ?? ['hosts', i],
      `brokers ask for sessions of ${String(wanted)} ms, and ZooKeeper grants ${String(least)} to ${String(most)} ms`,
      `Change ${SESSION} or tickTime, so that what is written is what holds.`,
    );
    return;
  }
}

/** Pairs that KafkaConfig requires to be in this order; a broker refuses to start otherwise. */
const IN_ORDER: readonly (readonly [small: string, large: string])[] = [
  ['message.max.bytes', 'replica.fetch.max.bytes'],
  ['replica.fetch.wait.max.ms', 'replica.lag.time.max.ms'],
  ['replica.fetch.wait.max.ms', 'replica.socket.timeout.ms'],
];
const BYTES_PER_CLEANER = 1024 * 1024;

function checkPairs(draft: Draft, broker: Broker): void {
  const at = (keys: readonly string[]) =>
    keys.map((key) => originOf(draft, broker.i, ['kafka', 'config', key])).find(isWritten) ?? ['kafka', 'config'];
  for (const [small, large] of IN_ORDER)
    if (broker.read(small) > broker.read(large))
      draft.problems.error(
        at([large, small]),
        `${large} (${String(broker.read(large))}) must be at least ${small} (${String(broker.read(small))})`,
        'The broker refuses to start otherwise.',
      );
  const [buffer, threads] = ['log.cleaner.dedupe.buffer.size', 'log.cleaner.threads'] as const;
  if (broker.read(buffer) / broker.read(threads) <= BYTES_PER_CLEANER)
    draft.problems.error(
      at([buffer, threads]),
      `${buffer} must be more than 1 MiB for each of ${threads}`,
      'The broker refuses to start otherwise.',
    );
}

/** Topics that could never be written with acks=-1, or whose large messages no follower could fetch. */
function checkTopicsOn(draft: Draft, brokers: readonly Broker[]): void {
  const fetched = Math.min(...brokers.map((broker) => broker.read('replica.fetch.max.bytes')));
  for (const [i, topic] of draft.cluster.topics.entries()) {
    checkInSync(draft, topic, i);
    if (topic.replicationFactor > 1 && Number(topic.config['max.message.bytes'] ?? 0) > fetched)
      draft.problems.error(
        ['topics', i, 'config', 'max.message.bytes'],
        `is above replica.fetch.max.bytes (${String(fetched)})`,
        'Followers could never copy such a message: raise replica.fetch.max.bytes under kafka: config:.',
      );
  }
}

function checkInSync(draft: Draft, topic: Topic, i: number): void {
  const { replicationFactor: factor, config, name } = topic;
  const inSync = Number(config[IN_SYNC] ?? 1);
  const own = ['topics', i, 'config', IN_SYNC];
  const path = [own, ['kafka', 'config', IN_SYNC]].find((one) => draft.source.has(one)) ?? ['topics', i];
  // Without brokers there is nothing to compare; that alone is said elsewhere.
  if (factor < 1) return;
  if (inSync > factor)
    draft.problems.error(
      path,
      `${IN_SYNC} (${String(inSync)}) is above the replication factor (${String(factor)}) of ${name}`,
      `Nothing could be written with acks=-1: at most ${String(factor)} for this topic, under its config: or under kafka: config:.`,
    );
  else if (inSync === factor && factor > 1 && !topic.internal)
    draft.problems.warning(
      path,
      `${name} needs all of its ${String(factor)} replicas in sync`,
      `No broker can be restarted without stopping writes: lower ${IN_SYNC}, or raise the replication factor.`,
    );
}

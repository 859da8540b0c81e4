// The hot list as it is now, read from the topic that the calculator publishes it to. Nothing is written, no group is joined.
import { AppError } from '../../errors/app-error.js';
import type { Instance } from '../../model/component.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { FetchedMessage } from '../../wire/kafka/messages/fetch.js';
import { fetchMessages, partitionOffsets } from '../../wire/kafka/queries.js';
import { withZooKeeper } from '../../wire/zookeeper/with-zookeeper.js';
import { instancesOf, portOf } from '../instances.js';
import { ensembleEndpoints, readBrokerMetadata } from '../kafka/live/registry.js';
import { parseCommittedEpoch } from './hot-list.js';
import { calculatorRoot } from './spec.js';

const PARTITION = 0;
/** A hundred lists of a thousand pages. */
const MAX_BYTES = 16 << 20;

export interface Newest {
  readonly messages: readonly FetchedMessage[];
  /** Offset of the message behind them. */
  readonly next: number;
  /** Whether older ones are there that were not read before. */
  readonly more: boolean;
}

/**
 * The newest `last` messages of the topic, without those before the offset `unread`.
 * @throws AppError WIRE_FAILED where no broker gives them in time
 */
export async function readNewest(resolved: Resolved, live: Live, unread: number, last: number, deadlineMs: number): Promise<Newest> {
  const topic = resolved.cluster.streaming.calculator.output;
  const leader = await leaderOf(topic, resolved, live, deadlineMs);
  const options = { host: leader.host.name, deadlineMs, signal: live.signal };
  const dial = () => live.dial(leader.host.name, portOf(leader, 'broker'), deadlineMs);
  const end = await boundOf(dial, topic, 'latest', options);
  // A topic that was created anew is shorter than before.
  const begin = Math.max(await boundOf(dial, topic, 'earliest', options), unread <= end ? unread : 0);
  if (end <= begin) return { messages: [], next: end, more: false };
  const offset = Math.max(begin, end - last);
  const messages = await fetchMessages(dial, { topic, partition: PARTITION, offset, maxBytes: MAX_BYTES }, options);
  return { messages, next: (messages.at(-1)?.offset ?? end - 1) + 1, more: offset > begin };
}

/**
 * The epoch of the calculator that may commit, as ZooKeeper has it; 0 where none ever was. Calculators publish no higher one.
 * @throws AppError WIRE_FAILED where no member of the ensemble gives it in time, or the znode says something else
 */
export async function readCommittedEpoch(resolved: Resolved, live: Live, deadlineMs: number): Promise<number> {
  const path = `${calculatorRoot(resolved.cluster)}/commit`;
  const node = await withZooKeeper(ensembleEndpoints(resolved, live, deadlineMs), { deadlineMs, signal: live.signal }, (client) =>
    client.getData(path),
  );
  if (node === null) return 0;
  const epoch = parseCommittedEpoch(node.value.toString('utf8'));
  if (epoch === null) throw failed(`the znode ${path} holds something else than the epoch of a calculator`);
  return epoch;
}

async function boundOf(
  dial: Parameters<typeof partitionOffsets>[0],
  topic: string,
  end: 'latest' | 'earliest',
  options: Parameters<typeof partitionOffsets>[4],
): Promise<number> {
  const [bound] = await partitionOffsets(dial, topic, [PARTITION], end, options);
  if (bound?.offset === null || bound === undefined) throw failed(`the ${end} offset of ${topic} is not known to its leader`);
  return bound.offset;
}

/** Any broker knows who leads; one that does not answer is passed over. */
async function leaderOf(topic: string, resolved: Resolved, live: Live, deadlineMs: number): Promise<Instance> {
  const brokers = instancesOf(resolved, 'kafka');
  const answers = brokers.map(async (broker) => {
    const { topics } = await readBrokerMetadata(broker, live, deadlineMs);
    const found = topics.find(({ name }) => name === topic)?.partitions.find(({ partition }) => partition === PARTITION);
    if (found === undefined) throw new Error(`there is no topic ${topic}`);
    const leader = brokers.find(({ id }) => id === found.leader);
    if (leader === undefined) throw new Error(`nobody leads ${topic} now`);
    return leader;
  });
  try {
    return await Promise.any(answers);
  } catch (error) {
    const reasons = error instanceof AggregateError ? error.errors.map((one) => (one instanceof Error ? one.message : String(one))) : [];
    throw failed(reasons.find((one) => one.includes(topic)) ?? reasons[0] ?? 'there is no broker');
  }
}

const failed = (why: string): AppError =>
  new AppError('WIRE_FAILED', `The hot list cannot be read: ${why.replace(/\.$/, '')}.`, {
    todo: ['Run "fams-ops verify"; start the jobs with "fams-ops launch".'],
  });

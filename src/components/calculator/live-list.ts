// The hot list as it is now, read from the topic that the calculator publishes it to. Nothing is written, no group is joined.
import { AppError } from '../../errors/app-error.js';
import type { HotList } from '../../model/hot.js';
import type { Instance } from '../../model/component.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import { fetchMessages } from '../../wire/kafka/fetch.js';
import { partitionOffsets } from '../../wire/kafka/offsets.js';
import { instancesOf, portOf } from '../instances.js';
import { readBrokerMetadata } from '../kafka/live-registry.js';
import { newer, parseHotList } from './hot-list.js';

const PARTITION = 0;
/** A hundred lists of a thousand pages. */
const MAX_BYTES = 16 << 20;

/**
 * The lists among the newest `last` messages, those that count, oldest first; empty where nothing was published yet. A few more than
 * one are to be asked for: a late document of a calculator that was replaced may stand behind the one that counts.
 * Throws AppError where no broker gives them in time.
 */
export async function readHotLists(resolved: Resolved, live: Live, last: number, deadlineMs: number): Promise<readonly HotList[]> {
  const topic = resolved.cluster.streaming.calculator.output;
  const leader = await leaderOf(topic, resolved, live, deadlineMs);
  const options = { host: leader.host.name, deadlineMs, signal: live.signal };
  const dial = () => live.dial(leader.host.name, portOf(leader, 'broker'), deadlineMs);
  const end = await boundOf(dial, topic, 'latest', options);
  const begin = await boundOf(dial, topic, 'earliest', options);
  if (end <= begin) return [];
  const from = { topic, partition: PARTITION, offset: Math.max(begin, end - last), maxBytes: MAX_BYTES };
  const messages = await fetchMessages(dial, from, options);
  return messages.reduce<readonly HotList[]>((lists, { value }) => {
    const list = value && parseHotList(value.toString('utf8'));
    return list && newer(list, lists.at(-1) ?? null) ? [...lists, list] : lists;
  }, []);
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

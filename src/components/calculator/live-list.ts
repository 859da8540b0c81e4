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
/** A late document of a calculator that was replaced may stand behind the one that counts. */
const LAST = 20;
/** Twenty lists of a thousand pages. */
const MAX_BYTES = 4 << 20;

/** Null where nothing was published yet. Throws AppError where no broker gives it in time. */
export async function readHotList(resolved: Resolved, live: Live, deadlineMs: number): Promise<HotList | null> {
  const topic = resolved.cluster.streaming.calculator.output;
  const leader = await leaderOf(topic, resolved, live, deadlineMs);
  const options = { host: leader.host.name, deadlineMs, signal: live.signal };
  const dial = () => live.dial(leader.host.name, portOf(leader, 'broker'), deadlineMs);
  const end = await boundOf(dial, topic, 'latest', options);
  const begin = await boundOf(dial, topic, 'earliest', options);
  if (end <= begin) return null;
  const messages = await fetchMessages(
    dial,
    { topic, partition: PARTITION, offset: Math.max(begin, end - LAST), maxBytes: MAX_BYTES },
    options,
  );
  let best: HotList | null = null;
  for (const { value } of messages) {
    const list = value && parseHotList(value.toString('utf8'));
    if (list && newer(list, best)) best = list;
  }
  return best;
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
  new AppError('WIRE_FAILED', `The hot list cannot be read: ${why}.`, {
    todo: ['Run "fams-ops verify"; start the jobs with "fams-ops launch".'],
  });

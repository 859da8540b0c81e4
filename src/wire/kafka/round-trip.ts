// Does a client get out what it puts in? One message to every partition of a topic and back, by kafkajs.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer, EachMessagePayload, Producer } from 'kafkajs';
import { eitherSignal } from '../../errors/signals.js';
import { describe, SEE_KAFKA, within, type WireOptions } from '../dial.js';
import { kafkaFor, producerFor, type KafkaOptions } from './client.js';
import { kafkaFailure } from './failure.js';
import { onlyPartitions } from './only-partitions.js';
import { produceTo } from './produce.js';

export type PartitionRoundTrip = { readonly partition: number } & (
  | {
      readonly ok: true;
      /** From sending to the acknowledgement of all replicas, and on to the fetched message. */ readonly ackMs: number;
      readonly ms: number;
    }
  | { readonly ok: false; readonly reason: string }
);

export interface RoundTripOptions extends WireOptions, Pick<KafkaOptions, 'brokers' | 'dial'> {
  readonly topic: string;
  readonly partitions: readonly number[];
}

interface Sent {
  readonly partition: number;
  readonly offset: number;
  readonly startedAt: number;
  readonly ackMs: number;
}

/** What a broker may hold a fetch back while there is nothing new. */
const FETCH_WAIT_MS = 100;
/** Leaves time for the others when a broker accepts connections and says nothing. */
const CONNECT_SHARE = 8;
const GOODBYE_MS = 1000;

/**
 * Sends a unique token to each partition with acks -1 and fetches it back from its offset. Half of the deadline is for the
 * way in. Each partition has its own result: one without a leader does not spoil the others. Commits nothing and leaves one
 * small message in each partition. Throws only when aborted.
 */
export async function roundTrip(options: RoundTripOptions): Promise<readonly PartitionRoundTrip[]> {
  const { brokers, dial, signal, topic } = options;
  const over = new AbortController();
  const stop = eitherSignal(over.signal, signal);
  const connectMs = options.deadlineMs / CONNECT_SHARE;
  const kafka = kafkaFor({ brokers, dial, clientId: 'fams-ops-round-trip', signal: stop, leaderlessPartitions: true, connectMs });
  const token = randomUUID();
  const acknowledged: number[] = [];
  const producer = producerFor(kafka);
  const consumer = kafka.consumer({
    ...{ groupId: token, maxWaitTimeInMs: FETCH_WAIT_MS },
    partitionAssigners: [onlyPartitions(topic, acknowledged)],
  });
  try {
    const attempts = await sendAll(producer, consumer, token, options);
    const sent = attempts.filter((one) => 'offset' in one);
    acknowledged.push(...sent.map(({ partition }) => partition));
    const fetched = await fetchAll(consumer, token, sent, options);
    return attempts.map((one) => ('reason' in one ? { ok: false, ...one } : fetched.result(one)));
  } finally {
    await briefly(Promise.all([producer.disconnect(), consumer.disconnect()]));
    // Whatever still hangs on a broker that does not answer ends here.
    over.abort();
  }
}

type Attempt = { readonly partition: number; readonly reason: string } | Sent;

/** Both sides connect first, so that the times are those of the messages. */
async function sendAll(producer: Producer, consumer: Consumer, token: string, options: RoundTripOptions): Promise<readonly Attempt[]> {
  const { host, topic, brokers, deadlineMs, signal } = options;
  const limits = { ...options, deadlineMs: deadlineMs / 2 };
  const consumerReady = consumer.connect().then(() => consumer.subscribe({ topics: [topic] }));
  const connecting = Promise.all([producer.connect(), consumerReady]).catch((error: unknown) => {
    throw kafkaFailure(error, host, 'No broker can be used');
  });
  const ready = within(connecting, limits, {
    what: 'connection to a broker',
    saw: () => `no answer of ${brokers.join(', ')}`,
    todo: SEE_KAFKA,
  });
  return Promise.all(
    options.partitions.map(async (partition): Promise<Attempt> => {
      try {
        await ready;
        return await send(producer, token, partition, limits);
      } catch (error) {
        if (signal?.aborted) throw error;
        return { partition, reason: describe(error) };
      }
    }),
  );
}

async function send(producer: Producer, token: string, partition: number, options: RoundTripOptions): Promise<Sent> {
  const startedAt = performance.now();
  const offset = await produceTo(producer, { topic: options.topic, partition, messages: [{ value: token }] }, options);
  return { partition, offset, startedAt, ackMs: performance.now() - startedAt };
}

interface Fetched {
  result(sent: Sent): PartitionRoundTrip;
}

async function fetchAll(consumer: Consumer, token: string, sent: readonly Sent[], options: RoundTripOptions): Promise<Fetched> {
  const seenAt = new Map<number, number>();
  const limits = { ...options, deadlineMs: options.deadlineMs / 2 };
  const saw = (): string => `those of partitions ${[...seenAt.keys()].join(', ') || 'none'}`;
  let trouble = '';
  try {
    if (sent.length > 0) {
      const fetching = fetchTokens(consumer, token, sent, options.topic, seenAt);
      await within(fetching, limits, { what: 'fetched messages', saw, todo: SEE_KAFKA });
    }
  } catch (error) {
    if (options.signal?.aborted) throw error;
    trouble = describe(error);
  }
  return {
    result: ({ partition, offset, startedAt, ackMs }) => {
      const at = seenAt.get(partition);
      if (at !== undefined) return { partition, ok: true, ackMs, ms: at - startedAt };
      return { partition, ok: false, reason: `acknowledged at offset ${offset}, but not fetched back: ${trouble}` };
    },
  };
}

/** Settles when every token was seen. */
async function fetchTokens(
  consumer: Consumer,
  token: string,
  sent: readonly Sent[],
  topic: string,
  seenAt: Map<number, number>,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) reject(payload.error);
    });
    const eachMessage = ({ partition, message }: EachMessagePayload): Promise<void> => {
      if (message.value?.toString() === token) seenAt.set(partition, performance.now());
      if (seenAt.size === sent.length) resolve();
      return Promise.resolve();
    };
    consumer.run({ autoCommit: false, eachMessage }).catch(reject);
    for (const { partition, offset } of sent) consumer.seek({ topic, partition, offset: String(offset) });
  });
}

/** kafkajs says goodbye to every broker, and waits for the ones that do not answer. */
async function briefly(goodbye: Promise<unknown>): Promise<void> {
  await Promise.race([goodbye.catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
}

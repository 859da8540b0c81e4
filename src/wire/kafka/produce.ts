// Producing that loses nothing acknowledged and drops nothing silently.
import type { Message, Producer } from 'kafkajs';
import { SEE_KAFKA, wireFailed, within, type WireOptions } from '../dial.js';
import { kafkaFailure } from './failure.js';

export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly messages: readonly Message[];
  /** Refused unless 0: kafkajs ignores it for a broker as old as this. */
  readonly compression?: number;
}

const ALL_REPLICAS = -1;
const ACK_MS = 10_000;
const WITHOUT_IT = 'Kafka 0.8.2 cannot carry it and kafkajs would drop it silently: send without it.';

/**
 * Sends to ONE partition and returns the offset of the first message once all in-sync replicas have them. One partition,
 * because kafkajs 2.2.4 resolves a send over several with messages missing when a leader dies between its retries.
 * At least once: after a failure or a retry messages may be in the log twice. Throws WIRE_FAILED.
 */
export async function produceTo(producer: Producer, batch: PartitionBatch, options: WireOptions): Promise<number> {
  const { topic, partition, messages } = batch;
  refuseWhatIsDropped(batch, options.host);
  const place = `partition ${partition} of ${topic}`;
  const sending = producer
    .send({ topic, acks: ALL_REPLICAS, timeout: ACK_MS, messages: messages.map((message) => ({ ...message, partition })) })
    .catch((error: unknown) => {
      throw kafkaFailure(error, options.host, `Messages for ${place} were not acknowledged`);
    });
  const awaited = {
    what: `acknowledgement of all replicas of ${place}`,
    saw: () => 'it is not known whether the messages are in the log',
    todo: SEE_KAFKA,
  };
  const [written] = await within(sending, options, awaited);
  return Number(written?.offset ?? written?.baseOffset);
}

function refuseWhatIsDropped({ messages, compression = 0, partition }: PartitionBatch, host: string): void {
  const refuse = (what: string): never => {
    throw wireFailed(host, `Refused to send a message with ${what}`, WITHOUT_IT);
  };
  if (compression !== 0) refuse('compression');
  for (const message of messages) {
    if (message.headers !== undefined) refuse('headers');
    if (message.timestamp !== undefined) refuse('a timestamp');
    if (message.partition !== undefined && message.partition !== partition)
      refuse(`partition ${message.partition} in a batch for ${partition}`);
  }
}

// Questions to one broker over a connection of their own, without kafkajs: what it knows of the cluster, and what it holds itself.
import type { BrokerMetadata } from '../../model/observed.js';
import { SEE_KAFKA, wireFailed, type Dial, type WireOptions } from '../dial.js';
import { kafkaErrorName } from './error-names.js';
import { ask } from './exchange.js';
import { fetchOne, type FetchedMessage } from './messages/fetch.js';
import { listOffsets, type OffsetEnd, type PartitionOffset } from './messages/list-offsets.js';
import { allTopicsMetadata } from './messages/metadata.js';

/** Brokers and all topics with their error codes as they came. A registered broker may still know nothing: readiness is judged by this. Throws WIRE_FAILED. */
export function brokerMetadata(dial: Dial, options: WireOptions): Promise<BrokerMetadata> {
  return ask(dial, allTopicsMetadata, options);
}

/** Where partitions begin and end. `latest` is the offset of the next message. A broker that does not lead a partition answers with error 6. Throws WIRE_FAILED. */
export function partitionOffsets(
  dial: Dial,
  topic: string,
  partitions: readonly number[],
  end: OffsetEnd,
  options: WireOptions,
): Promise<readonly PartitionOffset[]> {
  return ask(dial, listOffsets(topic, partitions, end), options);
}

/**
 * Messages of one partition from an offset on.
 * @throws AppError WIRE_FAILED also for an error of the broker, such as one that does not lead the partition
 */
export async function fetchMessages(
  dial: Dial,
  {
    topic,
    partition,
    offset,
    maxBytes,
  }: { readonly topic: string; readonly partition: number; readonly offset: number; readonly maxBytes: number },
  options: WireOptions,
): Promise<readonly FetchedMessage[]> {
  const { error, messages } = await ask(dial, fetchOne(topic, partition, offset, maxBytes), options);
  if (error !== 0) throw wireFailed(options.host, `${topic}/${String(partition)} could not be read: ${kafkaErrorName(error)}`, SEE_KAFKA);
  return messages;
}

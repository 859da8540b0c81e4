// Messages of one partition from an offset on. Only its leader gives them.
import type { Dial, WireOptions } from '../dial.js';
import { kafkaErrorName } from './error-names.js';
import { ask } from './exchange.js';
import { fetchOne, type FetchedMessage } from './messages/fetch.js';
import { wireFailed, SEE_KAFKA } from '../dial.js';

/** @throws AppError WIRE_FAILED also for an error of the broker, such as one that does not lead the partition */
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

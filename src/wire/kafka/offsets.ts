// Where partitions begin and end. Only their leader knows.
import type { Dial, WireOptions } from '../dial.js';
import { ask } from './exchange.js';
import { listOffsets, type OffsetEnd, type PartitionOffset } from './messages/list-offsets.js';

/** `latest` is the offset of the next message. A broker that does not lead a partition answers with error 6. Throws WIRE_FAILED. */
export function partitionOffsets(
  dial: Dial,
  topic: string,
  partitions: readonly number[],
  end: OffsetEnd,
  options: WireOptions,
): Promise<readonly PartitionOffset[]> {
  return ask(dial, listOffsets(topic, partitions, end), options);
}

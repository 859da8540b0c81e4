// ListOffsets (2) v0
// Request => replica_id [topic]
//   replica_id => INT32            -1: a client
//   topic => topic_name [partition]
//     topic_name => STRING
//     partition => partition_id time max_offsets
//       partition_id, max_offsets => INT32   time => INT64   -1: end, -2: beginning
// Response => [topic]
//   topic => topic_name [partition]
//     partition => partition_id error [offset]
//       partition_id => INT32   error => INT16   offset => INT64
import { MalformedBytes, type ByteReader } from '../../bytes.js';
import { API, type KafkaRequest } from '../api.js';

export type OffsetEnd = 'earliest' | 'latest';

export interface PartitionOffset {
  readonly partition: number;
  /** Null where the broker answers with an error. */
  readonly offset: number | null;
  readonly error: number;
}

const TIMES = { latest: -1n, earliest: -2n };
const CLIENT = -1;

export const listOffsets = (topic: string, partitions: readonly number[], end: OffsetEnd): KafkaRequest<readonly PartitionOffset[]> => ({
  ...{ name: 'ListOffsets', api: API.listOffsets },
  write: (writer) =>
    writer.i32(CLIENT).list([topic], (w, name) => w.string16(name).list(partitions, (p, id) => p.i32(id).i64(TIMES[end]).i32(1))),
  read: readOffsets,
});

/** About no topic at all: the cheapest thing that a broker can be asked. */
export const noOffsets: KafkaRequest<readonly PartitionOffset[]> & { readonly mostBytes: number } = {
  ...{ name: 'ListOffsets', api: API.listOffsets },
  mostBytes: 64,
  write: (writer) => writer.i32(CLIENT).i32(0),
  read: readOffsets,
};

function readOffsets(reader: ByteReader): readonly PartitionOffset[] {
  const topics = reader.list((r) => {
    r.string16();
    return r.list((one) => ({ partition: one.i32(), error: one.i16(), offset: one.list((o) => exact(o.i64()))[0] ?? null }));
  });
  return topics.flat();
}

function exact(offset: bigint): number {
  const value = Number(offset);
  if (!Number.isSafeInteger(value)) throw new MalformedBytes(`an offset of ${offset.toString()}`);
  return value;
}

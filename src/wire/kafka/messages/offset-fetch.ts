// OffsetFetch (9) v1
// Request => group_id [topic]
//   group_id => STRING
//   topic => topic_name [partition_id]
//     topic_name => STRING   partition_id => INT32
// Response => [topic]
//   topic => topic_name [partition]
//     partition => partition_id offset metadata error
//       partition_id => INT32   offset => INT64 (-1: none)   metadata => NULLABLE_STRING   error => INT16
import { ByteWriter, type ByteReader } from '../../bytes.js';
import { KAFKA_ERROR } from '../error-names.js';

interface OffsetFetchRequest {
  readonly group: string;
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
}

const NONE = -1n;

export function readOffsetFetch(reader: ByteReader): OffsetFetchRequest {
  return {
    group: reader.string16() ?? '',
    topics: reader.list((r) => ({ name: r.string16() ?? '', partitions: r.list((one) => one.i32()) })),
  };
}

export function encodeOffsets(request: OffsetFetchRequest, offsetOf: (topic: string, partition: number) => bigint | undefined): Buffer {
  return new ByteWriter()
    .list(request.topics, (w, { name, partitions }) =>
      w.string16(name).list(partitions, (p, partition) =>
        p
          .i32(partition)
          .i64(offsetOf(name, partition) ?? NONE)
          .string16('')
          .i16(KAFKA_ERROR.none),
      ),
    )
    .toBuffer();
}

// OffsetCommit (8) v1
// Request => group_id generation_id member_id [topic]
//   group_id, member_id => STRING   generation_id => INT32
//   topic => topic_name [partition]
//     topic_name => STRING
//     partition => partition_id offset timestamp metadata
//       partition_id => INT32   offset, timestamp => INT64   metadata => NULLABLE_STRING
// Response => [topic]
//   topic => topic_name [partition]
//     partition => partition_id error
//       partition_id => INT32   error => INT16
import { ByteWriter, type ByteReader } from '../../bytes.js';

interface CommitRequest {
  readonly group: string;
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly { readonly partition: number; readonly offset: bigint }[];
  }[];
}

export function readCommit(reader: ByteReader): CommitRequest {
  const group = reader.string16() ?? '';
  reader.i32();
  reader.string16();
  return { group, topics: reader.list((r) => ({ name: r.string16() ?? '', partitions: r.list(readPartition) })) };
}

function readPartition(r: ByteReader): { partition: number; offset: bigint } {
  const committed = { partition: r.i32(), offset: r.i64() };
  r.i64();
  r.string16();
  return committed;
}

export function encodeCommitted(request: CommitRequest, error: number): Buffer {
  return new ByteWriter()
    .list(request.topics, (w, { name, partitions }) => w.string16(name).list(partitions, (p, { partition }) => p.i32(partition).i16(error)))
    .toBuffer();
}

// SyncGroup (14) v0
// Request => group_id generation_id member_id [assignment]
//   group_id, member_id => STRING   generation_id => INT32
//   assignment => member_id assignment
//     member_id => STRING   assignment => BYTES
// Response => error assignment
//   error => INT16   assignment => BYTES
import { ByteWriter, type ByteReader } from '../../bytes.js';

interface SyncRequest {
  readonly group: string;
  readonly generation: number;
  readonly member: string;
  readonly assignments: readonly { readonly member: string; readonly assignment: Buffer }[];
}

export function readSync(reader: ByteReader): SyncRequest {
  return {
    group: reader.string16() ?? '',
    generation: reader.i32(),
    member: reader.string16() ?? '',
    assignments: reader.list((r) => ({ member: r.string16() ?? '', assignment: r.bytes32() ?? Buffer.alloc(0) })),
  };
}

export function encodeSynced(error: number, assignment: Buffer): Buffer {
  return new ByteWriter().i16(error).bytes32(assignment).toBuffer();
}

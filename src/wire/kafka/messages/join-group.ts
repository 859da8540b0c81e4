// JoinGroup (11) v0
// Request => group_id session_timeout member_id protocol_type [protocol]
//   group_id, member_id, protocol_type => STRING   session_timeout => INT32
//   protocol => name metadata
//     name => STRING   metadata => BYTES
// Response => error generation_id protocol leader_id member_id [member]
//   error => INT16   generation_id => INT32   protocol, leader_id, member_id => STRING
//   member => member_id metadata
//     member_id => STRING   metadata => BYTES
import { ByteWriter, type ByteReader } from '../../bytes.js';
import { KAFKA_ERROR } from '../error-names.js';

interface JoinRequest {
  readonly group: string;
  /** Empty: a new one. */
  readonly member: string;
  readonly protocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

export function readJoin(reader: ByteReader): JoinRequest {
  const group = reader.string16() ?? '';
  reader.i32();
  const member = reader.string16() ?? '';
  reader.string16();
  return { group, member, protocols: reader.list((r) => ({ name: r.string16() ?? '', metadata: r.bytes32() ?? Buffer.alloc(0) })) };
}

/** The answer to the only member, and so the leader, of its group. */
export function encodeJoined(generation: number, member: string, protocol: JoinRequest['protocols'][number] | undefined): Buffer {
  const { name, metadata } = protocol ?? { name: '', metadata: Buffer.alloc(0) };
  return new ByteWriter()
    .i16(KAFKA_ERROR.none)
    .i32(generation)
    .string16(name)
    .string16(member)
    .string16(member)
    .list([member], (w, id) => w.string16(id).bytes32(metadata))
    .toBuffer();
}

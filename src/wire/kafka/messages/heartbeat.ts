// Heartbeat (12) v0
// Request => group_id generation_id member_id
//   group_id, member_id => STRING   generation_id => INT32
// Response => error
//   error => INT16
import { ByteWriter, type ByteReader } from '../../bytes.js';

export interface HeartbeatRequest {
  readonly group: string;
  readonly generation: number;
  readonly member: string;
}

export function readHeartbeat(reader: ByteReader): HeartbeatRequest {
  return { group: reader.string16() ?? '', generation: reader.i32(), member: reader.string16() ?? '' };
}

export function encodeHeartbeat(error: number): Buffer {
  return new ByteWriter().i16(error).toBuffer();
}

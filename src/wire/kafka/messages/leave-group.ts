// LeaveGroup (13) v0
// Request => group_id member_id
//   group_id, member_id => STRING
// Response => error
//   error => INT16
import { ByteWriter, type ByteReader } from '../../bytes.js';
import { KAFKA_ERROR } from '../error-names.js';

interface LeaveRequest {
  readonly group: string;
  readonly member: string;
}

export function readLeave(reader: ByteReader): LeaveRequest {
  return { group: reader.string16() ?? '', member: reader.string16() ?? '' };
}

export function encodeLeft(): Buffer {
  return new ByteWriter().i16(KAFKA_ERROR.none).toBuffer();
}

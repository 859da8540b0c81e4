// The envelope of every request and answer of a session.
//
// Request => xid type body
//   xid => INT32
//   type => INT32
// Reply => xid zxid error body
//   xid => INT32      -1: event of a watch, -2: answer to a ping
//   zxid => INT64
//   error => INT32    0: none; else there is no body
import { ByteReader, ByteWriter } from '../bytes.js';

/** One request: what is written behind its header, and how the body of its answer is read. */
export interface Request<T> {
  readonly name: string;
  readonly type: number;
  readonly path: string;
  write(writer: ByteWriter): void;
  read(reader: ByteReader): T;
}

export const PING_XID = -2;
export const WATCH_XID = -1;
const PING = 11;

export function encodeRequest(xid: number, request: Request<unknown>): Buffer {
  const writer = new ByteWriter().i32(xid).i32(request.type);
  request.write(writer);
  return writer.toBuffer();
}

export function encodePing(): Buffer {
  return new ByteWriter().i32(PING_XID).i32(PING).toBuffer();
}

export interface Reply {
  readonly xid: number;
  readonly error: number;
  readonly body: ByteReader;
}

export function decodeReply(bytes: Buffer): Reply {
  const reader = new ByteReader(bytes);
  const xid = reader.i32();
  reader.i64();
  return { xid, error: reader.i32(), body: reader };
}

// The first frame in each direction.
//
// ConnectRequest => protocolVersion lastZxidSeen timeOut sessionId passwd
//   protocolVersion => INT32   lastZxidSeen => INT64   timeOut => INT32 (ms)   sessionId => INT64 (0: new)   passwd => BYTES
// ConnectResponse => protocolVersion timeOut sessionId passwd
import { ByteReader, ByteWriter } from '../bytes.js';

const NEW_SESSION_PASSWORD = Buffer.alloc(16);

export function encodeConnect(sessionTimeoutMs: number): Buffer {
  return new ByteWriter().i32(0).i64(0n).i32(sessionTimeoutMs).i64(0n).bytes32(NEW_SESSION_PASSWORD).toBuffer();
}

export interface Session {
  readonly id: bigint;
  /** What the server made of the wish, between its own limits. */
  readonly timeoutMs: number;
}

export function decodeConnected(bytes: Buffer): Session {
  const reader = new ByteReader(bytes);
  reader.i32();
  const timeoutMs = reader.i32();
  return { timeoutMs, id: reader.i64() };
}

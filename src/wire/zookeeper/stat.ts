// Stat => czxid mzxid ctime mtime version cversion aversion ephemeralOwner dataLength numChildren pzxid
//   czxid, mzxid, ctime, mtime, ephemeralOwner, pzxid => INT64
//   version, cversion, aversion, dataLength, numChildren => INT32
import type { ByteReader } from '../bytes.js';

export interface Stat {
  /** Times are in ms since 1970. */
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** Of the value; what a conditional change names. */
  readonly version: number;
  /** Id of the session that it lives and dies with; 0 for a persistent one. */
  readonly ephemeralOwner: bigint;
  readonly children: number;
}

export function readStat(reader: ByteReader): Stat {
  reader.i64();
  reader.i64();
  const createdAt = Number(reader.i64());
  const modifiedAt = Number(reader.i64());
  const version = reader.i32();
  reader.i32();
  reader.i32();
  const ephemeralOwner = reader.i64();
  reader.i32();
  const children = reader.i32();
  reader.i64();
  return { createdAt, modifiedAt, version, ephemeralOwner, children };
}

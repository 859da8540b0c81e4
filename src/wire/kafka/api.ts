// Keys of the requests of Kafka's protocol, and the envelope of a request.
//
// Request => api_key api_version correlation_id client_id body
//   api_key, api_version => INT16
//   correlation_id => INT32
//   client_id => NULLABLE_STRING
// Response => correlation_id body
import type { ByteReader } from '../bytes.js';
import { ByteWriter } from '../bytes.js';

export const API = {
  produce: 0,
  fetch: 1,
  listOffsets: 2,
  metadata: 3,
  offsetCommit: 8,
  offsetFetch: 9,
  findCoordinator: 10,
  joinGroup: 11,
  heartbeat: 12,
  leaveGroup: 13,
  syncGroup: 14,
  apiVersions: 18,
} as const;

const MIB = 1 << 20;
/** The longest answer that is taken for one, in bytes; a longer one is a peer that is no broker, or one that wants our memory. */
const MOST_BYTES: Readonly<Record<number, number>> = {
  // 100 000 partitions with three replicas have some 5 MB.
  [API.metadata]: 16 * MIB,
  // kafkajs asks for 1 MiB of each partition.
  [API.fetch]: 64 * MIB,
  // 100 000 partitions.
  [API.listOffsets]: 4 * MIB,
};

export const mostBytesOf = (api: number): number => MOST_BYTES[api] ?? MIB;

/** One request of version 0: what is written behind its header, and how the body of its answer is read. */
export interface KafkaRequest<T> {
  readonly name: string;
  readonly api: number;
  /** Of its answer, where that is less than any answer of its kind may have. */
  readonly mostBytes?: number;
  write(writer: ByteWriter): void;
  read(reader: ByteReader): T;
}

export interface RequestHeader {
  readonly api: number;
  readonly version: number;
  readonly correlationId: number;
}

const CLIENT_ID = 'fams-ops';

export function encodeRequest(correlationId: number, request: KafkaRequest<unknown>): Buffer {
  const writer = new ByteWriter().i16(request.api).i16(0).i32(correlationId).string16(CLIENT_ID);
  request.write(writer);
  return writer.toBuffer();
}

/** Leaves the reader at the body. */
export function readHeader(reader: ByteReader): RequestHeader {
  const header = { api: reader.i16(), version: reader.i16(), correlationId: reader.i32() };
  reader.string16();
  return header;
}

export function encodeResponse(correlationId: number, body: Buffer): Buffer {
  return new ByteWriter().i32(correlationId).raw(body).toBuffer();
}

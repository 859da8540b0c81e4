// Fetch (1) v0, of one partition
// Request => replica_id max_wait_ms min_bytes [topic]
//   replica_id, max_wait_ms, min_bytes => INT32    replica -1: a client
//   topic => topic_name [partition]
//     partition => partition_id fetch_offset max_bytes
//       partition_id, max_bytes => INT32   fetch_offset => INT64
// Response => [topic]
//   topic => topic_name [partition]
//     partition => partition_id error high_watermark message_set_size message_set
//       partition_id, message_set_size => INT32   error => INT16   high_watermark => INT64
// Message set => (offset size crc magic attributes key value)*
//   offset => INT64   size => INT32   crc => INT32   magic, attributes => INT8   key, value => BYTES
import { ByteReader } from '../../bytes.js';
import { API, type KafkaRequest } from '../api.js';

export interface FetchedMessage {
  readonly offset: number;
  /** Null: a tombstone, or one of a compressed set, which is not read. */
  readonly value: Buffer | null;
}

export interface FetchedPartition {
  readonly error: number;
  readonly messages: readonly FetchedMessage[];
}

const CLIENT = -1;
const WAIT_MS = 100;
const COMPRESSION = 0x07;
/** In front of the messages, the name of the topic included. */
const ANSWER_HEAD = 1024;
/** Offset and size, in front of each message. */
const MESSAGE_HEAD = 12;

export const fetchOne = (topic: string, partition: number, offset: number, maxBytes: number): KafkaRequest<FetchedPartition> => ({
  ...{ name: 'Fetch', api: API.fetch },
  mostBytes: maxBytes + ANSWER_HEAD,
  write: (writer) =>
    writer
      .i32(CLIENT)
      .i32(WAIT_MS)
      .i32(1)
      .list([topic], (w, name) => w.string16(name).list([partition], (p, id) => p.i32(id).i64(BigInt(offset)).i32(maxBytes))),
  read: (reader) => {
    const [found] = reader
      .list((r) => {
        r.string16();
        return r.list((one) => {
          one.i32();
          const error = one.i16();
          one.i64();
          return { error, messages: messagesOf(one.bytes32() ?? Buffer.alloc(0)) };
        });
      })
      .flat();
    return found ?? { error: 0, messages: [] };
  },
});

/** The last message may be cut off by the size that was asked for: it is left out. */
function messagesOf(set: Buffer): readonly FetchedMessage[] {
  const messages: FetchedMessage[] = [];
  for (let at = 0; at + MESSAGE_HEAD <= set.length;) {
    const head = new ByteReader(set, at);
    const offset = Number(head.i64());
    const end = at + MESSAGE_HEAD + head.i32();
    if (end > set.length) break;
    head.i32();
    const attributes = head.i16() & 0xff;
    head.bytes32();
    const value = head.bytes32();
    messages.push({ offset, value: (attributes & COMPRESSION) === 0 ? value : null });
    at = end;
  }
  return messages;
}

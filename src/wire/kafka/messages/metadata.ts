// Metadata (3) v0
// Request => [topic]
//   topic => STRING                none: all topics. A topic that is named and missing may be created by the broker!
// Response => [broker] [topic]
//   broker => node_id host port
//     node_id => INT32   host => STRING   port => INT32
//   topic => topic_error topic_name [partition]
//     topic_error => INT16   topic_name => STRING
//     partition => partition_error partition_id leader [replica] [isr]
//       partition_error => INT16   partition_id, leader, replica, isr => INT32
import type { BrokerMetadata } from '../../../model/observed.js';
import { ByteReader } from '../../bytes.js';
import { API, type KafkaRequest } from '../api.js';
import { KAFKA_ERROR } from '../error-names.js';

export const allTopicsMetadata: KafkaRequest<BrokerMetadata> = {
  name: 'Metadata',
  api: API.metadata,
  write: (writer) => writer.list([], () => undefined),
  read: readMetadata,
};

export function readMetadata(reader: ByteReader): BrokerMetadata {
  const brokers = reader.list((r) => ({ id: r.i32(), host: r.string16() ?? '', port: r.i32() }));
  const topics = reader.list((r) => {
    const error = r.i16();
    return { name: r.string16() ?? '', error, partitions: r.list(readPartition) };
  });
  return { brokers, topics };
}

function readPartition(r: ByteReader): BrokerMetadata['topics'][number]['partitions'][number] {
  return {
    error: r.i16(),
    partition: r.i32(),
    leader: r.i32(),
    replicas: r.list((one) => one.i32()),
    isr: r.list((one) => one.i32()),
  };
}

/**
 * The same response with some partition errors cleared, for clients that take any of them as the end of the whole topic.
 * ReplicaNotAvailable is only information: another replica than the leader is down.
 */
export function withoutPartitionErrors(response: Buffer, cleared: readonly number[]): Buffer {
  const copy = Buffer.from(response);
  const reader = new ByteReader(copy, CORRELATION_ID_BYTES);
  reader.list((r) => [r.i32(), r.string16(), r.i32()]);
  reader.list((r) => {
    r.i16();
    r.string16();
    r.list((partition) => {
      const at = partition.position;
      if (cleared.includes(readPartition(partition).error)) copy.writeInt16BE(KAFKA_ERROR.none, at);
    });
  });
  return copy;
}

export const CORRELATION_ID_BYTES = 4;

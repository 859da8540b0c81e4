import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BrokerMetadata } from '../../../../src/model/observed.js';
import { ByteReader, ByteWriter, MalformedBytes } from '../../../../src/wire/bytes.js';
import { encodeRequest, readHeader } from '../../../../src/wire/kafka/api.js';
import { kafkaErrorName } from '../../../../src/wire/kafka/error-names.js';
import { listOffsets } from '../../../../src/wire/kafka/messages/list-offsets.js';
import { allTopicsMetadata, readMetadata, withoutPartitionErrors } from '../../../../src/wire/kafka/messages/metadata.js';
import { bytesOf } from '../fixture.js';
import { understood } from './kafkajs-protocol.js';

const bodyOf = (fixture: string): Buffer => bytesOf(`kafka/${fixture}`).subarray(4);
const read = (response: Buffer): BrokerMetadata => readMetadata(new ByteReader(response, 4));

describe('Metadata of Kafka 0.8.2.1', () => {
  test('of a whole cluster', () => {
    const reader = new ByteReader(bodyOf('metadata'));
    const { brokers, topics } = readMetadata(reader);
    expect(reader.left).toBe(0);
    expect(brokers).toEqual([
      { id: 0, host: '127.0.0.1', port: 27556 },
      { id: 1, host: '127.0.0.2', port: 25771 },
      { id: 2, host: '127.0.0.3', port: 29849 },
    ]);
    expect(topics).toMatchObject([{ name: 't', error: 0 }]);
    expect(topics[0]?.partitions).toContainEqual({ error: 0, partition: 2, leader: 0, replicas: [0, 1, 2], isr: [0, 1, 2] });
  });

  test('error 9 while a broker is down stops kafkajs, and is cleared for it', async () => {
    const response = bytesOf('kafka/metadata-broker-down');
    await expect(understood('metadata', 0, response.subarray(4))).rejects.toMatchObject({ type: 'REPLICA_NOT_AVAILABLE' });
    const cleared = withoutPartitionErrors(response, [9]);
    await expect(understood('metadata', 0, cleared.subarray(4))).resolves.toMatchObject({ brokers: [{ nodeId: 1 }, { nodeId: 2 }] });
    expect(read(cleared).topics[0]?.partitions.map(({ error }) => error)).toEqual([0, 0, 0]);
    expect(read(response).topics[0]?.partitions.map(({ error }) => error)).toEqual([9, 9, 9]);
  });

  test('clearing changes the errors named and nothing else', () => {
    fc.assert(
      fc.property(metadata, fc.array(fc.integer({ min: 0, max: 20 })), (wanted, cleared) => {
        const topics = wanted.topics.map((topic) => ({
          ...topic,
          partitions: topic.partitions.map((one) => (cleared.includes(one.error) ? { ...one, error: 0 } : one)),
        }));
        expect(read(withoutPartitionErrors(encode(wanted), cleared))).toEqual({ ...wanted, topics });
      }),
    );
  });

  test('a response that is cut off is malformed wherever it ends', () => {
    const body = bodyOf('metadata');
    for (let end = 0; end < body.length; end++) expect(() => readMetadata(new ByteReader(body.subarray(0, end)))).toThrow(MalformedBytes);
  });

  test('all topics are asked for by naming none', () => {
    const reader = new ByteReader(encodeRequest(5, allTopicsMetadata));
    expect(readHeader(reader)).toEqual({ api: 3, version: 0, correlationId: 5 });
    expect([reader.i32(), reader.left]).toEqual([0, 0]);
  });
});

describe('ListOffsets of Kafka 0.8.2.1', () => {
  const request = listOffsets('t', [0, 1, 2], 'latest');

  test('only the leader of a partition knows', () => {
    expect(request.read(new ByteReader(bodyOf('list-offsets')))).toEqual([
      { partition: 0, error: 0, offset: 0 },
      { partition: 1, error: 6, offset: null },
      { partition: 2, error: 6, offset: null },
    ]);
  });

  test('what is asked, byte by byte', () => {
    const partition = (id: number, time: string): string => `0000000${String(id)}${time}00000001`;
    const written = (end: 'earliest' | 'latest'): string => {
      const writer = new ByteWriter();
      listOffsets('t', [3], end).write(writer);
      return writer.toBuffer().toString('hex');
    };
    expect(written('latest')).toBe(`ffffffff0000000100017400000001${partition(3, 'f'.repeat(16))}`);
    expect(written('earliest')).toBe(`ffffffff0000000100017400000001${partition(3, 'fffffffffffffffe')}`);
  });

  test('an offset that a number cannot hold is refused', () => {
    const body = new ByteWriter().list(['t'], (w, t) =>
      w.string16(t).list([0], (p, id) =>
        p
          .i32(id)
          .i16(0)
          .list([2n ** 60n], (o, one) => o.i64(one)),
      ),
    );
    expect(() => request.read(new ByteReader(body.toBuffer()))).toThrow(MalformedBytes);
  });
});

test('error codes have names', () => {
  expect(kafkaErrorName(9)).toBe('replicaNotAvailable (9)');
  expect(kafkaErrorName(77)).toBe('unknown to 0.8.2.1 (77)');
});

const int = fc.integer({ min: -1, max: 1 << 20 });
const partition = fc.record({
  error: fc.integer({ min: -1, max: 20 }),
  partition: int,
  leader: int,
  replicas: fc.array(int),
  isr: fc.array(int),
});
const metadata = fc.record({
  brokers: fc.array(fc.record({ id: int, host: fc.string(), port: int })),
  topics: fc.array(fc.record({ name: fc.string(), error: fc.integer({ min: -1, max: 20 }), partitions: fc.array(partition) })),
});

function encode({ brokers, topics }: BrokerMetadata): Buffer {
  const writer = new ByteWriter().i32(7);
  writer.list(brokers, (w, { id, host, port }) => w.i32(id).string16(host).i32(port));
  writer.list(topics, (w, { name, error, partitions }) => {
    w.i16(error).string16(name);
    w.list(partitions, (p, one) => {
      p.i16(one.error).i32(one.partition).i32(one.leader);
      p.list(one.replicas, (r, id) => r.i32(id)).list(one.isr, (r, id) => r.i32(id));
    });
  });
  return writer.toBuffer();
}

import kafkajs, { type Message } from 'kafkajs';
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/errors/app-error.js';
import { kafkaFor, producerFor } from '../../../../src/wire/kafka/client.js';
import { kafkaFailure } from '../../../../src/wire/kafka/failure.js';
import { produceTo } from '../../../../src/wire/kafka/produce.js';

const LIMITS = { host: 'cluster', deadlineMs: 1000 };
const producer = producerFor(kafkaFor({ brokers: ['127.0.0.1:1'], dial: () => Promise.reject(new Error('dialled')), clientId: 'test' }));

test.each<[string, Partial<Message>, number, string]>([
  ['headers', { headers: { a: 'b' } }, 0, 'headers'],
  ['a timestamp', { timestamp: '1' }, 0, 'a timestamp'],
  ['compression', {}, kafkajs.CompressionTypes.GZIP, 'compression'],
  ['another partition', { partition: 2 }, 0, 'partition 2 in a batch for 1'],
])('a message with %s is refused before anything is sent', async (_, extra, compression, named) => {
  const batch = { topic: 't', partition: 1, messages: [{ value: 'a' }, { value: 'b', ...extra }], compression };
  await expect(produceTo(producer, batch, LIMITS)).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    message: `Refused to send a message with ${named}`,
  });
});

test('the error under the retries is the one that is told, with the broker and what to do', () => {
  const closed = Object.assign(new kafkajs.KafkaJSConnectionError('Closed connection', { broker: '127.0.0.2:9092' }), {
    name: 'KafkaJSConnectionClosedError',
  });
  const failure = kafkaFailure(
    new kafkajs.KafkaJSNumberOfRetriesExceeded(closed, { retryCount: 12, retryTime: 2000 }),
    'cluster',
    'Nothing was sent',
  );
  expect(failure).toMatchObject({
    ...{ code: 'WIRE_FAILED', where: { host: 'cluster' } },
    message: 'Nothing was sent: 127.0.0.2:9092: the broker closed the connection',
    todo: [expect.stringContaining('a full disk halts it') as string],
  });
});

test('a broker’s error code keeps its name', () => {
  const error = new kafkajs.KafkaJSProtocolError({
    message: 'too few',
    type: 'NOT_ENOUGH_REPLICAS',
    code: 19,
    retriable: true,
    name: '',
  } as never);
  const failure = kafkaFailure(error, 'cluster', 'Nothing was sent');
  expect(failure.message).toBe('Nothing was sent: too few (NOT_ENOUGH_REPLICAS)');
  expect(failure.todo[0]).toContain('min.insync.replicas');
});

test('our own errors stay as they are', () => {
  const own = new AppError('HOST_LOST', 'the link broke', { todo: [] });
  expect(kafkaFailure(own, 'cluster', 'Nothing was sent')).toBe(own);
});

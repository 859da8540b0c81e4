import { afterEach, expect, test } from 'vitest';
import { brokerMetadata, partitionOffsets } from '../../../../src/wire/kafka/queries.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitUntil } from '../../../support/wait-until.js';
import { bytesOf } from '../fixture.js';
import { respond, startFakeBroker } from './fake-broker.js';

const LIMITS = { host: 'kafka1', deadlineMs: 5000 };
let server: FakeServer | undefined;
afterEach(() => server?.stop());

test('one question, one answer, and the connection is closed', async () => {
  const { dial, open } = (server = await startFakeBroker((socket, header) =>
    respond(socket, header, bytesOf('kafka/metadata').subarray(4)),
  ));
  await expect(brokerMetadata(dial, LIMITS)).resolves.toMatchObject({ brokers: [{ id: 0 }, { id: 1 }, { id: 2 }] });
  await waitUntil('the closed connection', 5000, () => Promise.resolve(open.size === 0 || 'open'));
});

test.each([
  [
    'closes the connection',
    (socket: { end(): void }) => socket.end(),
    'Waited for answer of the broker to ListOffsets, but it closed the connection',
  ],
  ['is no Kafka', (socket: { write(text: string): void }) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not a frame'],
  [
    'answers something else',
    (socket: { write(bytes: Buffer): void }) => socket.write(Buffer.from('0000000400000063', 'hex')),
    'it answered another request',
  ],
  [
    'stops in the middle',
    (socket: { end(bytes: Buffer): void }) => socket.end(Buffer.from('00000064000000', 'hex')),
    'connected, then 7 bytes of an answer',
  ],
])('a server that %s is named with what it did', async (_, answer, message) => {
  const { dial } = (server = await startFakeServer((socket) => socket.once('data', () => answer(socket))));
  await expect(partitionOffsets(dial, 't', [0], 'latest', LIMITS)).rejects.toMatchObject({
    ...{ code: 'WIRE_FAILED', where: { host: 'kafka1' } },
    message: expect.stringContaining(message) as string,
  });
});

test('a broker that answers nothing is given up at the deadline', async () => {
  const { dial } = (server = await startFakeServer(() => undefined));
  await expect(brokerMetadata(dial, { ...LIMITS, deadlineMs: 200 })).rejects.toThrow(
    'No answer of the broker to Metadata within 200 ms; last seen: connected, then 0 bytes of an answer',
  );
});

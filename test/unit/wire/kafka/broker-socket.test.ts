import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { ByteReader, ByteWriter } from '../../../../src/wire/bytes.js';
import { FrameCutter, frame } from '../../../../src/wire/frames.js';
import { API } from '../../../../src/wire/kafka/api.js';
import { BrokerSocket, type BrokerSocketOptions } from '../../../../src/wire/kafka/broker-socket.js';
import { EmulatedGroups } from '../../../../src/wire/kafka/emulated-groups.js';
import { readMetadata } from '../../../../src/wire/kafka/messages/metadata.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitUntil } from '../../../support/wait-until.js';
import { bytesOf } from '../fixture.js';
import { respond, startFakeBroker } from './fake-broker.js';

const servers: FakeServer[] = [];
const sockets: BrokerSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.stop()));
});

function keep<T extends FakeServer>(server: T): T {
  servers.push(server);
  return server;
}

function open(dial: () => Promise<Duplex>, options: Partial<BrokerSocketOptions> = {}): BrokerSocket {
  const defaults = {
    broker: '127.0.0.2:9092',
    groups: new EmulatedGroups(),
    clearedErrors: [9],
    connectMs: 5000,
    silenceMs: 5000,
    onOpen: () => undefined,
  };
  const socket = new BrokerSocket({ ...defaults, dial, ...options });
  sockets.push(socket);
  return socket;
}

const request = (api: number, correlationId: number, body = Buffer.alloc(4)): Buffer =>
  frame(new ByteWriter().i16(api).i16(0).i32(correlationId).string16('test').raw(body).toBuffer());

/** The bodies of the next frames. */
function frames(socket: BrokerSocket, count: number): Promise<Buffer[]> {
  const cutter = new FrameCutter(1 << 20);
  const seen: Buffer[] = [];
  return new Promise((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      seen.push(...cutter.push(chunk));
      if (seen.length < count) return;
      socket.off('data', onData).off('error', reject);
      resolve(seen);
    };
    socket.on('data', onData).once('error', reject);
  });
}

const idOf = (body: Buffer | undefined): number => new ByteReader(body ?? Buffer.alloc(4)).i32();

test('what is written before the connection is there waits for it', async () => {
  const broker = keep(await startFakeBroker((socket, header) => respond(socket, header, Buffer.from('answer'))));
  let dialNow = (): void => undefined;
  const late = new Promise<void>((resolve) => (dialNow = resolve));
  const onOpen = vi.fn();
  const socket = open(() => late.then(broker.dial), { onOpen });
  socket.write(request(API.fetch, 3));
  expect(onOpen).not.toHaveBeenCalled();
  dialNow();
  const [body] = await frames(socket, 1);
  expect(onOpen).toHaveBeenCalledOnce();
  expect(body?.toString('latin1')).toBe('\0\0\0\x03answer');
});

test('the broker never sees what it does not know', async () => {
  const broker = keep(await startFakeBroker((socket, header) => respond(socket, header, Buffer.alloc(0))));
  const socket = open(broker.dial);
  // In pieces that ignore where one request ends.
  const bytes = Buffer.concat([request(API.apiVersions, 0), request(API.fetch, 1), request(API.leaveGroup, 2), request(API.fetch, 3)]);
  for (let at = 0; at < bytes.length; at += 7) socket.write(bytes.subarray(at, at + 7));
  const answered = await frames(socket, 4);
  expect(answered.map(idOf).sort()).toEqual([0, 1, 2, 3]);
  expect(broker.asked.map(({ api }) => api)).toEqual([API.fetch, API.fetch]);
});

test('error 9 of Metadata is cleared, and the same bytes elsewhere are not touched', async () => {
  const down = bytesOf('kafka/metadata-broker-down').subarray(4);
  const broker = keep(await startFakeBroker((socket, header) => respond(socket, header, down)));
  const socket = open(broker.dial);
  socket.write(request(API.metadata, 4));
  const [metadata] = await frames(socket, 1);
  expect(readMetadata(new ByteReader(metadata ?? Buffer.alloc(0), 4)).topics[0]?.partitions.map(({ error }) => error)).toEqual([0, 0, 0]);
  socket.write(request(API.fetch, 5));
  const [fetched] = await frames(socket, 1);
  expect(fetched?.subarray(4)).toEqual(down);
});

test('a broker that accepts and says nothing does not count as connected', async () => {
  const { dial } = keep(await startFakeServer(() => undefined));
  const onOpen = vi.fn();
  const [error] = (await once(open(dial, { connectMs: 200, onOpen }), 'error')) as [Error];
  expect(error).toMatchObject({
    code: 'ECONNREFUSED',
    message: 'No first answer of the broker 127.0.0.2:9092 within 200 ms; last seen: connected, silence',
  });
  expect(onOpen).not.toHaveBeenCalled();
});

test('a server that is no Kafka is named', async () => {
  const { dial } = keep(await startFakeServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')));
  const [error] = (await once(open(dial), 'error')) as [Error];
  expect(error.message).toContain('127.0.0.2:9092 does not speak as a Kafka 0.8 broker');
});

test('a broker that falls silent while it owes an answer is given up', async () => {
  const { dial } = keep(await startFakeBroker(() => undefined));
  const socket = open(dial, { silenceMs: 200 });
  socket.write(request(API.fetch, 1));
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toBe('127.0.0.2:9092 has not answered for 200 ms');
});

test('a broker that owes nothing may be silent', async () => {
  const broker = keep(
    await startFakeBroker(
      (socket, header) => header.api === API.metadata && respond(socket, header, bytesOf('kafka/metadata').subarray(4)),
    ),
  );
  const socket = open(broker.dial, { silenceMs: 100 });
  // Acks 0: there is no answer to wait for.
  socket.write(request(API.produce, 1, Buffer.alloc(2)));
  await waitUntil('the request', 5000, () => Promise.resolve(broker.asked.length === 1 || 'nothing'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  socket.write(request(API.metadata, 2));
  expect((await frames(socket, 1)).map(idOf)).toEqual([2]);
});

test('a connection that the broker closes ends without an error, as kafkajs wants it', async () => {
  const { dial } = keep(await startFakeBroker((socket) => socket.end()));
  const socket = open(dial);
  socket.on('error', () => expect.unreachable());
  socket.resume();
  socket.write(request(API.fetch, 1));
  await once(socket, 'end');
});

test('ending closes the connection, also one that opens later', async () => {
  const broker = keep(await startFakeBroker(() => undefined));
  let dialNow = (): void => undefined;
  const late = new Promise<void>((resolve) => (dialNow = resolve));
  const onOpen = vi.fn();
  const socket = open(() => late.then(broker.dial), { onOpen });
  socket.resume();
  socket.end();
  socket.unref();
  dialNow();
  await once(socket, 'close');
  expect(onOpen).not.toHaveBeenCalled();
  await waitUntil('the closed connection', 5000, () => Promise.resolve(broker.open.size === 0 || 'open'));
});

test('an abort closes the connection', async () => {
  const broker = keep(await startFakeBroker(() => undefined));
  const abort = new AbortController();
  const socket = open(broker.dial, { signal: abort.signal, onOpen: () => abort.abort() });
  const [error] = (await once(socket, 'error')) as [Error];
  expect(error.message).toBe('interrupted');
  await waitUntil('the closed connection', 5000, () => Promise.resolve(broker.open.size === 0 || 'open'));
});

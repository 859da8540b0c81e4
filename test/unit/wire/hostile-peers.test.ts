// Peers that want our memory or our time: each question has a limit and a deadline, and says what it saw.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fourLetterWord } from '../../../src/wire/four-letter.js';
import { getJson } from '../../../src/wire/http-json.js';
import { BrokerSocket } from '../../../src/wire/kafka/broker-socket.js';
import { EmulatedGroups } from '../../../src/wire/kafka/emulated-groups.js';
import { brokerMetadata, fetchMessages } from '../../../src/wire/kafka/queries.js';
import { ZooKeeperClient } from '../../../src/wire/zookeeper/client.js';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';

const HALF_GIB = Buffer.from([0x1f, 0xff, 0xff, 0xff]);
const DEADLINE_MS = 400;
/** Much less than what any of these peers would like to send. */
const MOST_SENT = 40 << 20;

let server: FakeServer | undefined;
let sent = 0;
afterEach(() => server?.stop());

async function peer(onConnection: (socket: Socket) => void): Promise<FakeServer> {
  sent = 0;
  return (server = await startFakeServer(onConnection));
}

/** As fast as it is taken, without end. */
function flood(socket: Socket, piece: Buffer): void {
  const more = (): void => {
    while (!socket.destroyed) {
      sent += piece.length;
      if (!socket.write(piece)) break;
    }
  };
  socket.on('drain', more);
  more();
}

/** Always a little more, so that the connection is never silent. */
function drip(socket: Socket, piece: Buffer | string): void {
  const timer = setInterval(() => socket.write(piece), 20);
  socket.once('close', () => clearInterval(timer));
}

const floodBehind = (head: string | Buffer) => (socket: Socket) => {
  socket.write(head);
  flood(socket, Buffer.alloc(1 << 16, 'x'));
};
const dripBehind = (head: string | Buffer, piece: string) => (socket: Socket) => {
  socket.write(head);
  drip(socket, piece);
};

const wire = { host: 'n1', deadlineMs: DEADLINE_MS };
const QUESTIONS = {
  metadata: ({ dial }: FakeServer) => brokerMetadata(dial, wire),
  fetch: ({ dial }: FakeServer) => fetchMessages(dial, { topic: 't', partition: 0, offset: 0, maxBytes: 1 << 16 }, wire),
  zookeeper: ({ dial }: FakeServer) => ZooKeeperClient.connect(dial, wire),
  word: ({ dial }: FakeServer) => fourLetterWord(dial, 'mntr', wire),
  page: ({ dial }: FakeServer) => getJson(dial, '/json/', wire),
} as const;

const HTTP = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n';

describe('a peer that sends without end', () => {
  it.each([
    ['a frame of half a GiB for metadata', 'metadata', HALF_GIB, /length would be 536870911, and 16777216 is the most/],
    ['a frame of half a GiB for one message', 'fetch', HALF_GIB, /length would be 536870911, and 66560 is the most/],
    ['a greeting of ZooKeeper that is none', 'zookeeper', Buffer.from([0, 0x20, 0, 0]), /length would be 2097152, and 1024 is the most/],
    ['the answer to a four-letter word', 'word', '', /longer than 16777216 bytes|within 400 ms/],
    ['the page of a daemon', 'page', HTTP, /longer than 4194304 bytes/],
    ['the head of a page', 'page', 'HTTP/1.1 200 OK\r\nX: ', /Header overflow/i],
  ] as const)('%s is given up', async (_what, question, head, why) => {
    const before = performance.now();
    await expect(QUESTIONS[question](await peer(floodBehind(head)))).rejects.toThrow(why);
    expect(performance.now() - before).toBeLessThan(DEADLINE_MS + 1500);
    expect(sent).toBeLessThan(MOST_SENT);
  });

  it('a broker of kafkajs is given up at its first frame', async () => {
    const { dial } = await peer(floodBehind(HALF_GIB));
    const groups = new EmulatedGroups();
    const limits = { clearedErrors: [], connectMs: DEADLINE_MS, silenceMs: DEADLINE_MS, onOpen: () => undefined };
    const [error] = (await once(new BrokerSocket({ broker: 'n1:9092', dial, groups, ...limits }), 'error')) as [Error];
    expect(error.message).toMatch(/length would be 536870911, and 64 is the most/);
    expect(sent).toBeLessThan(MOST_SENT);
  });
});

describe('a peer that is never silent and never done', () => {
  it.each([
    ['metadata', Buffer.from([0, 0, 0x10, 0]), ' '],
    ['fetch', Buffer.from([0, 0, 0x10, 0]), ' '],
    ['zookeeper', Buffer.from([0, 0, 0, 100]), ' '],
    ['word', 'zk_version\t3.4.6', ' '],
    ['page', HTTP, ' '],
    ['page', 'HTTP/1.1 200 OK\r\nX: ', ' '],
    ['page', '', 'HTTP/1.1 102 Processing\r\n\r\n'],
  ] as const)('has no longer than the deadline: %s', async (question, head, piece) => {
    const before = performance.now();
    await expect(QUESTIONS[question](await peer(dripBehind(head, piece)))).rejects.toThrow(new RegExp(`within ${String(DEADLINE_MS)} ms`));
    expect(performance.now() - before).toBeLessThan(DEADLINE_MS + 1000);
  });
});

describe('a page of a daemon', () => {
  it.each([
    ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"a": 1}\n', { a: 1 }],
    ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n[1]\r\n0\r\n\r\n', [1]],
  ])('is read: %j', async (answer, value) => {
    expect(await QUESTIONS.page(await peer((socket) => void socket.once('data', () => socket.end(answer))))).toEqual(value);
  });

  it.each([
    ['HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n', /status 302/],
    ['HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>', /what is not JSON/],
    ['HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"a"', /aborted/],
    ['SSH-2.0-OpenSSH_9\r\n', /Parse Error/],
  ])('is none: %j', async (answer, why) => {
    await expect(QUESTIONS.page(await peer((socket) => void socket.once('data', () => socket.end(answer))))).rejects.toThrow(why);
  });
});

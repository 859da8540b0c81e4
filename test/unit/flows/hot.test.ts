// The hot list from a topic that others write to: a broker and a ZooKeeper of the test, on this machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hot } from '../../../src/flows/hot.js';
import type { HotResult } from '../../../src/flows/hot/reader.js';
import type { Outcome } from '../../../src/flows/run/options.js';
import { ByteReader, ByteWriter } from '../../../src/wire/bytes.js';
import { FrameCutter, frame } from '../../../src/wire/frames.js';
import { API, encodeResponse, readHeader } from '../../../src/wire/kafka/api.js';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';
import { reply, startFakeMember } from '../wire/zookeeper/fake-member.js';
import { local } from './local.js';

const TOPIC = 'page-popularity-topic';
const GET_DATA = 4;

const documentAt = (ageMs: number, change: object = {}): string => {
  const batchTime = new Date(Date.now() - ageMs).toISOString();
  const top = [{ rank: 1, page: 'ours', popularity: 1, records: 1, clicks: 1, stay: 1, likes: 0 }];
  const offsets = { 0: { from: 0, next: 1 } };
  return JSON.stringify({ epoch: 3, batchTime, day: batchTime.slice(0, 10), offsets, records: 1, malformed: 0, top, ...change });
};

/** One broker, number 0, which leads the topic with these messages. */
async function broker(messages: readonly string[]): Promise<FakeServer> {
  const server: FakeServer = await startFakeServer((socket) => {
    const cutter = new FrameCutter(1 << 20);
    socket.on('data', (chunk) => {
      for (const body of cutter.push(chunk)) {
        const reader = new ByteReader(body);
        const header = readHeader(reader);
        socket.write(frame(encodeResponse(header.correlationId, answers[header.api]?.(reader) ?? Buffer.alloc(4))));
      }
    });
  });
  const answers: Readonly<Record<number, (request: ByteReader) => Buffer>> = {
    [API.metadata]: () =>
      new ByteWriter()
        .list([0], (w) => w.i32(0).string16('127.0.0.1').i32(server.port))
        .list([TOPIC], (w, name) =>
          w
            .i16(0)
            .string16(name)
            .list([0], (p) =>
              p
                .i16(0)
                .i32(0)
                .i32(0)
                .list([0], (r, id) => r.i32(id))
                .list([0], (r, id) => r.i32(id)),
            ),
        )
        .toBuffer(),
    [API.listOffsets]: (request) => {
      request.i32();
      const [times = []] = request
        .list((topic) => [topic.string16(), topic.list((one) => [one.i32(), one.i64(), one.i32()])] as const)
        .map(([, of]) => of);
      const end = times[0]?.[1] === -1n ? messages.length : 0;
      return new ByteWriter()
        .list([TOPIC], (w, name) =>
          w.string16(name).list([0], (p) =>
            p
              .i32(0)
              .i16(0)
              .list([end], (o, at) => o.i64(BigInt(at))),
          ),
        )
        .toBuffer();
    },
    [API.fetch]: (request) => {
      request.i32();
      request.i32();
      request.i32();
      const [from = 0] = request.list((topic) => (topic.string16(), topic.list((one) => (one.i32(), Number(one.i64()))))).flat();
      const set = Buffer.concat(messages.slice(from).map((text, i) => messageOf(from + i, text)));
      return new ByteWriter()
        .list([TOPIC], (w, name) =>
          w.string16(name).list([0], (p) => p.i32(0).i16(0).i64(BigInt(messages.length)).i32(set.length).raw(set)),
        )
        .toBuffer();
    },
  };
  return server;
}

function messageOf(offset: number, text: string): Buffer {
  const value = Buffer.from(text);
  const message = new ByteWriter().i32(0).i16(0).i32(-1).i32(value.length).raw(value).toBuffer();
  return new ByteWriter().i64(BigInt(offset)).i32(message.length).raw(message).toBuffer();
}

/** `hot --once` over them. */
async function newest(messages: readonly string[], commit: string): Promise<Outcome<HotResult>> {
  const kafka = await broker(messages);
  const member = await startFakeMember((socket, asked) => {
    if (asked.type !== GET_DATA) {
      reply(socket, asked, 'no-node');
      return;
    }
    const value = Buffer.from(commit);
    const head = new ByteWriter().i32(asked.xid).i64(1n).i32(0).i32(value.length).raw(value);
    socket.write(frame(head.raw(Buffer.alloc(68)).toBuffer()));
  });
  onTestFinished(() => Promise.all([kafka.stop(), member.stop()]).then(() => undefined));
  const { options } = await local();
  const home = mkdtempSync(join(tmpdir(), 'fams-hot-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const inventory = join(home, 'fams.yaml');
  const roles = 'zookeeper, kafka, spark-master, spark-worker, calculator, producer';
  writeFileSync(
    inventory,
    `cluster: here\nconnection: local\npaths: { home: ${home} }\nzookeeper: { ports: { client: ${String(member.port)} } }\nkafka: { ports: { broker: ${String(kafka.port)} } }\nhosts: [{ address: 127.0.0.1, roles: [${roles}], brokerId: 0 }]\n`,
  );
  return hot({ ...options, inventory, once: true, onList: () => undefined, onTrouble: () => undefined });
}

const LONG = { timeout: 60_000 };

it('one forged document does not own the list, whatever it claims', LONG, async () => {
  const forged = [
    documentAt(0, { epoch: 1e300, batchTime: '2099-01-01T00:00:00Z', day: '2099-01-01' }),
    // A whole number, and a time of now: only ZooKeeper knows better.
    documentAt(0, { epoch: Number.MAX_SAFE_INTEGER, top: [] }),
    documentAt(0, { epoch: 4 }),
    'nonsense',
  ];
  const { exitCode, result } = await newest([documentAt(2500), ...forged, documentAt(500), ...forged], '3 17');
  expect(exitCode).toBe(0);
  expect(result).toMatchObject({ epoch: 3, stale: false, foreign: 8, top: [{ page: 'ours' }] });
  expect(result.ageMs).toBeLessThan(20_000);
});

it('is found behind more foreign documents than are read at first', LONG, async () => {
  const { result } = await newest([documentAt(900), ...Array.from({ length: 150 }, () => 'nonsense')], '3 17');
  expect(result).toMatchObject({ epoch: 3, foreign: 150 });
});

it('of an owner that took over just now counts', LONG, async () => {
  const { result } = await newest([documentAt(2000), documentAt(100, { epoch: 4 }), documentAt(50)], '4 17');
  expect(result).toMatchObject({ epoch: 4, foreign: 0 });
});

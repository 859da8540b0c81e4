import { afterEach, expect, test } from 'vitest';
import { ZooKeeperClient } from '../../../../src/wire/zookeeper/client.js';
import { ZooKeeperError } from '../../../../src/wire/zookeeper/server-error.js';
import { withZooKeeper } from '../../../../src/wire/zookeeper/with-zookeeper.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { waitUntil } from '../../../support/wait-until.js';
import { reply, startFakeMember } from './fake-member.js';

const LIMITS = { host: 'zk1', deadlineMs: 5000 };
const PING = 11;
const CLOSE = -11;

const servers: FakeServer[] = [];
afterEach(() => Promise.all(servers.splice(0).map((server) => server.stop())));
function keep<T extends FakeServer>(server: T): T {
  servers.push(server);
  return server;
}

test('requests are under way together and answered in their order', async () => {
  const member = keep(
    await startFakeMember((socket, asked) => {
      // Nothing is answered before all three are there.
      if (asked.xid === 3)
        for (const [i, fixture] of ['get-data', 'get-children', 'no-node'].entries()) reply(socket, { ...asked, xid: i + 1 }, fixture);
    }),
  );
  const client = await ZooKeeperClient.connect(member.dial, LIMITS);
  const answers = await Promise.all([client.getData('/a'), client.getChildren('/b'), client.exists('/c')]);
  expect(answers).toMatchObject([{ stat: { version: 0 } }, ['ids', 'topics'], null]);
});

test('a node that is missing is null for a reader and an error for a writer', async () => {
  const { dial } = keep(await startFakeMember((socket, asked) => reply(socket, asked, 'no-node')));
  const client = await ZooKeeperClient.connect(dial, LIMITS);
  await expect(client.getData('/a')).resolves.toBeNull();
  const refused = client.setData('/a', Buffer.alloc(0), 0);
  await expect(refused).rejects.toBeInstanceOf(ZooKeeperError);
  await expect(refused).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    reason: 'NoNode',
    where: { host: 'zk1' },
    message: 'ZooKeeper answered NoNode (-101) to setData /a',
  });
});

test('a member that says nothing fails what waits, and what comes after', async () => {
  const { dial } = keep(await startFakeMember(() => undefined));
  const client = await ZooKeeperClient.connect(dial, { ...LIMITS, deadlineMs: 300 });
  await expect(client.getData('/a')).rejects.toThrow('brought nothing for 300 ms while getData /a waited (1 unanswered)');
  await expect(client.exists('/a')).rejects.toMatchObject({ code: 'WIRE_FAILED' });
});

test('a slow member is not a silent one: the deadline is from answer to answer', async () => {
  const { dial } = keep(await startFakeMember((socket, asked) => setTimeout(() => reply(socket, asked, 'get-children'), asked.xid * 150)));
  const client = await ZooKeeperClient.connect(dial, { ...LIMITS, deadlineMs: 600 });
  const all = await Promise.all(Array.from({ length: 8 }, () => client.getChildren('/a')));
  expect(all).toHaveLength(8);
});

test('a session is kept alive by pings, and given up when they bring nothing back', async () => {
  const member = keep(await startFakeMember(() => undefined, 300));
  const client = await ZooKeeperClient.connect(member.dial, { ...LIMITS, deadlineMs: 60_000 });
  await expect(client.getData('/a')).rejects.toThrow(/has been silent for \d+ ms while getData \/a waited/);
  expect(member.asked.some(({ type }) => type === PING)).toBe(true);
});

test.each([
  ['garbage', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not ZooKeeper: not a frame'],
  [
    'an answer to another request',
    Buffer.concat([Buffer.from('0000001000000063', 'hex'), Buffer.alloc(12)]),
    'an answer to request 99 where one to 1 was due',
  ],
  ['an answer that is cut off', Buffer.concat([Buffer.from('0000001400000001', 'hex'), Buffer.alloc(12), Buffer.alloc(4)]), 'bytes wanted'],
])('%s ends the session', async (_, bytes, message) => {
  const { dial } = keep(await startFakeMember((socket) => socket.write(bytes)));
  const client = await ZooKeeperClient.connect(dial, LIMITS);
  await expect(client.exists('/a')).rejects.toMatchObject({ code: 'WIRE_FAILED', message: expect.stringContaining(message) as string });
});

test('events and answers to pings are nobody’s answer', async () => {
  const { dial } = keep(
    await startFakeMember((socket, asked) => {
      reply(socket, { ...asked, xid: -2 }, 'no-node');
      reply(socket, { ...asked, xid: -1 }, 'no-node');
      reply(socket, asked, 'get-children');
    }),
  );
  const client = await ZooKeeperClient.connect(dial, LIMITS);
  await expect(client.getChildren('/a')).resolves.toEqual(['ids', 'topics']);
});

test('an abort ends the session at once', async () => {
  const abort = new AbortController();
  const member = keep(await startFakeMember(() => abort.abort()));
  const client = await ZooKeeperClient.connect(member.dial, { ...LIMITS, signal: abort.signal });
  await expect(client.getData('/a')).rejects.toMatchObject({ code: 'INTERRUPTED' });
  await waitUntil('the closed connection', 5000, () => Promise.resolve(member.open.size === 0 || 'open'));
});

test('the members are tried in turn, and the session is closed whatever happens', async () => {
  const closing = keep(await startFakeServer((socket) => socket.once('data', () => socket.end())));
  const serving = keep(await startFakeMember((socket, asked) => reply(socket, asked, 'no-node')));
  const members = [
    { host: 'zk1', dial: closing.dial },
    { host: 'zk2', dial: serving.dial },
  ];
  const used = withZooKeeper(members, { deadlineMs: 5000 }, async (client) => {
    await client.create('/a', Buffer.alloc(0), 'ephemeral');
  });
  await expect(used).rejects.toMatchObject({ reason: 'NoNode', where: { host: 'zk2' } });
  expect(serving.asked.map(({ type }) => type)).toEqual([1, CLOSE]);
});

test('when no member serves, each says why', async () => {
  const closing = keep(await startFakeServer((socket) => socket.once('data', () => socket.end())));
  const silent = keep(await startFakeServer(() => undefined));
  const refusing = await startFakeServer(() => undefined);
  await refusing.stop();
  const members = [closing, silent, refusing].map(({ dial }, i) => ({ host: `zk${String(i + 1)}`, dial }));
  const failure = withZooKeeper(members, { deadlineMs: 300 }, () => Promise.resolve());
  await expect(failure).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    message: 'No ZooKeeper member serves (asked: zk1, zk2, zk3)',
    causes: [
      { where: { host: 'zk1' }, message: expect.stringContaining('closed by the server') as string },
      { where: { host: 'zk2' }, message: 'No ZooKeeper session within 300 ms; last seen: connected, no answer' },
      { where: { host: 'zk3' }, message: expect.stringContaining('ECONNREFUSED') as string },
    ],
  });
});

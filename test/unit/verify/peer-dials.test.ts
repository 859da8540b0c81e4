// Real connections to ports of loopback that are open, shut, silent or politely watched.
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../../src/hosts/ssh/socket-failure.js';
import { dialFailed } from '../../../src/hosts/ssh/dial-error.js';
import { openTcp } from '../../../src/hosts/tcp.js';
import type { Live } from '../../../src/model/live.js';
import type { HostSession } from '../../../src/model/session.js';
import { dialAdvertised } from '../../../src/components/kafka/live/operator-reach.js';
import { dialPeers } from '../../../src/verify/peer-dials.js';
import { resolved } from '../../support/evidence.js';
import { waitUntil } from '../../support/wait-until.js';

const want = resolved();
const { signal } = new AbortController();
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(onWord: (word: string) => void = () => undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => onWord(bytes.toString()));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

type DialTo = (address: string, port: number) => Promise<unknown>;

/** A session that dials as a real one does, or fails as one does. */
function liveWith(dial: DialTo): Live {
  const session = {
    dial: async (address: string, port: number) => {
      try {
        return await dial(address, port);
      } catch (error) {
        throw dialFailed('n1', address, port, error);
      }
    },
  } as unknown as HostSession;
  return { signal, session: () => session, dial: () => Promise.reject(new Error('not through the host itself')) };
}

describe('the ways between hosts', () => {
  it('lead to every port of the others that are up, but not to that of ZooKeeper followers', async () => {
    const port = await listen();
    const asked: string[] = [];
    const live = liveWith((address, wanted) => {
      asked.push(`${address}:${String(wanted)}`);
      return openTcp('127.0.0.1', port, { deadlineMs: 5000, signal });
    });
    const dials = await dialPeers('n1', ['n1', 'n2'], { resolved: want, live, deadlineMs: 5000 });
    expect(asked.toSorted()).toEqual(['10.0.0.2:2181', '10.0.0.2:3888', '10.0.0.2:9092']);
    expect(dials.every(({ outcome, to }) => outcome === 'connected' && to === 'n2')).toBe(true);
  });

  it('tell a refusal from silence', async () => {
    const live = liveWith((_address, port) =>
      Promise.reject(
        port === 9092 ? new ConnectionFailure('silent', 'no answer within 4 s') : new ConnectionFailure('refused', 'ECONNREFUSED'),
      ),
    );
    const dials = await dialPeers('n1', ['n2'], { resolved: want, live, deadlineMs: 5000 });
    expect(dials.map(({ port, outcome, reason }) => [port, outcome, reason])).toEqual([
      [2181, 'refused', 'connection refused'],
      [3888, 'refused', 'connection refused'],
      [9092, 'unreachable', 'no answer within 4 s'],
    ]);
  });

  it('are not known where the SSH server forwards nothing', async () => {
    const live = liveWith(() => Promise.reject(new ConnectionFailure('forbidden', 'prohibited')));
    await expect(dialPeers('n1', ['n2'], { resolved: want, live, deadlineMs: 5000 })).rejects.toMatchObject({ code: 'HOST_UNFIT' });
  });

  it('are left with a word where ZooKeeper would log a caller without one', async () => {
    const words: string[] = [];
    const port = await listen((word) => words.push(word));
    const live = liveWith(() => openTcp('127.0.0.1', port, { deadlineMs: 5000, signal }));
    await dialPeers('n1', ['n2'], { resolved: want, live, deadlineMs: 5000 });
    await waitUntil('the word', 5000, () => Promise.resolve(words.length > 0 || 'nothing'));
    expect(words).toEqual(['ruok']);
  });
});

describe('the way of a client here', () => {
  it('is tried to each registered broker', async () => {
    const port = await listen();
    const shut = await listen();
    servers.pop()?.close();
    const broker = { id: 0, host: '127.0.0.1', port };
    const registry = {
      brokers: [broker, { ...broker, id: 1, port: shut }],
      ...{ controller: 0, controllerEpoch: 1, topics: [], deleting: [], reassigning: [], electing: [] },
    };
    const [open, closed] = await dialAdvertised(registry, { deadlineMs: 5000, signal });
    expect(open).toEqual({ ...broker, failure: null });
    expect(closed?.failure).toContain('ECONNREFUSED');
  });
});

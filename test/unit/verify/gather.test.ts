import { createServer, type Server } from 'node:net';
import { once, setMaxListeners } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { kafkaConsole } from '../../../src/components/kafka/checks/console.js';
import { kafkaRegistered } from '../../../src/components/kafka/checks/registered.js';
import { zookeeperRuok } from '../../../src/components/zookeeper/checks/ruok.js';
import { openTcp } from '../../../src/hosts/tcp.js';
import type { Check } from '../../../src/model/check.js';
import type { Live } from '../../../src/model/live.js';
import { hostReading } from '../../../src/evidence/evidence.js';
import { hostSsh } from '../../../src/verify/checks/ssh.js';
import { gatherEvidence } from '../../../src/verify/gather.js';
import { judge } from '../../../src/verify/judge.js';
import { brief, type Answers, healthy, resolved, SOURCES, withoutHost } from '../../support/evidence.js';

const want = resolved();
const { signal } = new AbortController();
setMaxListeners(0, signal);
const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

interface Watched extends Live {
  readonly dialled: string[];
  readonly ran: string[];
}

/** Every host answers each word on its ZooKeeper port as a follower would; other ports refuse. */
async function network(deaf: readonly string[] = []): Promise<Watched> {
  const answers: Readonly<Record<string, string>> = {
    ruok: 'imok',
    srvr: 'Zookeeper version: 3.4.6\nMode: follower\n',
    mntr: 'zk_x\t1\n',
    conf: 'serverId=1\n',
    isro: 'rw',
  };
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (word) => socket.end(answers[word.toString()] ?? ''));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const dialled: string[] = [];
  const ran: string[] = [];
  return {
    signal,
    dialled,
    ran,
    session: (host) => {
      ran.push(host);
      throw new Error(`no session with ${host}`);
    },
    dial: (host, wanted, deadlineMs) => {
      dialled.push(`${host}:${String(wanted)}`);
      if (deaf.includes(host)) return new Promise(() => undefined);
      return wanted === 2181 ? openTcp('127.0.0.1', port, { deadlineMs, signal }) : Promise.reject(new Error('connection refused'));
    },
  };
}

const gather = (checks: readonly Check[], live: Live, from: Answers = healthy(want)) =>
  gatherEvidence(checks, {
    resolved: want,
    live,
    topic: null,
    given: [hostReading(SOURCES.reach, from.reach), hostReading(SOURCES.facts, from.facts)],
  });

describe('gathering', () => {
  it('reads only what the chosen checks need', async () => {
    const live = await network();
    const { evidence, ms } = await gather([hostSsh], live);
    expect([live.dialled, live.ran]).toEqual([[], []]);
    expect(evidence.cluster(SOURCES.registry)).toEqual({ ok: false, reason: 'it was not asked for' });
    expect(evidence.hosts(SOURCES.member).size).toBe(0);
    expect(ms).toEqual({});
  });

  it('starts no tool unless the round trip is asked for', async () => {
    const live = await network();
    await gather([zookeeperRuok, kafkaRegistered], live);
    expect(live.ran).toEqual([]);
    const { evidence } = await gather([kafkaConsole], live);
    expect(live.ran).not.toEqual([]);
    expect(evidence.cluster(SOURCES.console)).toEqual({ ok: false, reason: 'no session with n1' });
  });

  it('gives the answers of every host, and how long they took', async () => {
    const { evidence, ms } = await gather([zookeeperRuok], await network());
    expect([...evidence.hosts(SOURCES.member).keys()]).toEqual(['n1', 'n2', 'n3']);
    expect([...evidence.hosts(SOURCES.member).values()].every((read) => read.ok && read.value.mode === 'follower')).toBe(true);
    expect(ms['member']).toBeGreaterThanOrEqual(0);
  });

  it('does not ask hosts that cannot be reached', async () => {
    const live = await network();
    const { evidence } = await gather([zookeeperRuok], live, withoutHost(healthy(want), 'n2'));
    expect(live.dialled.some((one) => one.startsWith('n2'))).toBe(false);
    expect(evidence.hosts(SOURCES.member).get('n2')).toEqual({ ok: false, reason: 'the host cannot be reached' });
    expect(evidence.hosts(SOURCES.member).get('n1')?.ok).toBe(true);
  });

  it('keeps the reason of what refuses', async () => {
    const { evidence } = await gather([kafkaRegistered], await network());
    expect(evidence.cluster(SOURCES.registry)).toMatchObject({ ok: false });
    expect(brief(judge([kafkaRegistered], { evidence, ms: {} }, want))).toEqual(['unknown cluster']);
  });

  it('ends in time where one host never answers, and has the others', { timeout: 30_000 }, async () => {
    const { evidence } = await gather([zookeeperRuok], await network(['n3']));
    expect(evidence.hosts(SOURCES.member).get('n3')).toMatchObject({ ok: false });
    expect(evidence.hosts(SOURCES.member).get('n1')?.ok).toBe(true);
    expect(brief(judge([zookeeperRuok], { evidence, ms: {} }, want))).toEqual(['ok n1/zookeeper', 'ok n2/zookeeper', 'warn n3/zookeeper']);
  });
});

// What members say of themselves, what can be written through them, and words that a newer version refuses.
import { describe, expect, it } from 'vitest';
import { zookeeperLatency } from '../../../../src/components/zookeeper/checks/latency.js';
import { zookeeperOutstanding } from '../../../../src/components/zookeeper/checks/outstanding.js';
import { zookeeperPurge } from '../../../../src/components/zookeeper/checks/purge.js';
import { zookeeperReadWrite } from '../../../../src/components/zookeeper/checks/read-write.js';
import { zookeeperVersion } from '../../../../src/components/zookeeper/checks/version.js';
import { zookeeperWrite } from '../../../../src/components/zookeeper/checks/write.js';
import { zookeeperZxid } from '../../../../src/components/zookeeper/checks/zxid.js';
import { zookeeperLive } from '../../../../src/components/zookeeper/live.js';
import type { Check, CheckReport } from '../../../../src/model/check.js';
import type { MemberAnswers } from '../../../../src/model/observed.js';
import { toMemberAnswers } from '../../../../src/wire/four-letter-answers.js';
import {
  type Answers,
  brief,
  healthy,
  member,
  notServing,
  read,
  reportsOf,
  resolved,
  unread,
  withHost,
  withoutHost,
} from '../../../support/evidence.js';

const want = resolved();
const HOSTS = ['n1', 'n2', 'n3'];

type Change = Readonly<Record<string, Partial<MemberAnswers>>>;
const seen = (change: Change): Answers =>
  Object.entries(change).reduce<Answers>(
    (left, [name, answer]) => withHost(left, 'member', name, read(member(want, name, answer))),
    healthy(want),
  );
const judged = (check: Check, change: Change): readonly CheckReport[] => reportsOf(check, seen(change), want);
const onN2 = (check: Check, change: Partial<MemberAnswers>): CheckReport | undefined =>
  judged(check, { n2: change }).find(({ target }) => target === 'n2/zookeeper');
const everywhere = (change: Partial<MemberAnswers>): Change => Object.fromEntries(HOSTS.map((name) => [name, change]));

describe('zookeeper.read-write', () => {
  it('warns of a member that only reads, and is critical when all do', () => {
    expect(brief(judged(zookeeperReadWrite, { n2: { writable: false } }))).toEqual([
      'ok n1/zookeeper',
      'warn n2/zookeeper',
      'ok n3/zookeeper',
    ]);
    const all = brief(judged(zookeeperReadWrite, everywhere({ writable: false })));
    expect(all).toEqual(['crit n1/zookeeper', 'crit n2/zookeeper', 'crit n3/zookeeper']);
    expect(onN2(zookeeperReadWrite, { writable: null })?.status).toBe('unknown');
  });

  it('leaves members that do not serve to zookeeper.quorum, as the others do', () => {
    for (const check of [zookeeperReadWrite, zookeeperOutstanding, zookeeperLatency, zookeeperVersion, zookeeperZxid]) {
      expect(judged(check, { n2: notServing }).every(({ status }) => status === 'ok')).toBe(true);
      expect(brief(judged(check, everywhere(notServing)))).toEqual(['unknown cluster']);
    }
  });
});

describe('statistics of members', () => {
  it('warn of requests that wait', () => {
    expect(onN2(zookeeperOutstanding, { mntr: { zk_outstanding_requests: '10' } })?.status).toBe('ok');
    expect(onN2(zookeeperOutstanding, { mntr: { zk_outstanding_requests: '11' } })).toMatchObject({ status: 'warn', value: 11 });
  });

  it.each([
    ['100', '6000', 'ok'],
    ['101', '200', 'warn'],
    ['1', '6001', 'warn'],
  ])('judge an average of %s ms and at most %s ms', (zk_avg_latency, zk_max_latency, status) => {
    expect(onN2(zookeeperLatency, { mntr: { zk_avg_latency, zk_max_latency } })?.status).toBe(status);
  });

  it('are unknown where they are not told', () => {
    expect(onN2(zookeeperLatency, { mntr: {} })).toMatchObject({
      status: 'unknown',
      message: 'does not say zk_avg_latency, zk_max_latency',
    });
  });
});

describe('zookeeper.zxid', () => {
  it('warns of members in different epochs', () => {
    const [report] = judged(zookeeperZxid, { n3: { zxid: '0x200000001' } });
    expect(report).toMatchObject({ status: 'warn', message: 'members are in different epochs: n1 1, n2 1, n3 2' });
  });

  it('warns before the ids of an epoch are used up', () => {
    expect(judged(zookeeperZxid, { n2: { zxid: '0x1f4000000' } })[0]).toMatchObject({ status: 'warn', value: 95 });
    expect(judged(zookeeperZxid, { n2: { zxid: '0x1e0000000' } })[0]).toMatchObject({ status: 'ok', value: 1 });
  });
});

describe('zookeeper.version', () => {
  it('warns of different versions, not of different builds', () => {
    expect(judged(zookeeperVersion, { n2: { version: '3.4.14-4c25d480, built on 2019' } })[0]).toMatchObject({
      ...{ status: 'warn', message: 'members are of different versions: n1 3.4.6, n2 3.4.14, n3 3.4.6' },
    });
    expect(judged(zookeeperVersion, { n2: { version: '3.4.6-1, built yesterday' } })[0]).toMatchObject({ status: 'ok', value: '3.4.6' });
  });
});

describe('zookeeper.purge', () => {
  const keeps = (snapshots: number | null) =>
    reportsOf(zookeeperPurge, withHost(healthy(want), 'snapshots', 'n2', read(snapshots)), want)[1];

  it('warns when nobody removes old snapshots', () => {
    expect(keeps(50)?.status).toBe('ok');
    expect(keeps(null)?.status).toBe('ok');
    expect(keeps(51)).toMatchObject({
      status: 'warn',
      message: 'keeps 51 snapshots',
      fix: expect.stringMatching(/PurgeTxnLog \/home\/fams\/zk_data -n 10/) as string,
    });
  });
});

describe('zookeeper.write', () => {
  const without = (...hosts: readonly string[]): Answers =>
    hosts.reduce<Answers>((left, name) => withHost(left, 'writes', name, unread('closed by the server')), healthy(want));

  it('warns of a member that takes no write, and is critical when none does', () => {
    const reports = reportsOf(zookeeperWrite, without('n2'), want);
    expect(brief(reports)).toEqual(['ok n1/zookeeper', 'warn n2/zookeeper', 'ok n3/zookeeper']);
    expect(reports[1]?.message).toBe('does not take a write: closed by the server');
    expect(brief(reportsOf(zookeeperWrite, without(...HOSTS), want))[0]).toBe('crit cluster');
  });

  it('is unknown where too few can be asked', () => {
    const one = withoutHost(withoutHost(without('n1'), 'n2'), 'n3');
    expect(brief(reportsOf(zookeeperWrite, one, want))).toEqual(['warn n1/zookeeper', 'unknown n2/zookeeper', 'unknown n3/zookeeper']);
  });

  it('warns when it is slow', () => {
    const slow = withHost(healthy(want), 'writes', 'n3', read({ ms: 1001 }));
    expect(reportsOf(zookeeperWrite, slow, want)[2]).toMatchObject({ status: 'warn', message: 'took a write in 1001 ms' });
  });
});

describe('a member of 3.5 that answers srvr only', () => {
  const refuse = (word: string): string => `${word} is not executed because it is not in the whitelist.\n`;
  const srvr =
    'Zookeeper version: 3.5.9-83df9301aa5c2a5d284a9940177808c01bc35cef, built on 01/06/2021\nZxid: 0x100000037\nMode: follower\n';
  const answers = toMemberAnswers({ ruok: refuse('ruok'), srvr, mntr: refuse('mntr'), conf: refuse('conf'), isro: refuse('isro') });

  it('is unknown to every check that needs another word, with the line to add', () => {
    expect(answers.refused).toEqual(['ruok', 'mntr', 'conf', 'isro']);
    const reports = zookeeperLive.checks.flatMap((check) => reportsOf(check, withHost(healthy(want), 'member', 'n2', read(answers)), want));
    const unsure = reports.filter(({ status }) => status === 'unknown');
    expect(unsure.map(({ id }) => id)).toEqual([
      'zookeeper.ruok',
      'zookeeper.read-write',
      'zookeeper.myid',
      'zookeeper.outstanding',
      'zookeeper.latency',
    ]);
    for (const { target, fix } of unsure) {
      expect(target).toBe('n2/zookeeper');
      expect(fix).toContain('4lw.commands.whitelist=ruok,srvr,mntr,conf,isro');
    }
  });

  it('leaves the ensemble unknown when it leads', () => {
    const leader = { ...answers, mode: 'leader' as const };
    const evidence = withHost(withHost(healthy(want), 'member', 'n1', read(leader)), 'member', 'n2', read(member(want, 'n2')));
    const synced = zookeeperLive.checks.find(({ id }) => id === 'zookeeper.synced');
    expect(synced && brief(reportsOf(synced, evidence, want))).toEqual(['unknown n1/zookeeper']);
  });
});

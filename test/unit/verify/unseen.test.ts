// What nobody could look at is unknown, and what follows from a host that cannot be reached has no remedy of its own.
import { describe, expect, it } from 'vitest';
import { ConnectionFailure } from '../../../src/hosts/ssh/socket-failure.js';
import { couldNotLook } from '../../../src/hosts/session/could-not-look.js';
import { dialFailed } from '../../../src/hosts/ssh/dial-error.js';
import type { CheckReport } from '../../../src/model/check.js';
import { allChecks } from '../../../src/verify/choose.js';
import {
  type Answers,
  healthy,
  type HostSourceName,
  judge,
  member,
  notServing,
  read,
  registry,
  resolved,
  withCluster,
  withHost,
  withoutHost,
} from '../../support/evidence.js';

const want = resolved();
const HOSTS = ['n1', 'n2', 'n3'];
const judged = (evidence: Answers): readonly CheckReport[] => judge(allChecks, { evidence, ms: {} }, want);
const bad = (reports: readonly CheckReport[]): readonly CheckReport[] => reports.filter(({ status }) => !['ok', 'skip'].includes(status));

describe('a failure', () => {
  it.each(['busy', 'forbidden', 'link-lost', 'aborted'] as const)('says nothing of the other end when it is %s', (kind) => {
    expect(couldNotLook(dialFailed('n1', '127.0.0.1', 9092, new ConnectionFailure(kind, 'x')))).toBe(true);
  });

  it('says nothing when this machine or the SSH server has nothing left to give', () => {
    const sockets = Object.assign(new Error('too many'), { code: 'EMFILE' });
    const channels = Object.assign(new Error('shortage'), { reason: 4 });
    for (const cause of [sockets, channels]) expect(couldNotLook(new ConnectionFailure('other', 'x', cause))).toBe(true);
  });

  it.each(['refused', 'silent', 'reset', 'no-route', 'unknown-name', 'other'] as const)('says something when it is %s', (kind) => {
    expect(couldNotLook(dialFailed('n1', '127.0.0.1', 9092, new ConnectionFailure(kind, 'x')))).toBe(false);
    expect(couldNotLook(new Error('of its own'))).toBe(false);
  });
});

describe('a way that is shut to us', () => {
  const blind = { ok: false, reason: 'forwarding is forbidden', blind: true } as const;
  const shut = (sources: readonly HostSourceName[]): Answers =>
    HOSTS.reduce<Answers>(
      (all, host) => sources.reduce<Answers>((left, source) => withHost(left, source, host, blind), all),
      healthy(want),
    );

  it('makes nothing warn or critical, and nothing that needs it ok', () => {
    const reports = judged(shut(['member', 'metadata', 'reachability', 'writes', 'master']));
    expect(bad(reports).filter(({ status }) => status !== 'unknown')).toEqual([]);
    for (const id of ['zookeeper.quorum', 'zookeeper.ruok', 'zookeeper.write', 'zookeeper.synced', 'kafka.metadata', 'host.peers']) {
      const own = reports.filter((report) => report.id === id);
      expect(
        own.map(({ status }) => status),
        id,
      ).not.toContain('ok');
      expect(own.map(({ message }) => message).join(), id).toContain('forwarding is forbidden');
    }
  });

  it('is another thing than nobody answering', () => {
    const silent = HOSTS.reduce<Answers>((all, host) => withHost(all, 'member', host, { ok: false, reason: 'refused' }), healthy(want));
    expect(bad(judged(silent)).map(({ status, id }) => `${status} ${id}`)).toContain('crit zookeeper.quorum');
  });
});

describe('a host that cannot be reached', () => {
  /** n3 is gone: so is its member, its broker, and its replicas. */
  const whole = registry(want);
  const left = {
    ...whole,
    brokers: whole.brokers.filter(({ id }) => id !== 2),
    topics: whole.topics.map((topic) => ({
      ...topic,
      partitions: topic.partitions.map((one) => ({ ...one, leader: one.leader === 2 ? 0 : one.leader, isr: [0, 1] })),
    })),
  };
  const gone = withCluster(withCluster(withoutHost(healthy(want), 'n3'), 'registry', read(left)), 'later', read(left));
  const withFewer = HOSTS.slice(0, 2).reduce<Answers>(
    (all, host) =>
      withHost(
        all,
        'member',
        host,
        read(member(want, host, host === 'n1' ? { mntr: { ...member(want, host).mntr, zk_synced_followers: '1' } } : {})),
      ),
    gone,
  );

  it('is the only thing to put right', () => {
    const reports = bad(judged(withFewer));
    const remedies = reports.filter(({ fix, target }) => fix !== '' && target !== 'n1/kafka' && target !== 'n2/kafka');
    expect(remedies.map(({ id, target }) => `${id} ${target}`)).toEqual(['host.ssh n3']);
    const followers = reports.filter(({ id }) => ['zookeeper.quorum', 'zookeeper.synced', 'kafka.isr'].includes(id) && id !== '');
    expect(followers.filter(({ status }) => status !== 'unknown').map(({ message }) => message)).not.toEqual([]);
    for (const { status, message } of followers)
      if (status !== 'unknown') expect(message).toContain('(follows from host.ssh: n3 cannot be reached)');
  });

  it('is not blamed for another member that is off', () => {
    const also = withHost(withFewer, 'member', 'n2', { ok: false, reason: 'refused' });
    const remedies = bad(judged(also)).filter(({ id }) => id === 'zookeeper.quorum');
    expect(remedies.map(({ fix }) => fix).join()).toContain('fams-ops start zookeeper');
  });

  it('is what a member lacks that does not serve for want of a majority', () => {
    const alone = withHost(withoutHost(withFewer, 'n2'), 'member', 'n1', read(member(want, 'n1', notServing)));
    const own = bad(judged(alone)).filter(({ id }) => id === 'zookeeper.quorum');
    expect(own.map(({ fix }) => fix).join('')).toBe('');
    expect(own.find(({ target }) => target === 'n1/zookeeper')?.message).toContain('follows from host.ssh: n2, n3');
  });

  it('has its remedy with each finding where host.ssh was not asked for', () => {
    const [disk] = allChecks.filter(({ id }) => id === 'host.disk');
    const reports = judge(disk === undefined ? [] : [disk], { evidence: gone, ms: {} }, want);
    expect(bad(reports)).toMatchObject([{ target: 'n3', fix: expect.stringContaining('See whether n3 is up') as string }]);
  });
});

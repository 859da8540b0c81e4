import { describe, expect, it } from 'vitest';
import { zookeeperMyid } from '../../../../src/components/zookeeper/checks/myid.js';
import { zookeeperQuorum } from '../../../../src/components/zookeeper/checks/quorum.js';
import { zookeeperRuok } from '../../../../src/components/zookeeper/checks/ruok.js';
import { zookeeperSynced } from '../../../../src/components/zookeeper/checks/synced.js';
import type { MemberAnswers } from '../../../../src/model/observed.js';
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

/** Changes answers by host; a string is the reason why there is none on a host that is reached; null is a host that is not. */
type Change = Readonly<Record<string, Partial<MemberAnswers> | string | null>>;

const seen = (change: Change, inventory = want): Answers =>
  Object.entries(change).reduce<Answers>((left, [name, answer]) => {
    if (answer === null) return withoutHost(left, name);
    return withHost(left, 'member', name, typeof answer === 'string' ? unread(answer) : read(member(inventory, name, answer)));
  }, healthy(inventory));

describe('zookeeper.quorum', () => {
  const quorum = (change: Change, inventory = want) => brief(reportsOf(zookeeperQuorum, seen(change, inventory), inventory));

  it.each<[string, Change, string[]]>([
    ['a follower is off', { n3: 'refused' }, ['warn cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'warn n3/zookeeper']],
    ['a follower does not serve', { n3: notServing }, ['warn cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'warn n3/zookeeper']],
    ['a host is not reached', { n3: null }, ['warn cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'unknown n3/zookeeper']],
    ['the leader is where nobody can ask', { n1: null }, ['warn cluster', 'ok n2/zookeeper', 'ok n3/zookeeper', 'unknown n1/zookeeper']],
    [
      'two hosts are not reached and the third follows',
      { n1: null, n2: null },
      ['warn cluster', 'ok n3/zookeeper', 'unknown n1/zookeeper', 'unknown n2/zookeeper'],
    ],
    [
      'two are off',
      { n1: 'refused', n2: 'refused', n3: notServing },
      ['crit cluster', 'warn n1/zookeeper', 'warn n2/zookeeper', 'warn n3/zookeeper'],
    ],
    [
      'all are off',
      { n1: 'refused', n2: 'refused', n3: 'refused' },
      ['crit cluster', 'warn n1/zookeeper', 'warn n2/zookeeper', 'warn n3/zookeeper'],
    ],
    [
      'one is off and two hosts are not reached',
      { n1: 'refused', n2: null, n3: null },
      ['warn n1/zookeeper', 'unknown n2/zookeeper', 'unknown n3/zookeeper'],
    ],
    ['no host is reached', { n1: null, n2: null, n3: null }, ['unknown n1/zookeeper', 'unknown n2/zookeeper', 'unknown n3/zookeeper']],
    ['two lead', { n2: { mode: 'leader' } }, ['crit cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'ok n3/zookeeper']],
    ['nobody leads', { n1: { mode: 'follower' } }, ['crit cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'ok n3/zookeeper']],
    ['one runs alone', { n3: { mode: 'standalone' } }, ['warn cluster', 'ok n1/zookeeper', 'ok n2/zookeeper', 'crit n3/zookeeper']],
  ])('when %s', (_name, change, reports) => {
    expect(quorum(change)).toEqual(reports);
  });

  it('needs three of five', () => {
    const five = resolved({ hosts: 5 });
    expect(quorum({ n4: 'refused', n5: 'refused' }, five)[0]).toBe('warn cluster');
    expect(quorum({ n1: notServing, n2: notServing, n3: 'refused', n4: 'refused', n5: 'refused' }, five)[0]).toBe('crit cluster');
  });

  it('takes a single member as it is', () => {
    const single = resolved({ hosts: 1 });
    expect(quorum({}, single)).toEqual(['ok cluster', 'ok n1/zookeeper']);
    expect(quorum({ n1: 'refused' }, single)).toEqual(['crit cluster', 'warn n1/zookeeper']);
    expect(quorum({ n1: null }, single)).toEqual(['unknown n1/zookeeper']);
  });
});

describe('zookeeper.ruok', () => {
  it('warns of a member that is silent, or does not say imok', () => {
    const reports = reportsOf(zookeeperRuok, seen({ n2: 'connect ECONNREFUSED', n3: { ruok: false } }), want);
    expect(brief(reports)).toEqual(['ok n1/zookeeper', 'warn n2/zookeeper', 'warn n3/zookeeper']);
    expect(reports[1]?.message).toContain('ECONNREFUSED');
    expect(reports[1]?.fix).toContain('fams-ops restart zookeeper --limit n2');
  });
});

describe('zookeeper.synced', () => {
  const synced = (change: Change, inventory = want) => brief(reportsOf(zookeeperSynced, seen(change, inventory), inventory));

  it('goes by what the leader says', () => {
    expect(synced({})).toEqual(['ok cluster']);
    expect(synced({ n1: { mntr: { zk_synced_followers: '1' } } })).toEqual(['warn cluster']);
    expect(synced({ n1: { mntr: { zk_synced_followers: '0' } } })).toEqual(['crit cluster']);
    expect(synced({ n1: { mntr: {} } })).toEqual(['unknown cluster']);
    expect(synced({ n1: notServing })).toEqual(['warn cluster']);
  });

  it('is unknown, too, where the leader cannot be asked', () => {
    expect(synced({ n1: null })).toEqual(['unknown cluster', 'unknown n1/zookeeper']);
  });
});

describe('zookeeper.myid', () => {
  it('is critical for a member with the id of another', () => {
    const reports = reportsOf(zookeeperMyid, seen({ n3: { conf: { serverId: '2' } } }), want);
    expect(brief(reports)).toEqual(['ok n1/zookeeper', 'ok n2/zookeeper', 'crit n3/zookeeper']);
    expect(reports[2]?.message).toBe('has id 2, the inventory says 3');
  });

  it('does not call well a member that does not tell', () => {
    expect(brief(reportsOf(zookeeperMyid, seen({ n3: notServing }), want))[2]).toBe('unknown n3/zookeeper');
  });
});

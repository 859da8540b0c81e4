import { describe, expect, it } from 'vitest';
import { quorumOf, stopRisks } from '../../../../src/components/zookeeper/live/ensemble.js';
import type { MemberSight } from '../../../../src/components/zookeeper/live/members.js';
import type { MemberAnswers } from '../../../../src/model/observed.js';
import { member, notServing, resolved } from '../../../support/evidence.js';

type Change = Readonly<Record<string, Partial<MemberAnswers> | null>>;

/** Null: it does not answer. */
function ensemble(size: number, change: Change = {}): readonly MemberSight[] {
  const want = resolved({ hosts: size });
  return want.cluster.hosts.map(({ name }) => {
    const answer = change[name];
    return answer === null
      ? { host: name, answers: null, reason: 'refused' }
      : { host: name, answers: member(want, name, answer), reason: '' };
  });
}

describe('the gate', () => {
  const done = (size: number, change: Change, hosts: readonly string[]) => quorumOf(ensemble(size, change), hosts).done;

  it.each<[string, number, Change, string[], boolean]>([
    ['all serve', 3, {}, ['n1', 'n2', 'n3'], true],
    ['one that is waited for is off', 3, { n3: null }, ['n1', 'n2', 'n3'], false],
    ['one that is not waited for is off', 3, { n3: null }, ['n1', 'n2'], true],
    ['the leader is where nobody can ask', 3, { n1: null }, ['n2', 'n3'], true],
    ['one that is waited for has no quorum yet', 3, { n3: notServing }, ['n1', 'n2', 'n3'], false],
    ['only a minority answers', 3, { n1: null, n2: null }, ['n3'], false],
    ['nobody leads yet', 3, { n1: { mode: 'follower' } }, ['n1', 'n2', 'n3'], false],
    ['two lead', 3, { n2: { mode: 'leader' } }, ['n1', 'n2', 'n3'], false],
    ['one runs alone', 3, { n3: { mode: 'standalone' } }, ['n3'], false],
    ['a single one serves', 1, {}, ['n1'], true],
    ['a single one does not serve yet', 1, { n1: notServing }, ['n1'], false],
    ['half of four serve', 4, { n3: null, n4: null }, ['n1', 'n2'], false],
  ])('when %s', (_name, size, change, hosts, expected) => {
    expect(done(size, change, hosts)).toBe(expected);
  });

  it('says what it saw of each', () => {
    expect(quorumOf(ensemble(3, { n2: null, n3: notServing }), ['n1']).saw).toBe(
      'n1 leader, n2 does not answer (refused), n3 does not serve yet',
    );
  });
});

describe('what a stop would cost', () => {
  const risks = (size: number, change: Change, host: string) =>
    stopRisks(ensemble(size, change), host).risks.map(({ name, lasting }) => `${name}${lasting ? ' lasting' : ''}`);
  const synced = (followers: number): Partial<MemberAnswers> => ({ mode: 'leader', mntr: { zk_synced_followers: String(followers) } });

  it.each<[string, number, Change, string, string[]]>([
    ['a follower of three', 3, {}, 'n3', []],
    ['the leader of three', 3, {}, 'n1', []],
    ['while another does not answer', 3, { n2: null }, 'n3', ['quorum']],
    ['while another does not serve', 3, { n2: notServing }, 'n3', ['quorum']],
    ['while a follower is not in step', 3, { n1: synced(1) }, 'n3', ['quorum']],
    ['while the leader does not tell', 3, { n1: { mntr: {} } }, 'n3', ['quorum']],
    ['while the leader does not answer', 3, { n1: null }, 'n3', ['quorum']],
    ['one of five while another is off', 5, { n2: null }, 'n3', ['quorum']],
    ['one of two', 2, {}, 'n2', ['quorum lasting']],
    ['the only one', 1, {}, 'n1', ['downtime lasting']],
    ['one that does not serve anyhow', 3, { n3: notServing }, 'n3', []],
    ['one that does not serve while the rest is gone', 3, { n1: null, n2: null, n3: notServing }, 'n3', []],
    ['one that cannot be asked, while another is off', 3, { n2: null, n3: null }, 'n3', ['quorum']],
  ])('%s', (_name, size, change, host, expected) => {
    expect(risks(size, change, host)).toEqual(expected);
  });

  it('names who is not back', () => {
    expect(stopRisks(ensemble(5, { n2: null }), 'n3').risks[0]?.detail).toBe(
      'another ZooKeeper member is not back: n2 does not answer (refused)',
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { check as declared } from '../../../src/evidence/check.js';
import type { Check, Finding } from '../../../src/model/check.js';
import { hostChecks } from '../../../src/verify/checks/catalogue.js';
import { verdict } from '../../../src/verify/verdict.js';
import { kafkaLive } from '../../../src/components/kafka/live.js';
import { zookeeperLive } from '../../../src/components/zookeeper/live.js';
import {
  type Answers,
  brief,
  CLUSTER_SOURCES,
  healthy,
  HOST_SOURCES,
  judge,
  reportsOf,
  resolved,
  SOURCES,
  unread,
  withCluster,
  withHost,
  withoutHost,
} from '../../support/evidence.js';

const want = resolved();
const all: readonly Check[] = [...hostChecks, ...zookeeperLive.checks, ...kafkaLive.checks];

const { facts, member, reach, registry } = SOURCES;
const HEAD = { id: 'test.check', title: 'A check', phase: 'running', limits: {}, explain: '' } as const;

const check = (change: Partial<Check>): Check => ({ ...declared({ ...HEAD, needs: { facts }, judge: () => [] }), ...change });
const says = (target: string, status: Finding['status']): Finding => ({ target, status, value: null, message: 'a word', fix: '' });

describe('a healthy cluster', () => {
  it('has nothing but ok in every check', () => {
    const reports = judge(all, { evidence: healthy(want), ms: {} }, want);
    expect(reports.filter(({ status }) => status !== 'ok')).toEqual([]);
    expect(new Set(reports.map(({ id }) => id)).size).toBe(all.length);
    expect(verdict(reports).status).toBe('ok');
  });

  it('of one node has nothing but ok either', () => {
    const single = resolved({ hosts: 1, topics: [{ name: 't', partitions: 3, replicationFactor: 1, config: {}, internal: false }] });
    const reports = judge(all, { evidence: healthy(single), ms: {} }, single);
    expect(reports.filter(({ status }) => status !== 'ok')).toEqual([]);
  });

  it('carries the time of the slowest source that the check needs', () => {
    const [report] = judge(
      [check({ needs: [reach, facts] })],
      { evidence: healthy(want), ms: { reach: 5, facts: 30, registry: 99 } },
      want,
    );
    expect(report?.ms).toBe(30);
  });
});

/** Any number of sources lost, in any combination. */
const losses = fc.uniqueArray(
  fc.oneof(
    fc.record({ source: fc.constantFrom(...HOST_SOURCES), host: fc.constantFrom('n1', 'n2', 'n3') }),
    fc.record({ source: fc.constantFrom(...CLUSTER_SOURCES), host: fc.constant(null) }),
  ),
  { minLength: 1, selector: ({ source, host }) => `${source}/${host ?? ''}` },
);

type Loss = typeof losses extends fc.Arbitrary<infer T> ? T : never;

const lose = (evidence: Answers, lost: Loss): Answers =>
  lost.reduce<Answers>(
    (left, { source, host }) => (host === null ? withCluster(left, source, unread('lost')) : withHost(left, source, host, unread('lost'))),
    evidence,
  );

describe('what could not be read', () => {
  it('is never only ok, whatever is lost and whatever the check', () => {
    fc.assert(
      fc.property(losses, fc.constantFrom(...all), (lost, one) => {
        fc.pre(lost.some(({ source }) => one.needs.includes(SOURCES[source])));
        const reports = judge([one], { evidence: lose(healthy(want), lost), ms: {} }, want);
        expect(reports.some(({ status }) => status !== 'ok')).toBe(true);
        expect(verdict(reports).status).not.toBe('ok');
        return true;
      }),
      { numRuns: 400 },
    );
  });

  it('is not ok even where a check claims so of everything', () => {
    const liar = (source: keyof typeof SOURCES): Check =>
      check({
        needs: [SOURCES[source]],
        judge: () => ['n1', 'n2', 'n3', 'n1/kafka', 'n2/zookeeper', 'cluster', 't/0'].map((target) => says(target, 'ok')),
      });
    fc.assert(
      fc.property(losses, (lost) => {
        for (const { source, host } of lost) {
          const reports = judge([liar(source)], { evidence: lose(healthy(want), lost), ms: {} }, want);
          expect(reports.some(({ status }) => status === 'unknown')).toBe(true);
          const targets = reports.filter(({ status }) => status === 'ok').map(({ target }) => target);
          if (host !== null) expect(targets.filter((target) => target === host || target.startsWith(`${host}/`))).toEqual([]);
          else expect(targets).toEqual([]);
        }
      }),
    );
  });

  it('is unknown for each host, with the reason and what to do', () => {
    const evidence = withoutHost(healthy(want), 'n2');
    const reports = reportsOf(check({ judge: () => [says('n1', 'ok'), says('n3', 'ok')] }), evidence, want);
    expect(brief(reports)).toEqual(['ok n1', 'ok n3', 'unknown n2']);
    expect(reports[2]?.message).toContain('cannot be reached');
    expect(reports[2]?.fix).not.toBe('');
  });

  it('is said by a worse word of the check itself, with the reason added', () => {
    const evidence = withHost(healthy(want), 'member', 'n3', unread('connect ECONNREFUSED'));
    const reports = reportsOf(check({ needs: [member], of: 'zookeeper', judge: () => [says('n3/zookeeper', 'warn')] }), evidence, want);
    expect(brief(reports)).toEqual(['warn n3/zookeeper']);
    expect(reports[0]?.message).toBe('a word: connect ECONNREFUSED');
  });

  it('of the cluster keeps the check from judging at all', () => {
    const evidence = withCluster(healthy(want), 'registry', unread('no quorum'));
    const reports = reportsOf(check({ needs: [registry], of: 'kafka', judge: () => [says('cluster', 'ok')] }), evidence, want);
    expect(brief(reports)).toEqual(['unknown cluster']);
    expect(reports[0]?.message).toContain('no quorum');
  });

  it('is no business of checks that do not need it', () => {
    const evidence = withCluster(healthy(want), 'registry', unread('no quorum'));
    expect(brief(reportsOf(check({ needs: [member], judge: () => [says('cluster', 'ok')] }), evidence, want))).toEqual(['ok cluster']);
  });
});

describe('a check', () => {
  it('that throws is unknown, with what it said', () => {
    const broken = check({
      judge: () => {
        throw new Error('a bad day');
      },
    });
    const reports = reportsOf(broken, healthy(want), want);
    expect(brief(reports)).toEqual(['unknown cluster']);
    expect(reports[0]?.message).toContain('a bad day');
  });

  it('that says nothing is unknown', () => {
    expect(brief(reportsOf(check({}), healthy(want), want))).toEqual(['unknown cluster']);
  });

  it('of a component that no host has is skipped', () => {
    expect(brief(reportsOf(check({ of: 'spark-master' }), healthy(want), want))).toEqual(['skip cluster']);
  });

  it('is given its limits, those of the inventory over its own', () => {
    const limited = resolved({ thresholds: { 'test.check': { b: 20 } } });
    const seen: unknown[] = [];
    const asks = declared({
      ...HEAD,
      needs: { facts },
      limits: { a: 1, b: 2 },
      judge: (_seen, _want, _placed, limits) => {
        seen.push(limits);
        return [says('cluster', 'ok')];
      },
    });
    reportsOf(asks, healthy(limited), limited);
    expect(seen).toEqual([{ a: 1, b: 20 }]);
  });

  it('is given only the instances and hosts of its component', () => {
    const seen: unknown[] = [];
    const asks = declared({
      ...HEAD,
      needs: { facts },
      of: 'kafka',
      judge: (evidence, _want, placed) => {
        seen.push(
          [...evidence.facts.keys()],
          placed.map(({ instance }) => instance.component),
        );
        return [says('cluster', 'ok')];
      },
    });
    reportsOf(asks, healthy(want), want);
    expect(seen).toEqual([
      ['n1', 'n2', 'n3'],
      ['kafka', 'kafka', 'kafka'],
    ]);
  });
});

// What clients meet: a message through every partition, groups that keep up, addresses that can be reached, and calm.
import { describe, expect, it } from 'vitest';
import { kafkaAdvertised } from '../../../../src/components/kafka/checks/advertised.js';
import { kafkaLag } from '../../../../src/components/kafka/checks/lag.js';
import { kafkaRoundTrip } from '../../../../src/components/kafka/checks/round-trip.js';
import { kafkaSteady } from '../../../../src/components/kafka/checks/steady.js';
import type { CheckReport } from '../../../../src/model/check.js';
import type { ConsumerGroup, GroupPartition, ProbedPartition, ProbeTrip, Registry } from '../../../../src/model/observed.js';
import {
  brief,
  healthy,
  read,
  registry,
  reportsOf,
  resolved,
  unread,
  withCluster,
  withoutHost,
  withPartition,
} from '../../../support/evidence.js';
import { group, probe } from '../../../support/evidence-parts.js';

const want = resolved();
const kept = registry(want);

describe('kafka.round-trip', () => {
  const judged = (trip: ProbeTrip, inventory = want) =>
    reportsOf(kafkaRoundTrip, withCluster(healthy(inventory), 'probe', read(trip)), inventory);
  const fast: ProbedPartition = { partition: 0, leader: 0, ok: true, ackMs: 3, ms: 7 };
  const lost: ProbedPartition = { partition: 1, leader: 1, ok: false, reason: 'not acknowledged' };

  it('tells the times', () => {
    const many = Array.from({ length: 100 }, (_, i): ProbedPartition => ({ ...fast, partition: i, ms: i + 1 }));
    expect(judged(probe(want, many))).toMatchObject([
      {
        status: 'ok',
        target: 'cluster',
        value: 100,
        message: '100 messages went through fams-ops-probe: p50 50 ms, p99 99 ms, at most 100 ms',
      },
    ]);
  });

  it('is critical for each partition that nothing goes through, names its leader', () => {
    const reports = judged(probe(want, [fast, lost, { ...lost, partition: 2, leader: -1 }]));
    expect(brief(reports)).toEqual(['crit fams-ops-probe/1', 'crit fams-ops-probe/2', 'ok cluster']);
    expect(reports[0]).toMatchObject({ value: 1, message: 'no message goes through, broker 1 leads it: not acknowledged' });
    expect(reports[1]?.message).toContain('nobody leads it');
    expect(brief(judged(probe(want, [lost])))).toEqual(['crit fams-ops-probe/1']);
  });

  it('does not know of a partition that is led on a host out of our reach', () => {
    const apart = withoutHost(withCluster(healthy(want), 'probe', read(probe(want, [fast, lost]))), 'n2');
    const reports = reportsOf(kafkaRoundTrip, apart, want);
    expect(brief(reports)).toEqual(['unknown fams-ops-probe/1', 'ok cluster', 'unknown n2/kafka']);
    expect(reports[0]?.message).toBe('broker 1 leads it, and its host n2 cannot be reached from here');
  });

  it('warns when it is slow, by a limit of the inventory', () => {
    expect(brief(judged(probe(want, [fast, { ...fast, ms: 2001 }])))).toEqual(['warn cluster']);
    const strict = resolved({ thresholds: { 'kafka.round-trip': { warnMs: 5 } } });
    expect(brief(judged(probe(strict, [fast]), strict))).toEqual(['warn cluster']);
  });

  it('is unknown where there is no probe topic, and where no broker answers', () => {
    const [report] = judged({ topic: 'fams-ops-probe', partitions: null });
    expect(report).toMatchObject({ status: 'unknown', fix: expect.stringContaining('fams-ops provision') as string });
    const blind = withCluster(healthy(want), 'probe', unread('no broker answers'));
    expect(brief(reportsOf(kafkaRoundTrip, blind, want))).toEqual(['unknown cluster']);
  });
});

describe('kafka.lag', () => {
  const judged = (groups: readonly ConsumerGroup[], inventory = want): readonly CheckReport[] =>
    reportsOf(kafkaLag, withCluster(healthy(inventory), 'groups', read(groups)), inventory);
  const [partition] = group(kept).partitions;
  if (partition === undefined) throw new Error('a partition is needed');
  const one = (change: Partial<GroupPartition>, consumers = ['c']): readonly CheckReport[] =>
    judged([group(kept, { consumers, partitions: [{ ...partition, ...change }] })]);

  it('adds up what a group has not read of a topic', () => {
    expect(judged([group(kept)])).toMatchObject([{ status: 'ok', target: 'readers/t', value: 3, message: '3 records behind' }]);
    expect(one({ committed: 100 })).toMatchObject([{ status: 'ok', value: 0 }]);
    // It was read beyond the end: the topic was made anew.
    expect(one({ committed: 5000 })).toMatchObject([{ status: 'ok', value: 0 }]);
  });

  it('warns beyond the limit', () => {
    expect(brief(one({ latest: 100_100 }))).toEqual(['warn readers/t']);
    const patient = resolved({ thresholds: { 'kafka.lag': { warnRecords: 200_000 } } });
    expect(brief(judged([group(kept, { partitions: [{ ...partition, latest: 100_100 }] })], patient))).toEqual(['ok readers/t']);
  });

  it('warns when records wait and nobody reads; not when all was read', () => {
    const [report] = one({ owner: null }, []);
    expect(report).toMatchObject({ status: 'warn', message: 'no consumer is alive, nobody reads 1 partition (0) with 1 record waiting' });
    expect(report?.fix).toContain('rmr /consumers/readers');
    expect(one({ owner: null })[0]?.message).toContain('no consumer has claimed 1 partition');
    expect(brief(one({ owner: null, committed: 100 }, []))).toEqual(['ok readers/t']);
  });

  it('is critical when retention has removed what a living consumer has not read', () => {
    const [report] = one({ committed: 9 });
    expect(report).toMatchObject({ status: 'crit', message: 'records were removed before the group had read them, in 1 partition (0)' });
    expect(report?.fix).toContain('retention.ms');
    expect(brief(one({ committed: 9, owner: null }, []))).toEqual(['warn readers/t']);
  });

  it('is unknown where the leader does not say where the partition ends', () => {
    const [report] = one({ latest: null, earliest: null, reason: 'it has no leader' });
    expect(report).toMatchObject({ status: 'unknown', target: 'readers/t', message: 'the end of t/0 is not known: it has no leader' });
  });

  it('leaves the groups of console consumers alone, and is well without any', () => {
    expect(judged([group(kept, { name: 'console-consumer-12345', consumers: [] })])).toMatchObject([{ status: 'ok', target: 'cluster' }]);
    expect(brief(judged([group(kept, { partitions: [] })]))).toEqual(['ok cluster']);
    expect(brief(judged([]))).toEqual(['ok cluster']);
  });
});

describe('kafka.advertised', () => {
  const dialled = (failures: readonly (string | null)[]) =>
    reportsOf(
      kafkaAdvertised,
      withCluster(healthy(want), 'operatorReach', read(kept.brokers.map((broker, i) => ({ ...broker, failure: failures[i] ?? null })))),
      want,
    );

  it('warns of brokers that a client here cannot reach, and names the key', () => {
    const [report] = dialled([null, 'connect ETIMEDOUT']);
    expect(report).toMatchObject({
      status: 'warn',
      value: 1,
      message: 'clients here cannot reach broker 1 at 10.0.0.2:9092 (connect ETIMEDOUT)',
    });
    expect(report?.fix).toContain('advertised.host.name');
  });

  it('is well when all are reached, and not when there is none', () => {
    expect(brief(dialled([]))).toEqual(['ok cluster']);
    expect(brief(reportsOf(kafkaAdvertised, withCluster(healthy(want), 'operatorReach', read([])), want))).toEqual(['warn cluster']);
  });
});

describe('kafka.steady', () => {
  const then = (later: Registry) => reportsOf(kafkaSteady, withCluster(healthy(want), 'later', read(later)), want);

  it.each<[string, Registry, RegExp]>([
    ['the controller', { ...kept, controllerEpoch: 2 }, /the controller \(epoch 1, then 2\)/],
    ['a broker that goes', { ...kept, brokers: kept.brokers.slice(1) }, /broker 0 went/],
    ['a broker that comes', { ...kept, brokers: [...kept.brokers, { id: 9, host: 'x', port: 1 }] }, /broker 9 came/],
    ['an ISR', withPartition(kept, 0, { isr: [0, 1] }), /t\/0 \(leader 0 of 0,1,2, then 0 of 0,1\)/],
    ['a leader', withPartition(kept, 0, { leader: 1 }), /t\/0 \(leader 0 of 0,1,2, then 1 of 0,1,2\)/],
  ])('warns when %s changes between two looks', (_what, later, message) => {
    expect(then(later)).toMatchObject([{ status: 'warn', target: 'cluster', message: expect.stringMatching(message) as string }]);
  });

  it('is well when nothing moves, though an ISR is told in another order or a topic is made', () => {
    expect(brief(then(withPartition(kept, 0, { isr: [2, 1, 0] })))).toEqual(['ok cluster']);
    expect(brief(then({ ...kept, topics: [...kept.topics, { name: 'new', partitions: [], config: {} }] }))).toEqual(['ok cluster']);
    expect(brief(then({ ...kept, topics: [] }))).toEqual(['ok cluster']);
  });
});

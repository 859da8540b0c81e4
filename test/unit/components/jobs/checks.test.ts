// What the checks say of the jobs, by what the jobs say of themselves.
import { describe, expect, it } from 'vitest';
import { calculatorBatch } from '../../../../src/components/calculator/checks/batch.js';
import { calculatorCounts } from '../../../../src/components/calculator/checks/counts.js';
import { calculatorLag } from '../../../../src/components/calculator/checks/lag.js';
import { calculatorSnapshot } from '../../../../src/components/calculator/checks/snapshot.js';
import { producerSends } from '../../../../src/components/producer/checks/sends.js';
import type { ServiceFacts } from '../../../../src/model/facts.js';
import { COUNTING, PRODUCING, said, STANDBY, want } from '../../../support/evidence-streaming.js';

const OFF: Partial<ServiceFacts> = { state: 'stopped', pid: null };

it.each([calculatorCounts, calculatorBatch, calculatorLag, calculatorSnapshot, producerSends].map((check) => [check.id, check] as const))(
  '%s is well where one counts and the other stands by',
  (_id, check) => {
    const lines = said(check);
    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(lines.length).toBeGreaterThan(0);
  },
);

describe('calculator.counts', () => {
  const counts = (a: object | null, service: Partial<ServiceFacts> = {}, b: object | null = STANDBY): readonly string[] =>
    said(calculatorCounts, { jobs: { a, b }, services: { a: { calculator: service } } });

  it.each<[string, object | null, Partial<ServiceFacts>]>([
    ['nothing runs', null, OFF],
    ['it gave up', { state: 'failed', reason: 'no topic' }, { state: 'failed', pid: null, failure: 'no topic' }],
    ['it waits for cores', { ...COUNTING, state: 'waiting-for-cores', reason: 'no worker' }, {}],
    ['it says nothing', { ...COUNTING, at: '2026-11-23T09:58:00Z' }, {}],
    ['another process said it', { ...COUNTING, pid: 99 }, {}],
    ['its process is gone and not yet started again', COUNTING, { pid: null }],
    ['what it says cannot be read', { state: 7 }, {}],
    ['no batch has ended for long', { ...COUNTING, batchTime: '2026-11-23T09:58:00Z' }, {}],
  ])('is critical when %s and nobody else counts', (_what, job, service) => {
    expect(counts(job, service).every((line) => line.startsWith('crit'))).toBe(true);
  });

  it('sends to launch who has not got it, and says what was critical as a warning beside one that counts', () => {
    expect(counts(null, { state: 'absent', pid: null })[0]).toBe('crit a/calculator does not run');
    expect(counts(null, OFF, COUNTING).map((line) => line.slice(0, 6))).toEqual(['warn a', 'ok b/c']);
  });

  it('does not take a delay for silence: batches that are late do end', () => {
    expect(counts({ ...COUNTING, batchTime: '2026-11-23T09:58:00Z', delayMs: 120_000 })[0]).toMatch(/^ok /);
  });

  it('warns of a batch that is tried again, and does not know when the last one ended where that is not said', () => {
    expect(counts({ ...COUNTING, reason: 'a batch is counted again: no leader' })[0]).toMatch(
      /^warn a\/calculator a batch is counted again/,
    );
    expect(counts({ ...COUNTING, batchTime: undefined })[0]).toMatch(/^unknown a\/calculator/);
  });

  it('says when two say that they count', () => {
    expect(counts(COUNTING, {}, COUNTING).at(-1)).toMatch(/^warn cluster two calculators/);
  });
});

describe('calculator.batch', () => {
  const pace = (change: object): string | undefined => said(calculatorBatch, { jobs: { a: { ...COUNTING, ...change } } })[0];

  it('warns of batches that are longer than their interval, not of one, and of falling behind', () => {
    expect(pace({ batchMs: 2500, delayMs: 2600 })).toMatch(/^ok /);
    expect(pace({ batchMs: 2500, delayMs: 7000 })).toMatch(/^warn .*longer than its interval/);
    expect(pace({ batchTime: '2026-11-23T09:58:40Z', delayMs: 90_000 })).toMatch(/^warn .*90 s behind/);
    expect(pace({ batchMs: undefined })).toMatch(/^unknown /);
  });

  it('leaves it to calculator.counts where nobody counts', () => {
    expect(pace({ state: 'starting' })).toMatch(/^ok cluster no calculator counts/);
  });
});

describe('calculator.lag', () => {
  const lag = (of: object | undefined): string | undefined => said(calculatorLag, { jobs: { a: { ...COUNTING, lag: of } } })[0];

  it('warns of a partition that needs many batches at the highest rate, and is unknown where nothing is said', () => {
    expect(lag({ 0: 900_000, 1: 1_000_000 })).toBe('ok a/calculator 1900000 records to come');
    expect(lag({ 0: 5, 1: 1_000_001 })).toBe(
      'warn a/calculator 1000006 records to come; partition 1 alone needs 6 more batches of 200000 records',
    );
    expect(lag(undefined)).toMatch(/^unknown a\/calculator/);
  });
});

describe('calculator.snapshot', () => {
  const old = { ...COUNTING, snapshotAt: '2026-11-23T09:50:00Z' };
  const snapshot = (a: object | null, service: Partial<ServiceFacts> = {}): string | undefined =>
    said(calculatorSnapshot, { jobs: { a }, services: { a: { calculator: service } } })[0];

  it('may be old where nothing comes, or while batches end', () => {
    expect(snapshot({ ...old, lag: { 0: 0 } })).toMatch(/^ok a\/calculator the snapshot of 2026-11-23T09:50:00Z at offset 12 is 610 s old/);
    expect(snapshot(old)).toMatch(/^ok /);
  });

  it('is a warning where records wait and nobody counts them', () => {
    expect(snapshot({ ...old, batchTime: '2026-11-23T09:50:00Z' })).toMatch(/^warn .*1 records waited/);
    expect(snapshot({ ...old, state: 'stopped' }, OFF)).toMatch(/^warn /);
    expect(snapshot({ ...old, state: 'stopped', lag: undefined }, OFF)).toMatch(/^warn .*is not known$/);
  });

  it('is unknown where nobody names one, but for a calculator to which nothing came', () => {
    expect(snapshot(null, OFF)).toMatch(/^unknown cluster /);
    expect(snapshot({ ...COUNTING, snapshotAt: undefined, lag: { 0: 0 } })).toMatch(/^ok cluster nothing was counted yet/);
  });
});

describe('producer.sends', () => {
  const fast = {
    ...want,
    cluster: {
      ...want.cluster,
      streaming: {
        ...want.cluster.streaming,
        producer: { ...want.cluster.streaming.producer, everyMs: 100, messages: [80, 120] as const },
      },
    },
  };
  const STARTED = { startedAt: '2026-11-23T09:59:00Z' };
  const producer = (change: object | null, service: Partial<ServiceFacts> = {}, cluster = want): string | undefined =>
    said(producerSends, { want: cluster, jobs: { c: change && { ...PRODUCING, ...change } }, services: { c: { producer: service } } })[0];

  it('is well while everything is acknowledged', () => {
    expect(producer({})).toBe('ok c/producer 10 of 10 messages acknowledged, 0 failed, 2.5 a second');
  });

  it('is a warning when some failed, or nothing is said', () => {
    expect(producer({ acknowledged: 9, failed: 1, reason: 'no leader' })).toMatch(/^warn .*9 of 10 .*: no leader$/);
    expect(producer(null)).toMatch(/^warn c\/producer runs, but has not said/);
  });

  it('is a warning when it sends less than half of what is asked for, once it has run for a while', () => {
    expect(producer({ perSecond: 399.9 }, {}, fast)).toMatch(/^warn .*399.9 a second; at least 800.0 are asked for/);
    expect(producer({ perSecond: 400 }, {}, fast)).toMatch(/^ok /);
    expect(producer({ perSecond: 0 }, STARTED, fast)).toMatch(/^ok /);
  });

  it('is a warning when nothing comes of a random number of messages, unless that may be an accident', () => {
    expect(producer({ perSecond: 0 })).toMatch(/^warn /);
    const few = {
      ...fast,
      cluster: {
        ...fast.cluster,
        streaming: {
          ...fast.cluster.streaming,
          producer: { ...fast.cluster.streaming.producer, everyMs: 5000, messages: [0, 1] as const },
        },
      },
    };
    expect(producer({ perSecond: 0 }, {}, few)).toMatch(/^ok /);
  });
});

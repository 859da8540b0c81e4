// What the checks say of the jobs, by what the jobs say of themselves.
import { describe, expect, it } from 'vitest';
import { calculatorCounts } from '../../../../src/components/calculator/checks/calculator-counts.js';
import { producerSends } from '../../../../src/components/producer/checks/producer-sends.js';
import type { FileFacts, HostFacts, ServiceFacts } from '../../../../src/model/facts.js';
import { clusterFor, freshHost } from '../../../support/facts.js';
import { service } from '../../../support/service-facts.js';

const ROLES = ['zookeeper', 'kafka', 'spark-master', 'spark-worker', 'calculator', 'producer'];
const want = clusterFor({
  hosts: [
    { address: 'a', roles: ROLES },
    { address: 'b', roles: ['calculator'] },
  ],
});
const NOW = Date.parse('2026-11-23T10:00:10Z');

interface Job {
  readonly host: string;
  readonly component: 'calculator' | 'producer';
  readonly said: object | null;
  readonly state?: Partial<ServiceFacts>;
}

function facts(...jobs: readonly Job[]): ReadonlyMap<string, HostFacts> {
  return new Map(
    ['a', 'b'].map((host) => {
      const here = jobs.filter((job) => job.host === host);
      const files = here.flatMap(({ component, said }): readonly (readonly [string, FileFacts])[] => {
        const text = JSON.stringify({ pid: 100, at: '2026-11-23T10:00:08Z', ...said });
        return said === null
          ? []
          : [[`/home/fams/.fams-ops/fams/run/${component}.state`, { kind: 'file', sha256: '', mode: 0o600, size: 1, text }]];
      });
      const services = here.map(({ component, state }) => [component, service({ pid: 100, ...state })]);
      return [
        host,
        freshHost(host, {
          clockMs: NOW,
          files: Object.fromEntries(files),
          services: Object.fromEntries(services) as HostFacts['services'],
        }),
      ];
    }),
  );
}

const placed = (component: string) => want.placed.filter(({ instance }) => instance.component === component);
const calculator = (...jobs: readonly Job[]): readonly string[] =>
  calculatorCounts
    .judge({ facts: facts(...jobs) }, want, placed('calculator'), calculatorCounts.limits)
    .map(({ status, target, message }) => `${status} ${target} ${message}`);
const counting = {
  state: 'counting',
  batchTime: '2026-11-23T10:00:08Z',
  batchMs: 90,
  delayMs: 100,
  records: 7,
  malformed: 0,
  lag: { 0: 1 },
};
const one = (said: object | null, state?: Partial<ServiceFacts>): Job => ({
  host: 'a',
  component: 'calculator',
  said,
  ...(state && { state }),
});
const other = (said: object | null): Job => ({ host: 'b', component: 'calculator', said });

describe('calculator.counts', () => {
  it('is well when one counts and the other stands by', () => {
    expect(calculator(one(counting), other({ state: 'standby' })).map((line) => line.slice(0, 20))).toEqual(
      ['ok a/calculator batch', 'ok b/calculator stan'].map((line) => line.slice(0, 20)),
    );
  });

  it.each([
    ['nothing runs', one(null, { state: 'stopped', pid: null })],
    ['it gave up', one({ state: 'failed', reason: 'no topic' }, { state: 'failed', pid: null, failure: 'no topic' })],
    ['it waits for cores', one({ state: 'waiting-for-cores', reason: 'no worker' })],
    ['it says nothing', one({ ...counting, at: '2026-11-23T09:58:00Z' })],
    ['another process said it', one({ ...counting, pid: 99 })],
    ['what it says cannot be read', one({ state: 7 })],
  ])('is critical when %s and nobody else counts', (_what, job) => {
    expect(calculator(job, other({ state: 'standby' })).every((line) => line.startsWith('crit'))).toBe(true);
  });

  it('is a warning when the other one counts', () => {
    expect(calculator(one(null, { state: 'stopped', pid: null }), other(counting)).map((line) => line.slice(0, 4))).toEqual([
      'warn',
      'ok b',
    ]);
  });

  it('warns of batches that are longer than their interval, not of one, and of falling behind', () => {
    expect(calculator(one({ ...counting, batchMs: 2500, delayMs: 2600 }), other({ state: 'standby' }))[0]).toMatch(/^ok /);
    expect(calculator(one({ ...counting, batchMs: 2500, delayMs: 7000 }), other({ state: 'standby' }))[0]).toMatch(
      /^warn .*longer than its interval/,
    );
    expect(calculator(one({ ...counting, delayMs: 90_000 }), other({ state: 'standby' }))[0]).toMatch(/^warn .*90 s behind/);
  });

  it('says when two say that they count', () => {
    expect(calculator(one(counting), other(counting)).at(-1)).toMatch(/^warn cluster two calculators/);
  });
});

describe('producer.sends', () => {
  const producer = (said: object | null): string => {
    const [found] = producerSends.judge(
      { facts: facts({ host: 'a', component: 'producer', said }) },
      want,
      placed('producer'),
      producerSends.limits,
    );
    return `${found?.status ?? ''} ${found?.message ?? ''}`;
  };

  it('is well while everything is acknowledged', () => {
    expect(producer({ state: 'producing', sent: 10, acknowledged: 10, failed: 0, perSecond: 2.5 })).toBe(
      'ok 10 of 10 messages acknowledged, 0 failed, 2.5 a second',
    );
  });

  it('is a warning when some failed, or nothing is said', () => {
    expect(producer({ state: 'producing', sent: 10, acknowledged: 9, failed: 1 })).toMatch(/^warn 9 of 10/);
    expect(producer(null)).toMatch(/^warn runs, but has not said/);
  });
});

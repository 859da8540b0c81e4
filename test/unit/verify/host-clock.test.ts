import { describe, expect, it } from 'vitest';
import { hostClock } from '../../../src/verify/checks/clock.js';
import { type Answers, brief, healthy, hostFacts, read, reportsOf, resolved, withHost } from '../../support/evidence.js';

const want = resolved();

describe('host.clock', () => {
  const clock = (aheadMs: number, errorMs: number) => {
    const facts = hostFacts(want, 'n2');
    const late = { ...facts, clockMs: facts.clockMs + aheadMs, clockErrorMs: errorMs };
    return reportsOf(hostClock, withHost(healthy(want), 'facts', 'n2', read(late)), want);
  };

  it.each([
    [0, 20, 'ok cluster'],
    [600, 20, 'warn n2'],
    [-600, 20, 'warn n2'],
    [600, 300, 'ok cluster'],
    [60_000, 20, 'warn n2'],
    [60_000, 1500, 'warn n2'],
    [6000, 6000, 'unknown cluster'],
    [0, 6000, 'unknown cluster'],
  ])('of %i ms, measured to %i ms, is %s', (ahead, error, report) => {
    expect(brief(clock(ahead, error))).toEqual([report]);
  });

  /** Each host ahead of this machine by so much. */
  const ahead = (offsets: readonly number[]) => {
    const inventory = resolved({ hosts: offsets.length });
    const evidence = offsets.reduce<Answers>((left, offset, i) => {
      const name = `n${String(i + 1)}`;
      const facts = hostFacts(inventory, name);
      return withHost(left, 'facts', name, read({ ...facts, clockMs: facts.operatorClockMs + offset, clockErrorMs: 20 }));
    }, healthy(inventory));
    return reportsOf(hostClock, evidence, inventory);
  };

  it('names the odd host, however many there are', () => {
    expect(ahead([6000, 0, 10])).toMatchObject([
      { status: 'warn', target: 'n1', value: 6000, message: 'the clock of n1 is 6000 ms ahead of n2, n3, this machine (± 40 ms)' },
    ]);
    expect(brief(ahead([0, 0, -9000, 7000, 0]))).toEqual(['warn n3', 'warn n4']);
    // Of two hosts this machine says which.
    expect(brief(ahead([0, 3_600_000]))).toEqual(['warn n2']);
  });

  it('says so where it is that of this machine', () => {
    expect(ahead([60_000, 60_010, 60_020])).toMatchObject([
      {
        status: 'warn',
        target: 'cluster',
        message: expect.stringContaining('the clock of this machine is 60010 ms behind n1, n2, n3') as string,
      },
    ]);
  });

  it('does not choose where there is no majority', () => {
    for (const offsets of [
      [9000, 0, 9000],
      [5000, -5000],
    ])
      expect(ahead(offsets)).toMatchObject([
        { status: 'warn', target: 'cluster', message: expect.stringContaining('no majority says') as string },
      ]);
    expect(ahead([5000, -5000])[0]?.message).toContain('n1 +5000 ms, n2 -5000 ms');
  });

  it('has nothing to compare on one host', () => {
    expect(brief(ahead([99_000]))).toEqual(['ok cluster']);
  });
});

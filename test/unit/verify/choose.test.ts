import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/model/check.js';
import { allChecks, checksNamed, chooseChecks, knownLimits } from '../../../src/verify/choose.js';
import { SOURCES } from '../../support/evidence.js';

const ids = (checks: readonly { readonly id: string }[]): readonly string[] => checks.map(({ id }) => id);

describe('all checks', () => {
  it('have ids of their own, a title and an explanation', () => {
    expect(new Set(ids(allChecks)).size).toBe(allChecks.length);
    for (const check of allChecks) {
      expect(check.id).toMatch(/^[a-z]+(\.[a-z-]+)+$/);
      expect(check.title).not.toBe('');
      expect(check.explain.length).toBeGreaterThan(60);
    }
  });

  it('start with the hosts, then go on as the components start', () => {
    expect([...new Set(ids(allChecks).map((id) => id.split('.')[0]))]).toEqual([
      'host',
      'zookeeper',
      'kafka',
      'spark',
      'producer',
      'calculator',
    ]);
  });
});

describe('choosing', () => {
  it('leaves out what starts a JVM when only the fast ones are asked for, and says so', () => {
    const { checks, skipped } = chooseChecks(allChecks, { fast: true, deep: true });
    expect(checks.every(({ slow }) => !slow)).toBe(true);
    expect(checks.some(({ needs }) => needs.includes(SOURCES.console))).toBe(false);
    expect(skipped.map(({ id, status }) => `${status} ${id}`)).toEqual(['skip kafka.console']);
  });

  it('takes ids and what they begin with', () => {
    const { checks, skipped } = chooseChecks(allChecks, { fast: false, only: ['zookeeper', 'host.ssh'], skip: ['zookeeper.myid'] });
    const asked = allChecks.filter(({ id, deep }) => id === 'host.ssh' || (id.startsWith('zookeeper.') && !deep));
    expect(ids(checks)).toEqual(ids(asked).filter((id) => id !== 'zookeeper.myid'));
    expect(ids(checks)).toContain('zookeeper.quorum');
    expect(checks.length + skipped.length).toBe(allChecks.length);
  });

  it('refuses a name that no check has, with the nearest', () => {
    expect(() => chooseChecks(allChecks, { fast: true, only: ['kafka.irs'] })).toThrow(/There is no check "kafka.irs"/);
    expect(() => chooseChecks(allChecks, { fast: true, skip: ['kafka.irs'] })).toThrow(
      expect.objectContaining({ todo: ['Did you mean "kafka.isr"?'] }),
    );
    // A prefix ends at a dot.
    expect(() => chooseChecks(allChecks, { fast: true, only: ['kaf'] })).toThrow(/no check/);
  });
});

describe('deep checks', () => {
  const shallow = allChecks.filter((one) => !one.deep);
  const all = [...shallow, ...shallow.slice(0, 1).map((one): Check => ({ ...one, id: 'host.reread', deep: true }))];
  const chosen = (choice: Partial<Parameters<typeof chooseChecks>[1]>) => chooseChecks(all, { fast: false, ...choice });

  it('join in only when asked for, and are said to be left out otherwise', () => {
    expect(ids(chosen({ deep: true }).checks)).toContain('host.reread');
    expect(ids(chosen({}).checks)).not.toContain('host.reread');
    expect(chosen({}).skipped).toEqual([
      expect.objectContaining({ id: 'host.reread', message: expect.stringContaining('--deep') as string }),
    ]);
  });

  it('run when named in full, not by what their name begins with', () => {
    expect(ids(chosen({ only: ['host.reread'] }).checks)).toEqual(['host.reread']);
    expect(ids(chosen({ only: ['host'] }).checks)).not.toContain('host.reread');
    expect(ids(chosen({ deep: true, only: ['host'], skip: ['host.reread'] }).checks)).not.toContain('host.reread');
  });
});

describe('a name', () => {
  it('stands for a check or for all of a component', () => {
    expect(ids(checksNamed(allChecks, 'kafka.isr'))).toEqual(['kafka.isr']);
    expect(ids(checksNamed(allChecks, 'kafka'))).toEqual(ids(allChecks).filter((id) => id.startsWith('kafka.')));
  });

  it('that is nearly a component is taken for a slip', () => {
    expect(() => checksNamed(allChecks, 'zookeper')).toThrow(expect.objectContaining({ todo: ['Did you mean "zookeeper"?'] }));
  });

  it('that is like nothing is answered with all there are', () => {
    expect(() => checksNamed(allChecks, 'nonsense-of-a-name')).toThrow(
      expect.objectContaining({ code: 'USAGE', todo: [`Checks: ${ids(allChecks).join(', ')}.`] }),
    );
  });
});

describe('the limits that an inventory may name', () => {
  it('are those of the checks', () => {
    const known = knownLimits(allChecks);
    expect(Object.keys(known)).toEqual(ids(allChecks));
    expect(known['host.disk']).toEqual(expect.arrayContaining(['warnPercent', 'critPercent']));
    expect(known['kafka.controller']).toEqual([]);
  });
});

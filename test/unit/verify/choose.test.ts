import { describe, expect, it } from 'vitest';
import { allChecks, chooseChecks, refuseUnknownThresholds } from '../../../src/verify/choose.js';

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

  it('start with the hosts, then ZooKeeper, then Kafka', () => {
    expect([...new Set(ids(allChecks).map((id) => id.split('.')[0]))]).toEqual(['host', 'zookeeper', 'kafka']);
  });
});

describe('choosing', () => {
  it('leaves out what starts a JVM when only the fast ones are asked for, and says so', () => {
    const { checks, skipped } = chooseChecks(allChecks, { fast: true });
    expect(checks.every(({ slow }) => !slow)).toBe(true);
    expect(checks.some(({ needs }) => needs.includes('console'))).toBe(false);
    expect(skipped.map(({ id, status }) => `${status} ${id}`)).toEqual(['skip kafka.console']);
  });

  it('takes ids and what they begin with', () => {
    const { checks, skipped } = chooseChecks(allChecks, { fast: false, only: ['zookeeper', 'host.ssh'], skip: ['zookeeper.myid'] });
    expect(ids(checks)).toEqual(['host.ssh', 'zookeeper.ruok', 'zookeeper.quorum', 'zookeeper.synced']);
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

describe('thresholds of the inventory', () => {
  const refuse = (thresholds: Record<string, Record<string, number>>) => () => {
    refuseUnknownThresholds({ file: 'f.yaml', thresholds }, allChecks);
  };

  it('are refused where no check has them', () => {
    expect(refuse({ 'host.disk': { warnPercent: 20 } })).not.toThrow();
    expect(refuse({ 'host.disc': { warnPercent: 20 } })).toThrow(/no check "host.disc"/);
    expect(refuse({ 'host.disk': { warnPercnt: 20 } })).toThrow(expect.objectContaining({ todo: ['Did you mean "warnPercent"?'] }));
    expect(refuse({ 'kafka.isr': { factor: 2 } })).toThrow(expect.objectContaining({ todo: ['This check has no limits.'] }));
  });
});

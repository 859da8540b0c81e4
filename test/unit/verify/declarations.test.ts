// What the declarations of checks and sources hold: one id, one meaning; a check sees what it names, and nothing else.
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/evidence/check.js';
import { beforeChecks } from '../../../src/verify/before/checks.js';
import { allChecks } from '../../../src/verify/choose.js';
import { brief, healthy, reportsOf, resolved, SOURCES } from '../../support/evidence.js';

const { facts, registry } = SOURCES;
const HEAD = { id: 'test.check', title: 'A check', phase: 'running', explain: '' } as const;
const twice = (ids: readonly string[]): readonly string[] => ids.filter((id, i) => ids.indexOf(id) !== i);

describe('ids', () => {
  const checks = [...allChecks, ...beforeChecks];

  it('of checks mean one check, whatever its phase', () => {
    expect(twice(checks.map(({ id }) => id))).toEqual([]);
    expect(twice(['host.java', 'host.disk', 'host.java'])).toEqual(['host.java']);
  });

  it('of sources mean one source', () => {
    expect(twice([...new Set(checks.flatMap(({ needs }) => needs))].map(({ id }) => id))).toEqual([]);
  });

  it('say in which phase a check is run', () => {
    expect(beforeChecks.filter(({ phase }) => phase !== 'before')).toEqual([]);
    expect(allChecks.filter(({ phase }) => phase === 'any').map(({ id }) => id)).toEqual(['host.ssh', 'host.disk', 'host.clock']);
  });
});

describe('a check', () => {
  it('sees the sources that it names, with their types, and no other: tsc looks at this', () => {
    const declared = check({
      ...HEAD,
      needs: { facts, kept: registry },
      limits: { warnMs: 5 },
      judge: (seen, _want, _placed, limits) => {
        const cpus: number | undefined = seen.facts.get('n1')?.cpus;
        const { topics } = seen.kept;
        // @ts-expect-error it does not name this source
        const { metadata } = seen;
        // @ts-expect-error it has no such limit
        const { critMs } = limits;
        return [
          { target: 'cluster', status: 'ok', value: limits.warnMs, message: String([cpus, topics.length, metadata, critMs]), fix: '' },
        ];
      },
    });
    const want = resolved();
    expect(reportsOf(declared, healthy(want), want)).toMatchObject([{ status: 'ok', value: 5, message: '2,1,,' }]);
  });

  it('is unknown where a cluster-wide source that it needs was not read', () => {
    const want = resolved();
    const declared = check({ ...HEAD, needs: { registry }, limits: {}, judge: () => [] });
    expect(brief(reportsOf(declared, { ...healthy(want), registry: { ok: false, reason: 'no quorum' } }, want))).toEqual([
      'unknown cluster',
    ]);
  });
});

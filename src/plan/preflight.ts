// Pure: whether the hosts can carry what they are to carry. Every finding at once, before anything is touched (exit 1).
import { AppError } from '../errors/app-error.js';
import type { CheckReport } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { HostFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';
import type { Readings } from './preflight/check.js';
import { checksOfFacts, preflightChecks } from './preflight/checks.js';
import { judgeHosts } from './preflight/judge.js';

export interface Preflight {
  readonly errors: readonly AppError[];
  readonly notes: readonly string[];
}

/**
 * Critical findings are errors, in the words of `check`; the rest is worth a note.
 * @param beyond readings that facts do not contain; null when nothing changes on the hosts: then only facts are judged
 */
export function preflight(
  resolved: Resolved,
  facts: ReadonlyMap<HostName, HostFacts>,
  beyond: Pick<Readings, 'limits' | 'dials'> | null,
): Preflight {
  const readings: Readings = {
    facts: new Map([...facts].map(([host, value]) => [host, { ok: true, value }])),
    limits: beyond?.limits ?? new Map(),
    dials: beyond?.dials ?? new Map(),
  };
  const checks = beyond === null ? checksOfFacts : preflightChecks;
  const reports = judgeHosts(checks, readings, resolved, { facts: 0, limits: 0, dials: 0 }).filter(
    ({ status, fix }) => status !== 'ok' || fix !== '',
  );
  const errors = reports.filter(({ status }) => status === 'crit');
  return {
    errors: errors.map(
      ({ target, message, fix }) => new AppError('HOST_UNFIT', `${target}: ${message}`, { where: { host: target }, todo: [fix] }),
    ),
    notes: reports.filter((report) => !errors.includes(report)).map(note),
  };
}

const note = ({ id, target, status, message, fix }: CheckReport): string =>
  status === 'unknown' ? `${target}: ${id} is unknown: ${message}. ${fix}`.trim() : `${target}: ${message}. ${fix}`;

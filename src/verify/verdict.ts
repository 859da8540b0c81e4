// What all reports mean together: one word, one sentence, one exit code.
import { CLUSTER, count } from '../components/findings.js';
import type { CheckReport, Status, Verdict } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { Read } from '../model/source.js';
import { hostSsh } from './checks/ssh.js';

const RANK: Readonly<Record<Status, number>> = { crit: 1, warn: 2, unknown: 3, ok: 4, skip: 5 };

/** A host that cannot be reached comes before everything that follows from it. */
const rank = ({ id, status }: CheckReport): number => (id === hostSsh.id && status !== 'ok' && status !== 'skip' ? 0 : RANK[status]);

/** Reports worst first, otherwise in the order of the checks. */
export function verdict(reports: readonly CheckReport[]): Verdict {
  return { status: overall(reports), checks: reports.toSorted((a, b) => rank(a) - rank(b)) };
}

/** `warn` says that the cluster serves, so something unknown about the cluster as a whole outranks it. */
function overall(reports: readonly CheckReport[]): Verdict['status'] {
  const has = (status: Status): boolean => reports.some((report) => report.status === status);
  if (has('crit')) return 'crit';
  if (reports.some((report) => report.status === 'unknown' && report.target === CLUSTER)) return 'unknown';
  if (has('warn')) return 'warn';
  // Nothing looked at is nothing known.
  return has('ok') && !has('unknown') ? 'ok' : 'unknown';
}

/** For people: the answer first. */
export function sentence({ status, checks }: Verdict): string {
  const how = (wanted: Status): number => checks.filter((report) => report.status === wanted).length;
  const crits = count(how('crit'), 'critical finding');
  const rest = [
    ...(how('warn') > 0 ? [count(how('warn'), 'warning')] : []),
    ...(how('unknown') > 0 ? [`${String(how('unknown'))} unknown`] : []),
  ].join(', ');
  switch (status) {
    case 'ok':
      return 'The cluster works.';
    case 'warn':
      return `The cluster serves, but not everything is as it should be: ${rest}.`;
    case 'crit':
      return `The cluster does not serve all clients, or the next loss costs data or service: ${crits}${rest === '' ? '' : `, ${rest}`}.`;
    case 'unknown':
      return `Whether the cluster works could not be seen: ${rest === '' ? 'nothing was checked' : rest}.`;
  }
}

/** 0 healthy, 1 critical, 3 degraded or partly unknown, 4 no host could be reached. */
export function exitCode({ status }: Verdict, reached: ReadonlyMap<HostName, Read<unknown>>): 0 | 1 | 3 | 4 {
  if (![...reached.values()].some((read) => read.ok)) return 4;
  if (status === 'ok') return 0;
  return status === 'crit' ? 1 : 3;
}

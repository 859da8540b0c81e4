// Reports for people: one thing that is said many times becomes one line. Pure; JSON has every report.
import type { CheckReport, Status } from '../model/check.js';

export interface Grouped {
  readonly report: CheckReport;
  /** What else it stands for, in a few words; empty when nothing. */
  readonly also: string;
}

interface Row {
  readonly report: CheckReport;
  readonly twins: CheckReport[];
  readonly followers: CheckReport[];
}

/** Says whether a host was reached; whatever is missing of one that was not follows from that. */
const REACHED = 'host.ssh';
/** How many are named before the rest is only counted. */
const NAMED = 3;

/** In the order of the reports. */
export function grouped(reports: readonly CheckReport[]): readonly Grouped[] {
  const rows: Row[] = [];
  const lost = new Map<string, Row>();
  const known = new Map<string, Row>();
  for (const report of reports) {
    const cause = report.status === 'crit' ? undefined : lost.get(hostOf(report));
    const twin = keysOf(report).find((key) => known.has(key));
    if (cause !== undefined) cause.followers.push(report);
    else if (twin !== undefined) known.get(twin)?.twins.push(report);
    else {
      const row = { report, twins: [], followers: [] };
      rows.push(row);
      if (report.id === REACHED) lost.set(report.target, row);
      else for (const key of keysOf(report)) known.set(key, row);
    }
  }
  return rows.map(({ report, twins, followers }) => ({ report, also: following(report, followers) + same(report, twins) }));
}

const hostOf = ({ target }: CheckReport): string => target.replace(/\/.*/s, '');

/** Reports are twins when a check says the same of two targets, or when two checks lack the same answer. */
const keysOf = ({ status, id, target, message }: CheckReport): readonly string[] => [
  JSON.stringify(['check', status, id, message]),
  ...(status === 'unknown' ? [JSON.stringify(['target', target, message])] : []),
];

function following({ target }: CheckReport, followers: readonly CheckReport[]): string {
  const number = (status: Status): number => followers.filter((report) => report.status === status).length;
  const parts = [
    ...(number('warn') > 0 ? [`${String(number('warn'))} warning${number('warn') === 1 ? '' : 's'}`] : []),
    ...(number('unknown') > 0 ? [`${String(number('unknown'))} unknown`] : []),
  ];
  return parts.length === 0 ? '' : `+ ${parts.join(' and ')} of ${target}, because it cannot be reached`;
}

function same(report: CheckReport, twins: readonly CheckReport[]): string {
  if (twins.length === 0) return '';
  const names = [...new Set(twins.map((twin) => (twin.id === report.id ? twin.target : twin.id)))];
  const rest = names.length - NAMED;
  return `+ the same: ${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}

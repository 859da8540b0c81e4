// Reports for people: what is one thing said many times becomes one line. Pure; JSON has every report.
import type { CheckReport } from '../model/check.js';

export interface Grouped {
  readonly report: CheckReport;
  /** What else it stands for, in a few words; empty when nothing. */
  readonly also: string;
}

/** Says whether a host was reached; all else about a host that was not follows from that. */
const REACHED = 'host.ssh';
const NAMED = 3;

export function grouped(reports: readonly CheckReport[]): readonly Grouped[] {
  const lost = reports.filter(({ id, status }) => id === REACHED && status !== 'ok' && status !== 'skip').map(({ target }) => target);
  const followers = new Map<string, CheckReport[]>(lost.map((host) => [host, []]));
  const rows = new Map<string, { readonly report: CheckReport; readonly twins: CheckReport[] }>();
  for (const report of reports) {
    const host = lost.find((name) => report.id !== REACHED && report.status !== 'crit' && concerns(report, name));
    if (host !== undefined) {
      followers.get(host)?.push(report);
      continue;
    }
    const key = keysOf(report).find((one) => rows.has(one));
    if (key !== undefined) rows.get(key)?.twins.push(report);
    else for (const one of keysOf(report)) rows.set(one, { report, twins: rows.get(one)?.twins ?? [] });
  }
  return [...new Map([...rows.values()].map((row) => [row.report, row])).values()].map(({ report, twins }) => {
    const own = report.id === REACHED ? followers.get(report.target) : undefined;
    return { report, also: own === undefined || own.length === 0 ? same(report, twins) : following(report.target, own) };
  });
}

const concerns = ({ target }: CheckReport, host: string): boolean => target === host || target.startsWith(`${host}/`);

/** Reports are twins when a check says the same of two targets, or when two checks lack the same answer. */
const keysOf = ({ status, id, target, message }: CheckReport): readonly string[] => [
  JSON.stringify(['check', status, id, message]),
  ...(status === 'unknown' ? [JSON.stringify(['target', target, message])] : []),
];

function following(host: string, reports: readonly CheckReport[]): string {
  const number = (status: CheckReport['status']): number => reports.filter((one) => one.status === status).length;
  const parts = [
    ...(number('warn') > 0 ? [`${String(number('warn'))} warning${number('warn') === 1 ? '' : 's'}`] : []),
    ...(number('unknown') > 0 ? [`${String(number('unknown'))} unknown`] : []),
  ];
  return `+ ${parts.join(' and ')} of ${host}, because it cannot be reached`;
}

function same(report: CheckReport, twins: readonly CheckReport[]): string {
  if (twins.length === 0) return '';
  const names = [...new Set(twins.map((twin) => (twin.id === report.id ? twin.target : twin.id)))];
  const rest = names.length - NAMED;
  return `the same: ${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${String(rest)} more` : ''}`;
}

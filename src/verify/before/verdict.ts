// What all findings about the hosts mean together: one word and one sentence.
import { count } from '../../components/findings.js';
import type { CheckReport, Status, Verdict } from '../../model/check.js';

/** What could not be seen outranks a warning: nobody can say that provisioning will work. */
export function hostsStatus(reports: readonly CheckReport[]): Verdict['status'] {
  const has = (status: Status): boolean => reports.some((report) => report.status === status);
  for (const status of ['crit', 'unknown', 'warn'] as const) if (has(status)) return status;
  return has('ok') ? 'ok' : 'unknown';
}

export function hostsSentence({ status, checks }: Verdict): string {
  const how = (wanted: Status): number => checks.filter((report) => report.status === wanted).length;
  const blind = new Set(checks.filter((report) => report.status === 'unknown').map((report) => report.target)).size;
  const rest = [
    ...(blind > 0 ? [`${count(blind, 'host')} not looked at`] : []),
    ...(how('warn') > 0 ? [count(how('warn'), 'warning')] : []),
  ];
  switch (status) {
    case 'ok':
      return 'The hosts can carry this cluster.';
    case 'warn':
      return `The hosts can carry this cluster, but not everything is as it should be: ${rest.join(', ')}.`;
    case 'crit':
      return `The hosts cannot carry this cluster as they are: ${[count(how('crit'), 'critical finding'), ...rest].join(', ')}.`;
    case 'unknown':
      return `Whether the hosts can carry this cluster could not be seen: ${rest.length === 0 ? 'nothing was checked' : rest.join(', ')}.`;
  }
}

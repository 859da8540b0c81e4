// How a check says what it found, and how it names many things in one line.
import type { Finding } from '../model/check.js';
import type { HostName } from '../model/cluster.js';

type Value = Finding['value'];

/** The target of what concerns no single host or partition. */
export const CLUSTER = 'cluster';

export const ok = (target: string, value: Value, message: string): Finding => ({ target, status: 'ok', value, message, fix: '' });

/** Well as it is, with what to do against what may come: people are shown it, and no verdict changes by it. */
export const advice = (target: string, value: Value, message: string, fix: string): Finding => ({
  target,
  status: 'ok',
  value,
  message,
  fix,
});

export const warn = (target: string, value: Value, message: string, fix: string): Finding => ({
  target,
  status: 'warn',
  value,
  message,
  fix,
});

export const crit = (target: string, value: Value, message: string, fix: string): Finding => ({
  target,
  status: 'crit',
  value,
  message,
  fix,
});

/** Only for an answer that came and lacks what was asked for. */
export const unknown = (target: string, message: string, fix: string): Finding => ({
  target,
  status: 'unknown',
  value: null,
  message,
  fix,
});

/** Of a service that does not do its work, whether its process is there or not. */
export const startAnew = (component: string, host: string): string =>
  `See "fams-ops logs ${component} --limit ${host}"; "fams-ops restart ${component} --limit ${host}" starts it anew.`;

/** That finding, where all that is wrong is that something of these hosts is missing. */
export const blaming = (hosts: readonly HostName[], finding: Finding): Finding =>
  hosts.length === 0 || finding.status === 'ok' ? finding : { ...finding, blames: hosts };

/** `a, b, c and 4 more` */
export function some(names: readonly string[], most = 5): string {
  const rest = names.length - most;
  return rest > 0 ? `${names.slice(0, most).join(', ')} and ${String(rest)} more` : names.join(', ');
}

/** `1 partition`, `3 partitions` */
export const count = (number: number, noun: string): string => `${String(number)} ${noun}${number === 1 ? '' : 's'}`;

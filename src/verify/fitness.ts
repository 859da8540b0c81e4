// Whether the hosts can carry what they are to carry, as errors and notes of a run. Every finding at once, before anything is touched (exit 1).
import { AppError } from '../errors/app-error.js';
import type { Check, CheckReport } from '../model/check.js';
import type { Resolved } from '../model/resolved.js';
import { beforeChecks } from './before/checks.js';
import { hostSsh } from './checks/ssh.js';
import type { Gathered } from './gather.js';
import { judge } from './judge.js';

export interface Fitness {
  readonly errors: readonly AppError[];
  readonly notes: readonly string[];
}

/** Checks that rest on what is known anyhow, and ask no host for more. */
export const unaskedChecks: readonly Check[] = beforeChecks.filter(({ needs }) =>
  needs.every((source) => source.kind === 'host' && source.read === null),
);

/** Reports of hosts that are to carry a cluster. What follows from a host that cannot be reached has no remedy of its own. */
export const judgeHosts = (checks: readonly Check[], gathered: Gathered, want: Resolved): readonly CheckReport[] =>
  judge([hostSsh, ...checks], gathered, want).filter(({ id }) => id !== hostSsh.id);

/** Critical findings are errors, in the words of `check`; the rest is worth a note. */
export function fitness(checks: readonly Check[], gathered: Gathered, want: Resolved): Fitness {
  const reports = judgeHosts(checks, gathered, want).filter(({ status, fix }) => status !== 'ok' || fix !== '');
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

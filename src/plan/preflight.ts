// Pure: whether the hosts can carry what they are to carry, as far as facts tell. Every finding at once, before anything is touched (exit 1).
import { AppError } from '../errors/app-error.js';
import type { Finding } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { HostFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';
import { fitness } from './preflight/checks.js';
import { hostNames } from './preflight/names.js';

export interface Preflight {
  readonly errors: readonly AppError[];
  readonly notes: readonly string[];
}

/** Critical findings are errors, the rest is worth a note. A host without getent may know more names than it can tell: a note, too. */
export function preflight(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>): Preflight {
  const found = fitness.flatMap((check) => check.judge({ facts }, resolved)).filter(({ status }) => status !== 'ok');
  const names = hostNames.judge({ facts }, resolved).filter(({ status }) => status !== 'ok');
  const errors = found.filter(({ status }) => status === 'crit');
  return {
    errors: errors.map(
      ({ target, message, fix }) => new AppError('HOST_UNFIT', `${target}: ${message}`, { where: { host: target }, todo: [fix] }),
    ),
    notes: [...found.filter((one) => !errors.includes(one)), ...names].map(note),
  };
}

const note = ({ target, message, fix }: Finding): string => `${target}: ${message}. ${fix}`;

// Which checks run. Those left out are reported as skipped, so that nobody takes silence for health.
import { CLUSTER } from '../components/findings.js';
import { lives } from '../components/lives.js';
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import type { Check, CheckReport } from '../model/check.js';
import { hostChecks } from './checks/catalogue.js';

/** Every check, from the ground up: hosts first, then the components in order of start. */
export const allChecks: readonly Check[] = [...hostChecks, ...Object.values(lives).flatMap((live) => live.checks)];

/** Names of the limits by check id: what the inventory may say under `verify:`. */
export const knownLimits = (all: readonly Check[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(all.map(({ id, limits }) => [id, Object.keys(limits)]));

export interface Choice {
  /** Leaves out every check that starts a JVM. */
  readonly fast: boolean;
  /** Lets those join in that read everything again. */
  readonly deep?: boolean;
  /** Ids, or what they begin with before a dot: `kafka`. None: all of them. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

interface Chosen {
  readonly checks: readonly Check[];
  readonly skipped: readonly CheckReport[];
}

/** @throws AppError USAGE for a name that no check has */
export function chooseChecks(all: readonly Check[], { fast, deep = false, only = [], skip = [] }: Choice): Chosen {
  for (const name of [...only, ...skip]) checksNamed(all, name);
  const why = (check: Check): string | null => {
    if (only.length > 0 && !only.some((name) => names(name, check))) return 'not asked for';
    if (skip.some((name) => names(name, check))) return 'left out as asked';
    if (fast && check.slow) return 'left out: it starts a JVM, and only the fast checks were asked for';
    // To name it in full is to ask for it.
    if (check.deep && !deep && !only.includes(check.id)) return 'left out: it reads everything again, which --deep asks for';
    return null;
  };
  return {
    checks: all.filter((check) => why(check) === null),
    skipped: all.flatMap((check) => {
      const message = why(check);
      return message === null ? [] : [{ id: check.id, target: CLUSTER, status: 'skip', value: null, message, fix: '', ms: 0 } as const];
    }),
  };
}

/**
 * The check of this id, or all whose ids begin with it before a dot.
 * @throws AppError USAGE when there is none
 */
export function checksNamed(all: readonly Check[], name: string): readonly Check[] {
  const found = all.filter((check) => names(name, check));
  if (found.length > 0) return found;
  const ids = all.map(({ id }) => id);
  const guess = nearest(name, [...ids, ...new Set(ids.map((id) => id.replace(/\..*/, '')))]);
  throw new AppError('USAGE', `There is no check "${name}".`, {
    todo: [guess === undefined ? `Checks: ${ids.join(', ')}.` : `Did you mean "${guess}"?`],
  });
}

const names = (name: string, { id }: Check): boolean => id === name || id.startsWith(`${name}.`);

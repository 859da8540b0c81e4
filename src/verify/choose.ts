// Which checks run. Those left out are reported as skipped, so that nobody takes silence for health.
import { CLUSTER } from '../components/findings.js';
import { lives } from '../components/lives.js';
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import type { Check, CheckReport } from '../model/check.js';
import type { Cluster } from '../model/cluster.js';
import { hostChecks } from './checks/host-checks.js';

/** Every check, from the ground up: hosts first, then the components in order of start. */
export const allChecks: readonly Check[] = [...hostChecks, ...Object.values(lives).flatMap((live) => live.checks)];

interface Choice {
  /** Leaves out every check that starts a JVM. */
  readonly fast: boolean;
  /** Ids, or what they begin with before a dot: `kafka`. None: all of them. */
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
}

interface Chosen {
  readonly checks: readonly Check[];
  readonly skipped: readonly CheckReport[];
}

/** @throws AppError USAGE for a name that no check has */
export function chooseChecks(all: readonly Check[], { fast, only = [], skip = [] }: Choice): Chosen {
  for (const name of [...only, ...skip]) refuseUnknown(name, all);
  const why = (check: Check): string | null => {
    if (only.length > 0 && !only.some((name) => names(name, check))) return 'not asked for';
    if (skip.some((name) => names(name, check))) return 'left out as asked';
    return fast && check.slow ? 'left out: it starts a JVM, and only the fast checks were asked for' : null;
  };
  return {
    checks: all.filter((check) => why(check) === null),
    skipped: all.flatMap((check) => {
      const message = why(check);
      return message === null ? [] : [{ id: check.id, target: CLUSTER, status: 'skip', value: null, message, fix: '', ms: 0 } as const];
    }),
  };
}

const names = (name: string, { id }: Check): boolean => id === name || id.startsWith(`${name}.`);

/** @throws AppError USAGE */
function refuseUnknown(name: string, all: readonly Check[]): void {
  if (all.some((check) => names(name, check))) return;
  const ids = all.map(({ id }) => id);
  throw new AppError('USAGE', `There is no check "${name}".`, { todo: [suggestion(name, ids, 'Checks')] });
}

/**
 * Thresholds of the inventory that no check has would be ignored without a word.
 * @throws AppError INVENTORY_INVALID
 */
export function refuseUnknownThresholds({ file, thresholds }: Pick<Cluster, 'file' | 'thresholds'>, all: readonly Check[]): void {
  for (const [id, limits] of Object.entries(thresholds)) {
    const check = all.find((one) => one.id === id);
    const known = check === undefined ? all.map((one) => one.id) : Object.keys(check.limits);
    const wrong = check === undefined ? id : Object.keys(limits).find((name) => !known.includes(name));
    if (wrong === undefined) continue;
    const what = check === undefined ? `verify: there is no check "${id}"` : `verify.${id}: there is no limit "${wrong}"`;
    throw new AppError('INVENTORY_INVALID', what, { where: { file }, todo: [suggestion(wrong, known, 'There are')] });
  }
}

function suggestion(name: string, known: readonly string[], of: string): string {
  const guess = nearest(name, known);
  if (guess !== undefined) return `Did you mean "${guess}"?`;
  return known.length === 0 ? 'This check has no limits.' : `${of}: ${known.join(', ')}.`;
}

// What is different between two looks at the same cluster: problems that came, went, or changed their weight. Pure.
import type { CheckReport, Status } from '../model/check.js';

export interface Change {
  readonly kind: 'new' | 'worse' | 'better' | 'gone';
  readonly id: string;
  readonly target: string;
  /** Null: nothing was said of it. */
  readonly from: Status | null;
  readonly to: Status | null;
  /** What is said of it now; of a problem that is gone, what was said last. */
  readonly message: string;
}

const WEIGHT: Readonly<Record<Status, number>> = { skip: 0, ok: 0, unknown: 1, warn: 2, crit: 3 };

/** New and worse ones first, each kind in the order of its reports. */
export function changesBetween(before: readonly CheckReport[], after: readonly CheckReport[]): readonly Change[] {
  const was = worstOf(before);
  const is = worstOf(after);
  const keys = [...new Set([...is.keys(), ...was.keys()])];
  return keys.flatMap((key) => changeOf(was.get(key), is.get(key))).toSorted((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

const ORDER: readonly Change['kind'][] = ['new', 'worse', 'better', 'gone'];

/** A check may say several things of one target; the worst counts. */
function worstOf(reports: readonly CheckReport[]): ReadonlyMap<string, CheckReport> {
  const worst = new Map<string, CheckReport>();
  for (const report of reports) {
    const key = `${report.id} ${report.target}`;
    const other = worst.get(key);
    if (other === undefined || WEIGHT[report.status] > WEIGHT[other.status]) worst.set(key, report);
  }
  return worst;
}

function changeOf(was: CheckReport | undefined, is: CheckReport | undefined): readonly Change[] {
  const before = was === undefined ? 0 : WEIGHT[was.status];
  const after = is === undefined ? 0 : WEIGHT[is.status];
  const told = after > 0 ? is : was;
  if (before === after || told === undefined) return [];
  const kind = before === 0 ? 'new' : after === 0 ? 'gone' : after > before ? 'worse' : 'better';
  return [{ kind, id: told.id, target: told.target, from: was?.status ?? null, to: is?.status ?? null, message: told.message }];
}

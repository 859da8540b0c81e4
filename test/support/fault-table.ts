// A fault, what verify must say of it, and the table of what it said.
import type { CheckSeen, Said } from './fams.js';

export interface Fault {
  readonly name: string;
  readonly inject: () => Promise<unknown>;
  /** Left out where the next fault comes on top of this one. */
  readonly heal?: () => Promise<unknown>;
  /** What must be among the findings; what is left out may be anything. Null: nothing, it is no fault. */
  readonly finding: { readonly id: string; readonly target?: string; readonly status: 'warn' | 'crit'; readonly says?: RegExp } | null;
  readonly exit: readonly number[];
}

type Finding = Fault['finding'];

export const isSeen = ({ finding, exit }: Fault, { code, result }: Said): boolean =>
  exit.includes(code) && (finding === null || result.checks.some((check) => matches(check, finding)));

function matches(check: CheckSeen, { id, target = check.target, status, says = /./ }: NonNullable<Finding>): boolean {
  return check.id === id && check.target === target && check.status === status && says.test(check.message);
}

export class FaultTable {
  private readonly rows: string[][] = [['fault', 'expected', 'seen', 'exit', 'after', 'well again']];

  /** Looks that were taken, and for how long, until the fault was seen; `well` is how long the healing took. */
  row({ name, finding, exit }: Fault, looks: readonly Said[], seconds: number): { well(seconds: number): void } {
    const expected = finding === null ? 'all well' : `${finding.id} ${finding.status} ${finding.target ?? ''} exit ${exit.join(' or ')}`;
    const row = [name, expected, sight(looks, finding), looks.map(({ code }) => code).join(' '), `${seconds.toFixed(1)} s`, ''];
    this.rows.push(row);
    return { well: (took) => (row[5] = `${took.toFixed(1)} s`) };
  }

  toString(): string {
    const widths = (this.rows[0] ?? []).map((_, column) => Math.max(...this.rows.map((row) => row[column]?.length ?? 0)));
    const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return this.rows.map((row) => line(row).trimEnd()).join('\n');
  }
}

function sight(looks: readonly Said[], finding: Finding): string {
  const bad = (looks.at(-1)?.result.checks ?? []).filter(({ status }) => !['ok', 'skip'].includes(status));
  const found = bad.find((check) => finding !== null && matches(check, finding)) ?? bad[0];
  return found === undefined ? 'all well' : `${found.id} ${found.target} ${found.status}: ${found.message}`.slice(0, 100);
}

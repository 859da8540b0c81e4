// A fault, what verify must say of it, and the table of what it said.
import type { Bed } from './bed.js';
import type { CheckSeen, Fams, Said } from './fams.js';
import type { Faults } from './faults.js';

/** Where it happens. */
export interface Scene {
  readonly bed: Bed;
  readonly fams: Fams;
  readonly faults: Faults;
}

export interface Fault {
  readonly name: string;
  readonly inject: (scene: Scene) => Promise<unknown>;
  /** Left out where the next fault comes on top of this one. */
  readonly heal?: (scene: Scene) => Promise<unknown>;
  /** What must be among the findings, with what to do about it; `ok` where it is no fault but must be seen all the same. */
  readonly finding: {
    readonly id: string;
    readonly target: string;
    readonly status: 'ok' | 'warn' | 'crit' | 'unknown';
    readonly says?: RegExp;
  };
  readonly exit: readonly number[];
}

/** One look, and how long it took. */
export interface Look {
  readonly said: Said;
  readonly seconds: number;
}

export const isSeen = (fault: Fault, { said: { code, result } }: Look): boolean =>
  fault.exit.includes(code) && result.checks.some((check) => matchesFinding(check, fault));

export function matchesFinding(check: CheckSeen, { finding: { id, target, status, says = /./ } }: Fault): boolean {
  const expected = check.id === id && check.target === target && check.status === status && says.test(check.message);
  return expected && (status === 'ok' || check.fix !== '');
}

export class FaultTable {
  private readonly rows: string[][] = [['fault', 'expected', 'seen', 'what to do', 'exit', 'look', 'seen after', 'well after']];

  /** Looks that were taken, and for how long, until the fault was seen; `well` is how long the healing took. */
  row(fault: Fault, looks: readonly Look[], seconds: number): { well(seconds: number): void } {
    const { id, target, status } = fault.finding;
    const found = sight(fault, looks.at(-1));
    const row = [
      ...[fault.name, `${status} ${id} ${target}, exit ${fault.exit.join(' or ')}`],
      ...(found === undefined ? ['all well', ''] : [brief(`${found.status} ${found.id} ${found.message}`, 90), brief(found.fix, 40)]),
      ...[looks.map(({ said }) => said.code).join(' '), inSeconds(slowest(looks)), inSeconds(seconds), ''],
    ];
    this.rows.push(row);
    return { well: (took) => (row[7] = inSeconds(took)) };
  }

  toString(): string {
    const widths = (this.rows[0] ?? []).map((_, column) => Math.max(...this.rows.map((row) => row[column]?.length ?? 0)));
    const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
    return this.rows.map((row) => line(row).trimEnd()).join('\n');
  }
}

export const slowest = (looks: readonly Look[]): number => Math.max(...looks.map(({ seconds }) => seconds));

const inSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;
const brief = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);

/** The finding that was expected, or else the worst one. */
function sight(fault: Fault, look: Look | undefined): CheckSeen | undefined {
  const checks = look?.said.result.checks ?? [];
  return checks.find((check) => matchesFinding(check, fault)) ?? checks.find(({ status }) => !['ok', 'skip'].includes(status));
}

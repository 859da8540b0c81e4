// A verdict for people: what is not well first, with its evidence; then what to do, one sentence, and the next command to type.
import { styleText } from 'node:util';
import type { CheckReport, Status, Verdict } from '../model/check.js';
import { grouped, type Grouped } from './grouped.js';
import { table, width } from './table.js';
import { hang } from './wrap.js';

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<Status, Colour>> = { crit: 'red', unknown: 'magenta', warn: 'yellow', skip: 'gray', ok: 'green' };

/** The rest mostly follows from what is worst. */
const SHOWN_FIXES = 6;
/** Messages in less room than this are put below. */
const MESSAGE_COLUMNS = 44;

interface Shape {
  /** Of what it is shown on; 0: lines as long as they are, for logs and for grep. */
  readonly columns?: number;
  /** The inventory to name in the next command; null: the one that is taken anyway. */
  readonly inventory?: string | null;
}

/** @param everything also what is well, and each report on its own */
export function verdictText(
  verdict: Verdict,
  sentence: string,
  everything: boolean,
  { columns = resultColumns(), inventory = null }: Shape = {},
): string {
  const bad = verdict.checks.filter(({ status }) => status !== 'ok' && status !== 'skip');
  const shown = everything ? verdict.checks.map((report) => ({ report, also: '' })) : grouped(bad);
  const next = nextCommand(bad, inventory);
  return [
    ...rows(shown, columns),
    ...fixes(shown, columns),
    hang('', `${paint(verdict.status, sentence)} ${counted(verdict.checks)}`, columns),
    ...(next === null ? [] : [`Next: ${next}`]),
  ].join('\n');
}

/** Columns where the messages have room, else the message below its finding. */
function rows(shown: readonly Grouped[], columns: number): readonly string[] {
  const heads = shown.map(({ report: { status, id, target } }) => [paint(status, status), id, target]);
  if (heads.length === 0) return [];
  // A last column that holds nothing makes all others equally wide.
  const lines = table(heads.map((head) => [...head, '|'])).split('\n');
  const aside = columns === 0 || columns - width(lines[0] ?? '') >= MESSAGE_COLUMNS;
  return shown.flatMap(({ report: { message }, also }, i) => {
    const head = (lines[i] ?? '').slice(0, -1);
    if (columns === 0) return [head + [message, also].filter(Boolean).join('  ')];
    const margin = ' '.repeat(aside ? width(head) : BELOW);
    const below = also === '' ? [] : [hang(margin, also, columns)];
    return aside ? [hang(head, message, columns), ...below] : [head.trimEnd(), hang(margin, message, columns), ...below];
  });
}

const BELOW = 9;

function fixes(shown: readonly Grouped[], columns: number): readonly string[] {
  const all = [...new Set(shown.flatMap(({ report: { fix } }) => (fix === '' ? [] : [fix])))];
  const more = all.length - SHOWN_FIXES;
  return [
    ...all.slice(0, SHOWN_FIXES).map((fix) => hang('  do: ', fix, columns)),
    ...(more > 0 ? [`  (${String(more)} more under --json; put these right first)`] : []),
  ];
}

function counted(checks: readonly CheckReport[]): string {
  const ok = checks.filter(({ status }) => status === 'ok').length;
  const skipped = checks.filter(({ status }) => status === 'skip').length;
  const left = skipped === 0 ? '' : `; ${String(skipped)} check${skipped === 1 ? '' : 's'} left out`;
  return `${String(ok)} of ${String(checks.length - skipped)} findings are ok${left}.`;
}

/** The command that the worst finding asks for, else the paragraph on that finding. */
function nextCommand([worst]: readonly CheckReport[], inventory: string | null): string | null {
  if (worst === undefined) return null;
  const named = /"(fams-ops [^"]+)"/.exec(worst.fix)?.[1];
  if (named === undefined) return `fams-ops verify --explain ${worst.id}`;
  return inventory === null ? named : `${named} -i ${quoted(inventory)}`;
}

const quoted = (path: string): string => (/^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** 0 where it is no terminal. */
export const resultColumns = (): number => (process.stdout.isTTY ? process.stdout.columns : 0);

const paint = (status: Status, text: string): string => styleText(COLOURS[status], text, { stream: process.stdout });

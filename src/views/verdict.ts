// A verdict for people: what is not well first, with its evidence; then what to do, one sentence, and the next command to type.
import type { CheckReport, Status, Verdict } from '../model/check.js';
import { grouped, type Grouped } from './grouped.js';
import { continued } from '../terminal/sanitize.js';
import type { Style } from '../terminal/style.js';
import { table, width } from '../terminal/table.js';
import { columnsOf, paint as painted } from '../terminal/terminal.js';
import { hang } from '../terminal/wrap.js';

const COLOURS: Readonly<Record<Status, Style>> = { crit: 'red', unknown: 'magenta', warn: 'yellow', skip: 'gray', ok: 'green' };

/** The rest mostly follows from what is worst. */
const SHOWN_FIXES = 6;

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
  const advice = verdict.checks.filter(({ status, fix }) => status === 'ok' && fix !== '');
  const shown = everything ? verdict.checks.map((report) => ({ report, also: '' })) : grouped([...bad, ...advice]);
  const next = nextCommand(bad, inventory);
  return [
    ...rows(shown, columns),
    ...fixes(shown, columns),
    hang('', `${paint(verdict.status, sentence)} ${counted(verdict.checks)}`, columns),
    ...(next === null ? [] : [`Next: ${next}`]),
  ].join('\n');
}

/** A message that has room stands beside its finding, a longer one below it. */
function rows(shown: readonly Grouped[], columns: number): readonly string[] {
  const heads = shown.map(({ report: { status, id, target } }) => [paint(status, status), id, target]);
  // A last column that holds nothing makes all others equally wide.
  const lines = heads.length === 0 ? [] : table(heads.map((head) => [...head, '|'])).split('\n');
  return shown.flatMap(({ report: { message }, also }, i) => {
    const head = (lines[i] ?? '').slice(0, -1);
    if (columns === 0) return [head + continued([message, also].filter(Boolean).join('  '), MARGIN)];
    const below = also === '' ? [] : [hang(MARGIN, also, columns)];
    if (!message.includes('\n') && width(head) + width(message) <= columns) return [head + message, ...below];
    return [head.trimEnd(), hang(MARGIN, message, columns), ...below];
  });
}

const MARGIN = ' '.repeat(9);

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
export const resultColumns = (): number => columnsOf('stdout');

const paint = (status: Status, text: string): string => painted('stdout', COLOURS[status], text);

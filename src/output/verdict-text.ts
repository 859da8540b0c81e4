// A verdict for people: what is not well first, with its evidence and what to do; then one sentence.
import { styleText } from 'node:util';
import type { CheckReport, Status, Verdict } from '../model/check.js';
import { table } from './table.js';

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Readonly<Record<Status, Colour>> = { crit: 'red', unknown: 'magenta', warn: 'yellow', skip: 'gray', ok: 'green' };

/** The rest mostly follows from what is worst. */
const SHOWN_FIXES = 6;

/** @param everything also what is well, one line a check */
export function verdictText(verdict: Verdict, sentence: string, everything: boolean): string {
  const shown = verdict.checks.filter((check) => everything || (check.status !== 'ok' && check.status !== 'skip'));
  const rows = shown.map((check) => [label(check.status), check.id, check.target, check.message]);
  const fixes = [...new Set(shown.filter((check) => check.fix !== '').map((check) => `  do: ${check.fix}`))];
  const more = fixes.length - SHOWN_FIXES;
  const ok = verdict.checks.filter((check) => check.status === 'ok').length;
  const looked = verdict.checks.filter((check) => check.status !== 'skip').length;
  const counted = `${String(ok)} of ${String(looked)} findings are ok.`;
  return [
    ...(rows.length > 0 ? [table(rows)] : []),
    ...fixes.slice(0, SHOWN_FIXES),
    ...(more > 0 ? [`  (${String(more)} more under --json; put these right first)`] : []),
    `${paint(verdict.status, sentence)} ${counted}`,
  ].join('\n');
}

export const checkLine = (check: CheckReport): string => [check.status, check.id, check.target, check.message].join('  ');

const paint = (status: Status, text: string): string => styleText(COLOURS[status], text, { stream: process.stdout });
const label = (status: Status): string => paint(status, status);

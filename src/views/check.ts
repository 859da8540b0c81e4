// A verdict on hosts for people, and what a check of hosts means.
import type { CheckResult, ExplainedChecks } from '../flows/check.js';
import type { CheckReport } from '../model/check.js';
import { resultColumns, verdictText } from './verdict.js';
import { hang } from '../terminal/wrap.js';

/** @param inventory to name in the next command; null: the one that is taken anyway */
export function checkText({ status, checks, sentence }: CheckResult, everything: boolean, inventory: string | null = null): string {
  const worst = checks.find((report) => report.status !== 'ok' && report.status !== 'skip');
  const shown = checks.map((report) => (report === worst ? explained(report) : report));
  return verdictText({ status, checks: shown }, sentence, everything, { inventory });
}

/** What is to be typed next stands in the fix; of verify's own checks verify tells more, of these it knows nothing. */
const explained = (report: CheckReport): CheckReport =>
  report.fix.includes('"fams-ops ') ? report : { ...report, fix: `${report.fix} More: "fams-ops check --explain ${report.id}".`.trim() };

/** A paragraph is no easier to read in longer lines. */
const MOST_COLUMNS = 100;

export function explainedText(checks: ExplainedChecks['checks'], columns = resultColumns() || MOST_COLUMNS): string {
  return checks
    .map(({ id, title, explain }) => [`${id}: ${title}`, hang('  ', explain, Math.min(columns, MOST_COLUMNS))].join('\n'))
    .join('\n\n');
}

// What there is to check, for people: a table of all checks, or the paragraph of some.
import type { CheckList } from '../flows/verify.js';
import { table } from '../terminal/table.js';
import { resultColumns } from './verdict.js';
import { hang } from '../terminal/wrap.js';

type Checks = CheckList['checks'];
type Listed = Checks[number];

/** A paragraph is no easier to read in longer lines. */
const MOST_COLUMNS = 100;

export function checkListText(checks: Checks): string {
  const rows = checks.map((check) => [check.id, check.title, kind(check), limitsOf(check)]);
  return [
    table([['CHECK', 'WHAT IT SAYS', 'RUNS', 'LIMITS'], ...rows]),
    '',
    'Runs: always; slow: unless --fast; deep: with --deep, or when named in full by --only.',
    'Limits are changed in the inventory: verify: { CHECK: { LIMIT: NUMBER } }. More: fams-ops verify --explain CHECK',
  ].join('\n');
}

export function explainText(checks: Checks, columns = resultColumns() || MOST_COLUMNS): string {
  const width = Math.min(columns, MOST_COLUMNS);
  return checks
    .map((check) =>
      [
        `${check.id}: ${check.title}`,
        hang('  ', check.explain, width),
        `  runs:    ${RUNS[kind(check)]}`,
        `  limits:  ${limitsOf(check) || 'none'}`,
        ...Object.entries(check.limits)
          .slice(0, 1)
          .map(([name, value]) => `  change:  in the inventory, verify: { ${check.id}: { ${name}: ${String(value)} } }`),
        `  leave out: fams-ops verify --skip ${check.id}`,
      ].join('\n'),
    )
    .join('\n\n');
}

const RUNS = { always: 'always', slow: 'unless --fast is given', deep: 'with --deep, or when named in full by --only' } as const;

const kind = ({ slow, deep }: Listed): keyof typeof RUNS => (deep ? 'deep' : slow ? 'slow' : 'always');

const limitsOf = ({ limits }: Listed): string =>
  Object.entries(limits)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');

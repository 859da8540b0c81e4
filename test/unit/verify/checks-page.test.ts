// docs/checks.md is what the checks say of themselves; `npx vitest run -u` writes it anew.
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import type { Check } from '../../../src/model/check.js';
import { allChecks } from '../../../src/verify/choose.js';

const PAGE = fileURLToPath(new URL('../../../docs/checks.md', import.meta.url));
const PARTS: readonly (readonly [string, string])[] = [
  ['host', 'Hosts'],
  ['zookeeper', 'ZooKeeper'],
  ['kafka', 'Kafka'],
  ['spark', 'Spark'],
  ['producer', 'The producer'],
  ['calculator', 'The calculator'],
];

const HEAD = `# The checks of verify

\`fams-ops verify --list\` shows them in brief, \`fams-ops verify --explain CHECK\` one of them. Limits are changed in the inventory,
\`verify: { CHECK: { LIMIT: NUMBER } }\`. This page is made from the checks by the unit tests (\`npx vitest run -u\`).
`;

function section({ id, title, explain, slow, deep, limits }: Check): string {
  const named = Object.entries(limits).map(([name, value]) => `\`${name}\` ${String(value)}`);
  const when = deep ? 'Only with `--deep`, or when named in full by `--only`.' : slow ? 'Not with `--fast`: it starts a JVM.' : '';
  const facts = [when, named.length > 0 ? `Limits: ${named.join(', ')}.` : ''].filter(Boolean).join(' ');
  return [`### ${id}`, `**${title}.** ${explain}`, ...(facts === '' ? [] : [facts])].join('\n\n');
}

it('docs/checks.md has every check as it is', async () => {
  const parts = PARTS.map(([prefix, title]) => {
    const checks = allChecks.filter(({ id }) => id.startsWith(`${prefix}.`));
    return [`## ${title}`, ...checks.map(section)].join('\n\n');
  });
  const page = [HEAD, ...parts].join('\n\n');
  for (const { id } of allChecks) expect(page).toContain(`### ${id}\n`);
  const formatted = await format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
  await expect(formatted).toMatchFileSnapshot(PAGE);
});

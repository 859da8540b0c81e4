// Writes docs/commands.md, the reference of the commands, from what the commands say of themselves (oclif.manifest.json).
// With --check it only says whether the page is up to date.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { CHECK_LIST, RESULTS } from './results.mjs';

const PAGE = new URL('../docs/commands.md', import.meta.url);
const MANIFEST = new URL('../oclif.manifest.json', import.meta.url);

/** As a person meets them. */
const GROUPS = [
  ['Before anything runs', ['init', 'check', 'bundle', 'render', 'plan']],
  ['Making it so, and proving it', ['provision', 'verify', 'demo']],
  ['The streaming side', ['launch', 'hot', 'feed', 'submit']],
  ['The day after', ['status', 'logs', 'exec', 'client-config', 'start', 'stop', 'restart', 'diag']],
  ['Taking it down', ['unlock', 'destroy']],
];

const head = (globals) => `# Commands

This page is made by \`node scripts/commands.mjs\` from what each command says of itself; \`fams-ops COMMAND --help\` says the same.

## Every command

${flagTable(globals)}

The inventory is the one named by \`-i\`, else by \`$FAMS_OPS_INVENTORY\`, else \`inventory/fams.yaml\`. Results go to stdout; progress, questions
and errors go to stderr. Colours and progress drawn in place appear on a terminal only, and not when \`NO_COLOR\` is set or \`TERM\` is \`dumb\`.
A list may be written \`--limit a,b\` or \`--limit a --limit b\`.

Without a terminal nobody is asked: a question that \`--yes\` does not answer ends the run with 2. \`--yes\` does not stand for the name that
\`destroy\` wants, nor for \`--allow\`: what a restart costs is accepted by name, \`downtime\` (a service or a partition is away meanwhile),
\`min-isr\` (writes with acks=-1 are refused meanwhile) or \`quorum\` (the ensemble has no majority meanwhile).

Ctrl-C once finishes the step in hand, gives the lock back and ends with 130; twice ends at once. A terminal
that goes away counts as one Ctrl-C, and as nothing under \`nohup\`. Either way the same command goes on later.

The [exit codes](../README.md#exit-codes) are the same with and without \`--json\`; what each error means is in [errors.md](errors.md).

## JSON

\`--json\` prints exactly one document on stdout. Forms that go on until Ctrl-C (\`logs -f\`, \`verify --watch\`) print one a line.

\`\`\`json
{ "schemaVersion": 1, "command": "render", "cluster": "fams", "ok": true, "result": {} }
\`\`\`

\`ok\` is true where the exit code is 0 or 10. \`cluster\` is null where it is not known, as in most errors. What \`result\` holds stands below
with each command, by an example that has every key; times are ISO 8601 UTC. Where a run failed there is \`error\` in place of \`result\`:

\`\`\`json
${json({
  schemaVersion: 1,
  command: 'plan',
  cluster: null,
  ok: false,
  error: {
    code: 'INVENTORY_INVALID',
    what: 'The inventory has 1 problem; nothing was touched.',
    where: { file: 'inventory/fams.yaml', line: 4, column: 12 },
    todo: ['Correct the lines above and run it again.'],
    exitCode: 2,
    problems: [
      {
        file: 'inventory/fams.yaml',
        line: 4,
        column: 12,
        path: 'kafka.version',
        severity: 'error',
        message: 'is a number to YAML, and text is wanted',
        hint: 'Write "0.8" with the quotes.',
      },
    ],
  },
})}
\`\`\`

\`where\` has those of \`host\`, \`file\`, \`line\`, \`column\` and \`command\` that are known. \`problems\` is there for an inventory, and \`causes\`, a list
of errors of the same form, where several hosts or actions failed.
`;

/** The whole page, as prettier leaves it. */
async function page({ commands }) {
  const grouped = GROUPS.flatMap(([, names]) => names);
  const stray = Object.keys(commands).filter((name) => !grouped.includes(name));
  const gone = grouped.filter((name) => commands[name] === undefined);
  if (stray.length + gone.length > 0) throw new Error(`GROUPS is out of date: ${[...stray, ...gone].join(', ')}`);
  const [any] = Object.values(commands);
  const globals = Object.values(any.flags).filter((flag) => flag.helpGroup === 'GLOBAL');
  const sections = GROUPS.flatMap(([title, names]) => [`## ${title}\n`, ...names.map((name) => section(commands[name]))]);
  const text = [head(globals), ...sections].join('\n');
  return format(text, { ...(await resolveConfig(fileURLToPath(import.meta.url))), parser: 'markdown' });
}

function section(command) {
  const { id, summary, description, examples = [] } = command;
  const result = RESULTS[id];
  if (result === undefined) throw new Error(`scripts/results.mjs has no example for ${id}`);
  const own = Object.values(command.flags).filter((flag) => flag.helpGroup !== 'GLOBAL');
  const args = Object.values(command.args).filter((arg) => arg.description !== undefined);
  return [
    `### ${id}`,
    `${summary}.${description === undefined ? '' : ` ${description}`}`,
    fenced('sh', usage(command, own)),
    args.map((arg) => `\`${arg.name.toUpperCase()}\`: ${arg.description}`).join('\n'),
    own.length === 0 ? '' : flagTable(own),
    examples.length === 0 ? '' : fenced('sh', exampleLines(examples)),
    `Result:${result.notes === '' ? '' : ` ${result.notes}`}`,
    result.told ? '' : fenced('json', json(result.example)),
    id === 'verify' ? `\`--list\` and \`--explain\` give the checks instead:\n\n${fenced('json', json(CHECK_LIST))}` : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

/** What stands after the flags and is not read by fams-ops. */
const REST = { exec: '-- COMMAND...', submit: '[-- ARGUMENT...]' };

function usage({ id, args, strict }, own) {
  const positional = Object.values(args).map((arg) => {
    const name = `${arg.name.toUpperCase()}${strict || REST[id] !== undefined ? '' : '...'}`;
    return arg.required || id === 'init' ? name : `[${name}]`;
  });
  const flags = own.map((flag) => (flag.required ? named(flag) : `[${named(flag)}]`));
  return ['fams-ops', id, ...positional, ...flags, ...(REST[id] === undefined ? [] : [REST[id]])].join(' ');
}

/** A flag as it is typed, its value in capitals. */
function named({ name, type, allowNo, helpValue, options, multiple }) {
  if (type === 'boolean') return allowNo ? `--[no-]${name}` : `--${name}`;
  const value = helpValue ?? (options === undefined ? name.toUpperCase() : options.join('|'));
  return `--${name} ${multiple ? value.replace(/,(\.\.\.)?$/, ',...') : value}`;
}

function flagTable(flags) {
  const rows = flags.map((flag) => {
    const short = flag.char === undefined ? '' : `-${flag.char}, `;
    const text = flag.name === 'json' ? 'Print one JSON document instead of text.' : (flag.summary ?? flag.description);
    const fallback = flag.default === undefined || flag.default === false ? '' : ` Default: \`${String(flag.default)}\`.`;
    return `| ${cell(`\`${short}${named(flag)}\``)} | ${cell(text + fallback)} |`;
  });
  return ['| flag | meaning |', '| --- | --- |', ...rows].join('\n');
}

const cell = (text) => text.replaceAll('|', '\\|');
const fenced = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;
/** On one line: prettier breaks what is too long for one. */
const json = (value) => JSON.stringify(value);

function exampleLines(examples) {
  const typed = examples.map(({ command }) => command.replace('<%= config.bin %>', 'fams-ops'));
  const width = Math.max(...typed.map((line) => line.length));
  return typed.map((line, i) => `${line.padEnd(width)}  # ${examples[i].description}`).join('\n');
}

/** Fills in the id, which each command's examples leave open. */
function withIds({ commands }) {
  const named = ([id, command]) => [
    id,
    {
      ...command,
      examples: command.examples?.map((one) => ({ ...one, command: one.command.replace('<%= command.id %>', id) })),
    },
  ];
  return { commands: Object.fromEntries(Object.entries(commands).map(named)) };
}

const wanted = await page(withIds(JSON.parse(await readFile(MANIFEST, 'utf8'))));
if (!process.argv.includes('--check')) await writeFile(PAGE, wanted);
else if ((await readFile(PAGE, 'utf8').catch(() => '')) !== wanted) {
  process.stderr.write('docs/commands.md is not what the commands say of themselves: run "node scripts/commands.mjs".\n');
  process.exitCode = 1;
}

// What every command promises whoever types it: one document, one exit code, errors that say what to do, and no stack.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOOD, tarOf } from '../unit/bundle/archives.js';
import { expectDocumented } from './documented.js';
import { Desk, document, type Ended } from './program.js';

const ARTICLE = fileURLToPath(new URL('../../inventory/article.yaml', import.meta.url));
const STACK = /^\s+at .*[(/].*:\d+:\d+\)?$/m;

/** Nothing listens on port 1 of the loopback interface. */
const CLOSED = 'cluster: shut\nssh: { port: 1 }\nhosts: [127.0.0.1]\nkafka: { bundle: kafka.tgz }\n';

const BROKEN = `cluster: Fams
hosts: [10.0.0.1, 10.0.0.1]
kafka:
  version: 0.8
  config: { zookeeper.contact: "10.0.0.1:2181" }
`;

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
  desk.write('kafka.tgz', gzipSync(tarOf(GOOD)));
  desk.write('closed.yaml', CLOSED);
  desk.write('broken.yaml', BROKEN);
});
afterAll(() => {
  desk.remove();
});

/** Runs it for people and for programs, and holds what is true of both. */
async function both(...args: readonly string[]): Promise<{ plain: Ended; said: ReturnType<typeof document> }> {
  const end = args.indexOf('--');
  const json = end === -1 ? [...args, '--json'] : args.toSpliced(end, 0, '--json');
  const [plain, machine] = await Promise.all([desk.run(...args), desk.run(...json)]);
  const said = document(machine);
  expect(machine.code, machine.stderr).toBe(plain.code);
  expect(said).toMatchObject({ schemaVersion: 1, ok: plain.code === 0 });
  expect(Object.keys(said).toSorted()).toEqual(['cluster', 'command', 'ok', said.error ? 'error' : 'result', 'schemaVersion'].toSorted());
  if (said.error) expect(said.error.exitCode).toBe(plain.code);
  expect(plain.stdout + plain.stderr + machine.stderr).not.toMatch(STACK);
  return { plain, said };
}

/** An error for people: what, where and what to do, on stderr alone. */
const threeLines = (what: string, where: string, todo: string): string => `error: ${what}\n  at: ${where}\n  do: ${todo}\n`;

describe('a command that succeeds', () => {
  it('render writes the files that it names, and nothing else', async () => {
    const { plain, said } = await both('render', '-i', ARTICLE, '--output', 'files');
    expect([plain.code, plain.stderr]).toEqual([0, '']);
    expect(said).toMatchObject({ command: 'render', cluster: 'fams' });
    // Components without ids have none that could be assumed.
    expect(JSON.stringify(said)).not.toMatch(/(?:spark-master|spark-worker|producer|calculator) \d/);
    const files = said.result?.['files'] as { host: string; path: string; sha256: string }[];
    expect(new Set(files.map((file) => file.host))).toEqual(new Set(['192.168.1.1', '192.168.1.2', '192.168.1.3']));
    expect(files.every((file) => existsSync(join(desk.dir, 'files', file.host, file.path)))).toBe(true);
    const limited = document(await desk.run('render', '-i', ARTICLE, '-o', 'one', '--limit', '192.168.1.2', '--json'));
    expect(new Set((limited.result?.['files'] as { host: string }[]).map((file) => file.host))).toEqual(new Set(['192.168.1.2']));
    expect(existsSync(join(desk.dir, 'one', '192.168.1.1'))).toBe(false);
  });

  it('client-config prints what the two generations of 0.8 clients need', async () => {
    const { plain, said } = await both('client-config', '-i', ARTICLE);
    const brokers = '192.168.1.1:9092,192.168.1.2:9092,192.168.1.3:9092';
    expect(plain.stdout).toContain(`\nmetadata.broker.list=${brokers}\n`);
    expect(plain.stdout).toContain(`\nbootstrap.servers=${brokers}\n`);
    expect(said.result).toMatchObject({ brokers, topics: [{ name: 'user-behavior-topic', partitions: 3, replicationFactor: 3 }] });
  });

  it('init writes an inventory that is valid, and never over another', async () => {
    const made = await desk.run(
      'init',
      '10.0.0.1',
      'kafka@10.0.0.2:2222',
      '10.0.0.3',
      '-i',
      'inventory/new.yaml',
      '--name',
      'mine',
      '--json',
    );
    expect([made.code, document(made)]).toMatchObject([0, { command: 'init', cluster: 'mine', result: { path: 'inventory/new.yaml' } }]);
    const text = readFileSync(join(desk.dir, 'inventory', 'new.yaml'), 'utf8');
    const read = document(await desk.run('client-config', '-i', 'inventory/new.yaml', '--json'));
    expect(read).toMatchObject({ cluster: 'mine', result: { brokers: '10.0.0.1:9092,10.0.0.2:9092,10.0.0.3:9092' } });
    const { plain, said } = await both('init', '10.9.9.9', '-i', 'inventory/new.yaml');
    expect([plain.code, said.error?.code]).toEqual([2, 'USAGE']);
    expect(plain.stderr).toContain('at: inventory/new.yaml');
    expect(readFileSync(join(desk.dir, 'inventory', 'new.yaml'), 'utf8')).toBe(text);
  });

  it('takes the inventory from -i, then from $FAMS_OPS_INVENTORY, then from inventory/fams.yaml', async () => {
    mkdirSync(join(desk.dir, 'inventory'), { recursive: true });
    for (const name of ['fams', 'env', 'flag']) desk.write(`inventory/${name}.yaml`, `cluster: ${name}\nhosts: [10.0.0.1]\n`);
    const env = { FAMS_OPS_INVENTORY: 'inventory/env.yaml' };
    const runs = [
      desk.start(['client-config', '--json']),
      desk.start(['client-config', '--json'], env),
      desk.start(['client-config', '--json', '-i', 'inventory/flag.yaml'], env),
    ];
    expect((await Promise.all(runs.map((run) => run.ended))).map((ended) => document(ended).cluster)).toEqual(['fams', 'env', 'flag']);
  });

  it('says nothing under --quiet', async () => {
    expect(await desk.run('render', '-i', ARTICLE, '-o', 'quiet', '--quiet')).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('what is wrong with the inventory', () => {
  it('is missing', async () => {
    const { plain, said } = await both('plan', '-i', 'absent.yaml');
    expect([plain.code, plain.stdout, said.error?.code]).toEqual([2, '', 'INVENTORY_MISSING']);
    const todo = 'Name one with -i FILE, or write one with "fams-ops init ADDRESS...".';
    expect(plain.stderr).toBe(threeLines('The inventory cannot be read: there is none.', 'absent.yaml', todo));
  });

  it('is said all at once, each with its line and column', async () => {
    const { plain, said } = await both('plan', '-i', 'broken.yaml');
    expect([plain.code, said.error?.code]).toEqual([2, 'INVENTORY_INVALID']);
    const wanted = [
      { line: 1, column: 10, path: 'cluster' },
      { line: 2, column: 19, path: 'hosts[1]' },
      { line: 4, column: 12, path: 'kafka.version' },
      { line: 5, column: 13, path: 'kafka.config.zookeeper.contact' },
    ];
    expect(said.error).toMatchObject({ where: { file: 'broken.yaml', line: 1, column: 10 }, problems: wanted });
    const places = plain.stderr
      .split('\n')
      .flatMap((line) => /^ {2}broken\.yaml:(\d+):(\d+) {2}(\S+) {2}/.exec(line)?.slice(1).join(' ') ?? []);
    expect(places).toEqual(wanted.map(({ line, column, path }) => `${String(line)} ${String(column)} ${path}`));
    expect(plain.stderr).toContain('Did you mean "zookeeper.connect"?');
  });

  it('is said under --quiet too', async () => {
    expect((await desk.run('plan', '-i', 'broken.yaml', '--quiet')).stderr).toContain('broken.yaml:4:12');
  });
});

describe('what was typed wrong', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['an unknown flag', ['verify', '--nonsense'], '--nonsense'],
    ['an unknown command', ['verfy'], 'Did you mean "fams-ops verify"?'],
    ['an argument that a command does not take', ['plan', 'kafka'], '"plan" takes no argument "kafka"'],
    ['an argument that is missing', ['logs'], 'component'],
    ['a number that is none', ['logs', 'kafka', '--lines', 'all'], 'Expected an integer but received: all'],
    ['a value that is not on the list', ['provision', '--allow', 'anything'], 'downtime, min-isr, quorum'],
    ['a host that is not in the inventory', ['plan', '-i', ARTICLE, '--limit', '192.168.1.1,192.168.1.9'], 'no host "192.168.1.9"'],
    ['a component that is not there', ['logs', 'kafak', '-i', ARTICLE], 'Did you mean "kafka"?'],
    ['a component that is not there, before any host is asked', ['stop', 'kafak', '-i', 'closed.yaml'], 'Did you mean "kafka"?'],
    ['exec without a command', ['exec', '-i', ARTICLE], 'exec wants a command'],
    ['a program without its class', ['submit', 'app.jar'], 'class'],
    ['a program that is no jar', ['submit', 'kafka.tgz', '--class', 'a.B', '--', '--json'], 'kafka.tgz is no jar: it is not a zip file'],
    ['a property that has a flag of its own', ['submit', '--conf', 'spark.cores.max=2', 'app.jar', '--class', 'a.B'], 'use --cores'],
    [
      'memory that is none',
      ['submit', 'app.jar', '--class', 'a.B', '--executor-memory', 'much'],
      '--executor-memory much is not a heap size',
    ],
    ['events that are not there', ['feed', 'nothing.txt'], 'The events cannot be read'],
    ['init without an address', ['init'], 'init wants the addresses'],
    ['an address that is none', ['init', '10.0.0.1;id', '-i', 'other.yaml'], '"10.0.0.1;id" is not an address'],
    ['a folder that cannot be written to', ['render', '-i', ARTICLE, '-o', 'closed.yaml'], 'cannot be written there'],
  ];
  it.each(cases)('%s ends with 2 and says so', async (_what, args, saying) => {
    const { plain, said } = await both(...args);
    expect([plain.code, plain.stdout, said.error?.code]).toEqual([2, '', 'USAGE']);
    expect(plain.stderr).toContain(saying);
  });

  it('a flag that may be given more than once does not swallow what follows its value', async () => {
    const ended = await desk.run('restart', '-i', 'closed.yaml', '--limit', '127.0.0.1', '--allow', 'downtime', 'kafka', '--json');
    expect([ended.code, document(ended).error?.code]).toEqual([4, 'HOST_UNREACHABLE']);
  });

  it('what stands after -- is no flag of ours', async () => {
    const ended = await desk.run('exec', '-i', 'closed.yaml', '--', 'echo', '--json', '--nonsense');
    expect(ended.code).toBe(4);
    expect(ended.stdout).toMatch(/^127\.0\.0\.1 /);
  });
});

describe('without a terminal', () => {
  it('destroy is not answered by silence, nor by --yes', async () => {
    for (const more of [[], ['--yes']]) {
      const { plain, said } = await both('destroy', '-i', ARTICLE, ...more);
      expect([plain.code, said.error?.code]).toEqual([2, 'QUESTION_UNANSWERED']);
      expect(plain.stderr).toContain('--confirm fams');
    }
  });

  it('destroy of another cluster than the one that was named is refused', async () => {
    const { plain, said } = await both('destroy', '-i', ARTICLE, '--confirm', 'prod');
    expect([plain.code, said.error?.code]).toEqual([2, 'USAGE']);
  });
});

describe('a host that cannot be reached', () => {
  it('ends a plan with 4, with what to do', async () => {
    const { plain, said } = await both('plan', '-i', 'closed.yaml', '--offline');
    expect([plain.code, said.error?.code]).toEqual([4, 'HOST_UNREACHABLE']);
    expect(plain.stderr).toMatch(/^error: 127\.0\.0\.1 .*connection refused.*\n {2}at: 127\.0\.0\.1\n {2}do: .*ssh\.port/);
  });

  it('shows its causes and stacks with --debug only', async () => {
    const { stderr } = await desk.run('plan', '-i', 'closed.yaml', '--offline', '--debug');
    expect(stderr).toMatch(STACK);
    expect(stderr).toMatch(/^error: .*\n[^]*^AppError: [^]*^Error: connect ECONNREFUSED 127\.0\.0\.1:1$/m);
  });

  it('is unknown and not stopped to status and to verify', async () => {
    const { plain, said } = await both('status', '-i', 'closed.yaml');
    expect([plain.code, said.cluster]).toEqual([4, 'shut']);
    const states = (said.result?.['services'] as { state: string }[]).map((one) => one.state);
    expect(new Set(states)).toEqual(new Set(['unknown']));
    const verified = await both('verify', '--fast', '-i', 'closed.yaml');
    expect(verified.plain.code).toBe(4);
    const found = verified.said.result?.['checks'] as { target: string; status: string }[];
    expect(found.filter(({ target, status }) => target.startsWith('127.0.0.1') && status === 'ok')).toEqual([]);
  });
});

it('docs/commands.md is what the commands say of themselves ("node scripts/commands.mjs" writes it)', async () => {
  const script = fileURLToPath(new URL('../../scripts/commands.mjs', import.meta.url));
  expect(await desk.command([process.execPath, script, '--check']).ended).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('docs/commands.md shows the results of commands as they are', async () => {
  const show = async (...args: readonly string[]): Promise<unknown> => document(await desk.run(...args, '--json')).result;
  expectDocumented('render', await show('render', '-i', ARTICLE, '-o', 'shown'));
  expectDocumented('client-config', await show('client-config', '-i', ARTICLE));
  expectDocumented('init', await show('init', '10.0.0.1', '-i', 'shown.yaml'));
  expectDocumented('status', await show('status', '-i', 'closed.yaml'));
  expectDocumented('verify', await show('verify', '--fast', '-i', 'closed.yaml'));
  expectDocumented('check', await show('check', '-i', 'closed.yaml'));
  expectDocumented('exec', await show('exec', '-i', 'closed.yaml', 'true'));
});

describe('help', () => {
  interface Manifest {
    readonly commands: Readonly<Record<string, { readonly summary: string; readonly examples?: readonly unknown[] }>>;
  }
  const { commands } = JSON.parse(readFileSync(fileURLToPath(new URL('../../oclif.manifest.json', import.meta.url)), 'utf8')) as Manifest;

  it('names every command', async () => {
    const { code, stdout } = await desk.run('--help');
    expect(code).toBe(0);
    const listed = stdout.split('\n').flatMap((line) => /^ {2}([a-z-]+) {2,}\S/.exec(line)?.slice(1) ?? []);
    expect(listed).toEqual(expect.arrayContaining(Object.keys(commands)));
  });

  it.each(Object.entries(commands))('of %s says what it does and gives an example', async (name, { summary }) => {
    const { code, stdout, stderr } = await desk.run(name, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.startsWith(summary)).toBe(true);
    expect(stdout).toMatch(new RegExp(`^EXAMPLES\\n[^]*\\$ fams-ops ${name}`, 'm'));
    expect(stdout).toContain('--inventory=FILE');
  });
});

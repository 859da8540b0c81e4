// The forms of verify as the built program gives them: for people, for monitoring systems, and look after look.
import { readFileSync, statSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localInventory } from '../../src/inventory/local.js';
import { allChecks } from '../../src/verify/choose.js';
import { violations, type Schema } from '../unit/views/json-schema.js';
import { parseExposition } from '../unit/views/parse-exposition.js';
import { Desk, document, PROGRAM, type Ended } from './program.js';

const schema = JSON.parse(readFileSync(new URL('../../docs/verify.schema.json', import.meta.url), 'utf8')) as Schema;

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
  // Three nodes of this machine on which nothing runs: everything is read, and what is found is bad.
  const bare = localInventory({ name: 'bare', root: desk.dir, addresses: ['127.0.0.1'] });
  desk.write('bare.yaml', bare);
  desk.write('slip.yaml', `${bare}verify: { host.disk: { warnPercnt: 20 }, host.disc: { warnPercent: 20 } }\n`);
  // Nothing listens on port 1.
  desk.write('shut.yaml', 'cluster: shut\nssh: { port: 1 }\nhosts: [127.0.0.1]\n');
});
afterAll(() => {
  desk.remove();
});

const verify = (...args: readonly string[]): Promise<Ended> => desk.run('verify', ...args);

describe('the list of checks', () => {
  it('has them all, without an inventory', async () => {
    const { code, stdout, stderr } = await verify('--list');
    expect([code, stderr]).toEqual([0, '']);
    for (const { id, limits } of allChecks) {
      const line = stdout.split('\n').find((one) => one.startsWith(`${id} `));
      expect(line, id).toBeDefined();
      for (const [name, value] of Object.entries(limits)) expect(line).toContain(`${name} ${String(value)}`);
    }
  });

  it('is a document, too', async () => {
    const { result } = document(await verify('--list', '--json'));
    expect((result?.['checks'] as { id: string }[]).map(({ id }) => id)).toEqual(allChecks.map(({ id }) => id));
  });

  it('explains a check, or those of a component', async () => {
    const one = await verify('--explain', 'host.disk');
    expect(one.stdout).toMatch(/^host\.disk: [^]+ warnPercent 10[^]+verify --skip host\.disk$/m);
    const several = await verify('--explain', 'zookeeper');
    expect(several.stdout.match(/^zookeeper\.[a-z-]+: /gm)).toHaveLength(allChecks.filter(({ id }) => id.startsWith('zookeeper.')).length);
    const none = await verify('--explain', 'host.disc');
    expect([none.code, none.stdout]).toEqual([2, '']);
    expect(none.stderr).toContain('Did you mean "host.disk"?');
  });
});

describe('what cannot be asked for', () => {
  it.each([
    ['a check that is none', ['--only', 'kafka.irs', '-i', 'bare.yaml'], 'Did you mean "kafka.isr"?'],
    ['a check that is none to skip', ['--skip', 'zookeper', '-i', 'bare.yaml'], 'Did you mean "zookeeper"?'],
    ['a host that is none', ['--limit', 'n9', '-i', 'bare.yaml'], 'There is no host "n9"'],
    ['a file without a form', ['--output', 'x.prom', '-i', 'bare.yaml'], '--format'],
    ['two documents', ['--format', 'prometheus', '--json', '-i', 'bare.yaml'], '--json'],
    ['two forms', ['--watch', '--format', 'prometheus', '-i', 'bare.yaml'], '--watch'],
    ['a look every zero seconds', ['--watch', '0', '-i', 'bare.yaml'], 'greater than or equal to 1'],
    ['a look every moment', ['--watch', 'often', '-i', 'bare.yaml'], 'often'],
  ])('%s', async (_, args, said) => {
    const { code, stdout, stderr } = await verify(...args);
    expect(code, stderr).toBe(2);
    expect(stdout + stderr).toContain(said);
  });

  it('limits of the inventory that no check has, each with its place', async () => {
    const { code, stderr } = await verify('-i', 'slip.yaml');
    expect(code).toBe(2);
    expect(stderr).toMatch(/slip\.yaml:\d+:\d+ .*warnPercnt.*Did you mean "warnPercent"\?/);
    expect(stderr).toMatch(/slip\.yaml:\d+:\d+ .*host\.disc.*Did you mean "host\.disk"\?/);
  });
});

describe('the document', () => {
  it('of a cluster that does not run keeps to its schema', async () => {
    const ended = await verify('--fast', '-i', 'bare.yaml', '--json');
    expect(ended.code).toBe(1);
    expect(violations(schema, document(ended))).toEqual([]);
  });

  it('of an error does, too', async () => {
    const ended = await verify('-i', 'slip.yaml', '--json');
    expect(document(ended).error?.code).toBe('INVENTORY_INVALID');
    // Only the forms that stream have a document in one line.
    expect(ended.stdout).toMatch(/^\{\n/);
    expect(violations(schema, document(ended))).toEqual([]);
  });
});

describe('--format nagios', () => {
  it.each([
    ['a cluster that does not run', ['--fast', '-i', 'bare.yaml'], 2, 'CRITICAL'],
    ['a host that cannot be reached', ['--fast', '-i', 'shut.yaml'], 2, 'CRITICAL'],
    ['an inventory that is not there', ['-i', 'absent.yaml'], 3, 'UNKNOWN'],
    ['a limit that is none', ['-i', 'slip.yaml'], 3, 'UNKNOWN'],
    ['a check that is none', ['--only', 'kafka.irs'], 3, 'UNKNOWN'],
    ['a flag that is none', ['--fats', '-i', 'bare.yaml'], 3, 'UNKNOWN'],
  ])('says in one line what %s is', async (_, args, exit, word) => {
    const { code, stdout, stderr } = await verify('--format', 'nagios', ...args);
    expect(stdout).toMatch(new RegExp(`^FAMS-OPS ${word}: \\S.*\\n`));
    expect([code, stderr]).toEqual([exit, '']);
  });
});

describe('--format prometheus', () => {
  const value = (text: string, name: string): number | undefined =>
    parseExposition(text).find((family) => family.name === name)?.series[0]?.value;

  it('goes to stdout alone, and ends with 0 whatever was found', async () => {
    const { code, stdout, stderr } = await verify('--fast', '--format', 'prometheus', '-i', 'bare.yaml');
    expect([code, stderr]).toEqual([0, '']);
    expect(value(stdout, 'fams_ops_up')).toBe(1);
    expect(value(stdout, 'fams_ops_verify_status')).toBe(2);
  });

  it('replaces a file, which others may read, and leaves nothing beside it', async () => {
    desk.write('fams.prom', 'of yesterday\n');
    const { code, stdout } = await verify('--fast', '--format=prometheus', '--output', 'fams.prom', '-i', 'bare.yaml');
    expect([code, stdout]).toEqual([0, '']);
    const path = join(desk.dir, 'fams.prom');
    expect(
      Math.abs((value(readFileSync(path, 'utf8'), 'fams_ops_verify_last_run_timestamp_seconds') ?? 0) - Date.now() / 1000),
    ).toBeLessThan(30);
    expect(statSync(path).mode & 0o777).toBe(0o644);
    expect(readdirSync(desk.dir).filter((name) => name.includes('fams.prom'))).toEqual(['fams.prom']);
  });

  it('says that it is down when it could not look, so that no old file looks fresh', async () => {
    desk.write('down.prom', 'of yesterday\n');
    const { code, stderr } = await verify('--format', 'prometheus', '--output', 'down.prom', '-i', 'slip.yaml');
    expect(code).toBe(2);
    expect(stderr).toContain('warnPercnt');
    expect(value(readFileSync(join(desk.dir, 'down.prom'), 'utf8'), 'fams_ops_up')).toBe(0);
    const unreached = await verify('--fast', '--format', 'prometheus', '-i', 'shut.yaml');
    expect([unreached.code, value(unreached.stdout, 'fams_ops_up')]).toEqual([0, 0]);
  });

  it('that cannot be written is an error, with the place', async () => {
    const { code, stderr } = await verify('--fast', '--format', 'prometheus', '--output', 'absent/fams.prom', '-i', 'bare.yaml');
    expect(code).toBe(1);
    expect(stderr).toContain('at: absent/fams.prom');
  });
});

describe('--watch', () => {
  it.each([[['--watch=1']], [['--watch', '1']]])('gives a document a line where stdout is no terminal: %s', async (flag) => {
    const { child, ended } = desk.start(['verify', ...flag, '-i', 'bare.yaml', '--only', 'host.ssh,host.service']);
    const lines = createInterface({ input: child.stdout });
    const documents: Record<string, unknown>[] = [];
    for await (const line of lines) {
      documents.push(JSON.parse(line) as Record<string, unknown>);
      if (documents.length === 3) child.kill('SIGINT');
    }
    // To end it is no error: it ends as the last look does, here with warnings.
    expect((await ended).code).toBe(3);
    for (const one of documents) expect(violations(schema, one)).toEqual([]);
    const looks = documents.map(({ result }) => result as { look: number; startedAt: string; changes: unknown[] });
    expect(looks.slice(0, 3).map(({ look }) => look)).toEqual([1, 2, 3]);
    expect(looks.flatMap(({ changes }) => changes)).toEqual([]);
    const [first, second] = looks.map(({ startedAt }) => Date.parse(startedAt));
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(900);
  });

  it('ends when nobody reads any more', async () => {
    const { code, stdout, stderr } = await desk.shell('"$@" | head -1', 'verify', '-i', 'bare.yaml', '--watch', '1', '--only', 'host.ssh');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, result: { look: 1 } });
  });

  it('is interrupted when it ends before the first look', async () => {
    const { child, ended } = desk.start(['verify', '--watch', '--json', '-i', 'bare.yaml']);
    await once(child, 'spawn');
    child.kill('SIGINT');
    const { code } = await ended;
    // Before the program has taken over the signal, that ends the process itself.
    expect(code).toBe(130);
  });

  it('says in one line why it cannot begin', async () => {
    const { code, stdout } = await verify('--watch', '--json', '-i', 'absent.yaml');
    expect(code).toBe(2);
    expect(stdout.trimEnd()).not.toContain('\n');
    expect(violations(schema, JSON.parse(stdout))).toEqual([]);
  });

  it('draws one look over the other on a terminal', async () => {
    const typed = `'${process.execPath}' '${PROGRAM}' verify --watch 1 --only host.ssh -i bare.yaml`;
    const script = `timeout -s INT 6 script -qec "stty cols 80 rows 24; exec ${typed}" /dev/null`;
    const { stdout } = await desk.command(['/bin/sh', '-c', script], { TERM: 'xterm', SHELL: '/bin/sh' }).ended;
    const pictures = stdout.split('\u001b[H').slice(1);
    expect(pictures.length).toBeGreaterThan(1);
    expect(pictures[0]).toContain('look 1,');
    expect(pictures[1]).toContain('look 2,');
    expect(pictures[1]).toContain('The cluster works.');
  });
});

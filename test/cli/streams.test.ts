// Streams, terminals and disks of the operator's machine that go away or are full: no run ends half-way for that, and none prints a stack.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Desk, document, PROGRAM } from './program.js';

const ARTICLE = fileURLToPath(new URL('../../inventory/article.yaml', import.meta.url));

let desk: Desk;
let silent: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
  desk = new Desk();
  silent = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  desk.write('silent.yaml', `cluster: mute\nssh: { port: ${String(port)} }\nhosts: [127.0.0.1]\n`);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
  desk.remove();
});

/** What fams-ops made on this machine as a host, as far as `destroy` needs it: something to remove. */
function made(name: string): string {
  const home = join(desk.dir, name);
  for (const part of ['conf', 'log', 'run']) mkdirSync(join(home, '.fams-ops', name, part), { recursive: true });
  return desk.write(`${name}.yaml`, `cluster: ${name}\nconnection: local\npaths: { home: ${home} }\nhosts: [127.0.0.1]\n`);
}

const FULL = '/dev/full';

describe.skipIf(!existsSync(FULL))('a full disk behind standard output', () => {
  it.each([
    '--help',
    '--version',
    'provision --help',
    'verify --list',
    `client-config -i ${ARTICLE}`,
    `client-config -i ${ARTICLE} --json`,
    `render -i ${ARTICLE} --output rendered`,
  ])('is one error of three lines: %s', async (typed) => {
    const { code, stderr } = await desk.shell(`"$@" >${FULL}`, ...typed.split(' '));
    expect(code).toBe(74);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^error: The result could not be written to standard output: ENOSPC/),
      '  at: fams-ops',
      expect.stringMatching(/^ {2}do: Free space/),
    ]);
  });

  it('hides no other error', async () => {
    const { code, stderr } = await desk.shell(`"$@" >${FULL}`, 'plan', '-i', 'absent.yaml', '--json');
    expect([code, stderr]).toEqual([74, expect.stringMatching(/^error: The inventory cannot be read[^]*\nerror: The result could not/)]);
    expect(stderr).not.toContain('    at ');
  });

  it('takes no note and no progress away from the run', async () => {
    const { code, stdout } = await desk.shell(`"$@" 2>${FULL}`, 'destroy', '-i', made('nospace'), '--confirm', 'nospace', '--json');
    expect([code, document({ code, stdout, stderr: '' })]).toMatchObject([0, { ok: true, result: { changes: 1 } }]);
  });
});

describe('a journal that cannot be written', () => {
  it.each([
    ['from the beginning', 'touch file; XDG_STATE_HOME=$PWD/file "$@"', 'This run has no journal'],
    // A limit on the size of files is a disk that becomes full in the middle of a line.
    ['from some moment on', 'ulimit -f 1; XDG_STATE_HOME=$PWD/small "$@"', 'The journal of this run is cut short'],
  ])('%s costs one warning and nothing else', async (when, script, warning) => {
    const name = when === 'from the beginning' ? 'nojournal' : 'cutjournal';
    const many = Array.from({ length: 40 }, (_, i) => join(desk.dir, name, `${'x'.repeat(60)}${String(i)}`));
    const dirs = name === 'cutjournal' ? `kafka: { config: { log.dirs: "${many.join(',')}" } }\n` : '';
    const inventory = desk.write(`${name}.yaml`, `${readInventory(made(name))}${dirs}`);
    const { code, stdout, stderr } = await desk.shell(script, 'destroy', '-i', inventory, '--confirm', name, '--json');
    expect([code, document({ code, stdout, stderr })]).toMatchObject([0, { ok: true }]);
    expect(stderr.split(warning)).toHaveLength(2);
    expect(existsSync(join(desk.dir, name, '.fams-ops', name))).toBe(false);
  });
});

const readInventory = (name: string): string => execFileSync('cat', [join(desk.dir, name)], { encoding: 'utf8' });

describe('a reader of standard error that goes away', () => {
  it('leaves the run to its end, and the document is printed', async () => {
    const { child, ended } = desk.start(['destroy', '-i', made('noreader'), '--confirm', 'noreader', '--json']);
    child.stderr.destroy();
    const done = await ended;
    expect([done.code, document(done)]).toMatchObject([0, { ok: true, result: { changes: 1 } }]);
    expect(existsSync(join(desk.dir, 'noreader', '.fams-ops', 'noreader'))).toBe(false);
  });
});

describe('a hang-up', () => {
  const typed = ['status', '-i', 'silent.yaml', '--json'];

  it('ends the run like Ctrl-C, and never at once however often it comes', async () => {
    const { child, ended, says } = desk.start(typed);
    await once(silent, 'connection');
    child.kill('SIGHUP');
    await says('SIGHUP: finishing the step in hand.');
    child.kill('SIGHUP');
    child.kill('SIGTERM');
    const done = await ended;
    expect([done.code, document(done)]).toMatchObject([130, { error: { code: 'INTERRUPTED' } }]);
  });

  it.each([
    ['nohup', `nohup '${PROGRAM}'`],
    ['nohup, with node named', `nohup '${process.execPath}' '${PROGRAM}'`],
    ['a trap of the shell that starts it', `trap '' HUP; '${process.execPath}' '${PROGRAM}'`],
    ['a trap of the shell that it replaces', `trap '' HUP; exec '${PROGRAM}'`],
  ])('is nothing to a run that was started to ignore it: %s', async (_how, start) => {
    const connected = once(silent, 'connection');
    const { child, ended } = desk.command(['/bin/bash', '-c', `(${start} "$@"; exit $?) & echo $! >pid; wait $!`, 'sh', ...typed]);
    await connected;
    // The program is the shell in the brackets, or its only child.
    const shell = execFileSync('cat', [join(desk.dir, 'pid')], { encoding: 'utf8' }).trim();
    const children = execFileSync('cat', [`/proc/${shell}/task/${shell}/children`], { encoding: 'utf8' }).trim();
    const pid = Number(children === '' ? shell : children);
    process.kill(pid, 'SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(child.exitCode).toBeNull();
    process.kill(pid, 'SIGINT');
    const done = await ended;
    expect([done.code, done.stderr]).toEqual([130, expect.stringContaining('SIGINT: finishing the step in hand')]);
    expect(done.stderr).not.toContain('SIGHUP');
  });

  it('with its terminal gone ends the run in order', async () => {
    // The master of the terminal is closed: what is written to it from then on fails with EIO.
    const script = `
import os, pty, sys, time
pid, master = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], sys.argv[1:])
time.sleep(2)
os.close(master)
_, status = os.waitpid(pid, 0)
print(os.waitstatus_to_exitcode(status))
`;
    const { ended } = desk.command(['python3', '-c', script, process.execPath, PROGRAM, 'status', '-i', 'silent.yaml'], { TERM: 'xterm' });
    expect((await ended).stdout.trim()).toBe('130');
  });
});

describe('an environment with empty or relative paths', () => {
  it.each([
    ['empty', { HOME: '', XDG_STATE_HOME: '', XDG_CACHE_HOME: '', XDG_DATA_HOME: '', XDG_CONFIG_HOME: '' }],
    ['relative', { HOME: '.', XDG_STATE_HOME: 'state', XDG_CACHE_HOME: 'cache', XDG_DATA_HOME: 'share', XDG_CONFIG_HOME: 'config' }],
  ])('%s: nothing is written to the current directory', async (_how, env) => {
    const lone = new Desk();
    try {
      await lone.start(['demo', '--down', '--json'], env).ended;
      await lone.start(['bundle', '-i', ARTICLE, '--offline', '--json'], env).ended;
      expect(readdirSync(lone.dir)).toEqual([]);
    } finally {
      lone.remove();
    }
  });
});

// The scripts of check and diag, by each shell that a host may have.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseHostBlocks } from '../../../src/flows/diag/host-blocks.js';
import { remoteScript } from '../../../src/hosts/session/scripts.js';
import type { RunOutcome } from '../../../src/model/session.js';
import { parseLimits } from '../../../src/verify/before/limits.js';
import { SHELLS } from '../../support/test-shells.js';
import { signal, TestService } from '../../support/test-service.js';

const LONG = 30_000;
/** Takes a QUIT like a JVM: also where the shell that started it in the background had it ignored, which no trap of a shell can undo. */
const DUMPS = `exec '${process.execPath}' -e '
  process.on("SIGQUIT", () => console.log("Full thread dump\\n\\"main\\" #1\\nJNI global refs: 1"));
  setInterval(() => {}, 1000);
  console.log("begun")'
`;

const open: TestService[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
});

describe.each(SHELLS)('%s', (shell) => {
  const service = (run = 'exec sleep 1000'): TestService => {
    const made = new TestService(shell);
    made.runs(run);
    open.push(made);
    return made;
  };
  const run = (it: TestService, script: string, ...args: readonly string[]): Promise<RunOutcome> =>
    it.host.session().run(remoteScript(script), args, { deadlineMs: LONG, maxOutput: 64 << 20 });

  /** A Java that says what it was called with. */
  const java = (it: TestService, text: string): string => {
    const home = join(it.host.dir, 'a java');
    mkdirSync(join(home, 'bin'), { recursive: true });
    writeFileSync(join(home, 'bin', 'java'), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return home;
  };

  it('limits: files, mounts, and Java as the services run it', { timeout: LONG }, async () => {
    const it = service();
    it.host.env = { ...it.host.env, JAVA_TOOL_OPTIONS: '-Dnoise', _JAVA_OPTIONS: '-Dmore' };
    const home = java(it, 'echo "args $* options $JAVA_TOOL_OPTIONS$_JAVA_OPTIONS" >&2; exit 3');
    const limits = parseLimits((await run(it, 'reach-limits', home, '512m')).stdout);
    expect(limits?.openFiles).toBeGreaterThan(0);
    expect(limits?.mounts.get('/proc')?.kind).toBe('proc');
    expect(limits?.mounts.get('/proc')?.options).toContain('rw');
    expect(limits?.java).toEqual({ exitCode: 3, said: 'args -Xmx512m -version options \n' });
    expect(parseLimits((await run(it, 'reach-limits', '', '16m')).stdout)?.java).toBeNull();
    expect(parseLimits((await run(it, 'reach-limits', '/nowhere', '16m')).stdout)?.java?.exitCode).toBeGreaterThan(0);
  });

  it('limits: directories that cannot be made, the machine by its own name, and the crontab', { timeout: LONG }, async () => {
    const it = service();
    const fake = (name: string, text: string): void => {
      writeFileSync(join(it.host.fakes, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    };
    writeFileSync(join(it.base, 'a file'), '');
    symlinkSync('nowhere', join(it.base, 'loose'));
    const directories = ['new/data', '', 'a file/data', 'loose/data'].map((path) => join(it.base, path));
    const limits = async () => parseLimits((await run(it, 'reach-limits', '', '16m', ...directories)).stdout, directories);
    fake('getent', 'exit 2');
    const first = await limits();
    expect(first?.obstacles).toEqual(
      new Map([
        [directories[2], join(it.base, 'a file')],
        [directories[3], join(it.base, 'loose')],
      ]),
    );
    expect(first?.ownName).toEqual({ name: hostname(), answer: 'unknown' });
    expect(first?.crontab).toBe('refused');
    fake('getent', '[ "$1" = ahosts ] && [ "$2" = "$(uname -n)" ]');
    fake('crontab', 'echo "no crontab for me" >&2; exit 1');
    const second = await limits();
    expect([second?.ownName.answer, second?.crontab]).toEqual(['known', 'usable']);
  });

  it('blocks: logs by their ends, the state of the supervisor, the process; without dumps of memory', { timeout: LONG }, async () => {
    const it = service();
    await it.call('start');
    const log = join(it.base, 'log');
    writeFileSync(join(log, 'kafka.log'), Array.from({ length: 50 }, (_, i) => `line ${String(i)}\n`).join(''));
    writeFileSync(join(log, 'long.log'), `${'x'.repeat(3 << 20)}\nlast\n`);
    writeFileSync(join(log, 'java_pid1.hprof'), 'memory');
    writeFileSync(join(log, 'two words'), 'no');
    symlinkSync('/etc/passwd', join(log, 'link.log'));
    const { blocks, missing, complete } = parseHostBlocks((await run(it, 'diag-host', it.base, '10', 'kafka', 'zookeeper')).stdout);
    expect(complete).toBe(true);
    expect(blocks.get('log/kafka.log')).toBe(Array.from({ length: 10 }, (_, i) => `line ${String(40 + i)}\n`).join(''));
    expect(blocks.get('log/long.log')).toMatch(/^x+\nlast\n$/);
    expect(blocks.get('log/long.log')?.length).toBeLessThanOrEqual(2 << 20);
    expect([...blocks.keys()].filter((name) => name.startsWith('log/')).sort()).toEqual(['log/kafka.log', 'log/kafka.out', 'log/long.log']);
    expect(blocks.get('run/kafka.child')).toBe(it.text('child'));
    expect(blocks.get('process/kafka.limits')).toMatch(/^Max open files/m);
    expect(blocks.get('process/kafka.cmdline')).toBe('sleep\n1000\n');
    expect(blocks.get('system/meminfo')).toMatch(/^MemTotal/);
    expect(blocks.get('system/df')).toMatch(/Mounted on/);
    expect(missing).toEqual([{ name: 'process/zookeeper', reason: 'it does not run' }]);
  });

  it('blocks: says what is not there at all', { timeout: LONG }, async () => {
    const it = service();
    const { missing, complete } = parseHostBlocks((await run(it, 'diag-host', '/no where', '10', 'kafka')).stdout);
    expect([complete, missing]).toEqual([
      true,
      [
        { name: 'process/kafka', reason: 'it does not run' },
        { name: 'log', reason: 'there is no /no where' },
      ],
    ]);
  });

  it('threads: only what was written after the signal, by a process that catches it', { timeout: LONG }, async () => {
    const it = service(DUMPS);
    await it.call('start');
    await expect.poll(() => it.out, { timeout: LONG }).toContain('begun');
    const first = await run(it, 'diag-threads', it.base, 'kafka', '8');
    expect(first).toMatchObject({ kind: 'exit', code: 0, stdout: 'Full thread dump\n"main" #1\nJNI global refs: 1\n' });
    expect((await run(it, 'diag-threads', it.base, 'kafka', '8')).stdout).toBe(first.stdout);
  });

  it('threads: never sent to a process that it would end, that is frozen, or that is somebody else', { timeout: LONG }, async () => {
    const it = service();
    expect(await run(it, 'diag-threads', it.base, 'kafka', '1')).toMatchObject({ code: 1, stderr: 'it does not run\n' });
    await it.call('start');
    const pid = it.pid('child');
    expect(await run(it, 'diag-threads', it.base, 'kafka', '1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/does not catch a QUIT/) as string,
    });
    signal(pid, 'SIGSTOP');
    expect(await run(it, 'diag-threads', it.base, 'kafka', '1')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is frozen/) as string,
    });
    signal(pid, 'SIGCONT');
    expect(it.pid('child')).toBe(pid);
    const [, start = '', boot = ''] = it.text('child').split(' ');
    writeFileSync(join(it.base, 'run', 'zookeeper.child'), `${String(pid)} ${String(Number(start) + 1)} ${boot}`);
    expect(await run(it, 'diag-threads', it.base, 'zookeeper', '1')).toMatchObject({ code: 1, stderr: 'it does not run\n' });
  });
});

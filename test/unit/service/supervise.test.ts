// The supervisor with real processes in place of the JVM, by each shell that a host may have.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SHELLS } from '../../support/test-shells.js';
import { isAlive, signal, TestService } from '../../support/test-service.js';
import { waitUntil } from '../../support/wait-until.js';

const LONG = 180_000;
const FOREVER = 'exec sleep 1000';
const open: TestService[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
});

describe.each(SHELLS)('%s', (shell) => {
  function service(run: string): TestService {
    const made = new TestService(shell);
    made.runs(run);
    open.push(made);
    return made;
  }

  /** A `sleep` that is quick for the pauses of the supervisor. Busybox uses its own, whatever is in PATH. */
  function hurry(it: TestService): void {
    const text = '#!/bin/sh\ncase $1 in 1000) exec /bin/sleep 1000 ;; *) exec /bin/sleep 0.05 ;; esac\n';
    writeFileSync(join(it.host.fakes, 'sleep'), text, { mode: 0o755 });
  }

  test('a start returns when the process is recorded; a second one finds it', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    const first = await it.call('start');
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const pid = it.pid('child');
    expect(first.stdout).toBe(`state running\npid ${String(pid)}\nsupervisor ${String(it.pid('pid'))}\nchanged yes\n`);
    expect(readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')).toBe('sleep\x001000\0');
    const second = await it.call('start');
    expect(second.stdout).toBe(first.stdout.replace('yes', 'no'));
    expect(it.text('child')).toMatch(/^\d+ \d+ [0-9a-f-]{36}\n$/);
    expect(it.text('restarts')).toBe('0\n');
    expect(Math.abs(Number(it.text('since')) - Date.now() / 1000)).toBeLessThan(LONG / 1000);
  });

  test('the fingerprint is over the watched files in their order, a missing one named', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    const file = join(it.base, 'bin', 'kafka.run');
    writeFileSync(join(it.base, 'bin', 'kafka.watched'), `${file}\n${it.base}/no such file\n`);
    await it.call('start');
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(it.text('fingerprint')).toBe(`${sha256(`${sha256(FOREVER)}  ${file}\nabsent  ${it.base}/no such file\n`)}\n`);
  });

  test('ten starts at once end with one process', { timeout: LONG }, async () => {
    const it = service(`echo begun; ${FOREVER}`);
    const all = await Promise.all(Array.from({ length: 10 }, () => it.call('start')));
    expect(all.map((one) => one.code)).toEqual(Array.from({ length: 10 }, () => 0));
    expect(new Set(all.map((one) => /^pid \d+/m.exec(one.stdout)?.[0])).size).toBe(1);
    expect(it.out.match(/begun/g)).toHaveLength(1);
  });

  test('ten starts at once over the files of dead processes end with one process', { timeout: LONG }, async () => {
    const it = service(`echo begun; ${FOREVER}`);
    await it.call('start');
    const [supervisor, process] = [it.pid('pid'), it.pid('child')];
    signal(supervisor, 'SIGKILL');
    signal(process, 'SIGKILL');
    await waitUntil('both gone', LONG, () => Promise.resolve([supervisor, process].every((pid) => !isAlive(pid ?? 0)) || 'alive'));
    await Promise.all(Array.from({ length: 10 }, () => it.call('start')));
    expect(it.out.match(/begun/g)).toHaveLength(2);
    // A contender that lost may still be on its way out when every start has returned.
    const left = (): string[] => readdirSync(join(it.base, 'run')).toSorted();
    await waitUntil('the claims gone', LONG, () => Promise.resolve(!left().some((name) => name.endsWith('.claim')) || left().join(' ')));
    expect(left()).toEqual(['child', 'fingerprint', 'pid', 'restarts', 'since'].map((name) => `kafka.${name}`));
  });

  test('a stop ends both and leaves no pid files; a second one changes nothing', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    const [supervisor, process] = [it.pid('pid'), it.pid('child')];
    expect(await it.call('stop', '20')).toMatchObject({ code: 0, stdout: 'state stopped\nchanged yes\n' });
    expect([supervisor, process].map((pid) => isAlive(pid ?? 0))).toEqual([false, false]);
    expect([it.has('pid'), it.has('child')]).toEqual([false, false]);
    expect(await it.call('stop', '20')).toMatchObject({ code: 0, stdout: 'state stopped\nchanged no\n' });
  });

  test('what crashes is started again, and counted', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    const first = it.pid('child');
    signal(first, 'SIGKILL');
    await waitUntil('a new process', LONG, () => Promise.resolve((it.pid('child') ?? first) !== first || 'none'));
    expect(it.text('restarts')).toBe('1\n');
    expect(it.out).toContain('ended with status 137 (signal KILL)');
  });

  test('what cannot live is given up after five starts, with longer pauses and the last lines', { timeout: LONG }, async () => {
    const it = service('echo "port taken"; exit 3');
    hurry(it);
    const start = await it.call('start', '2');
    expect(start.code).toBe(1);
    expect(start.stderr).toContain('port taken');
    await waitUntil('given up', LONG, () => Promise.resolve((it.has('failed') && !it.has('pid')) || it.out));
    expect(it.text('failed')).toMatch(/^gave up after 5 starts that each lived less than 10 s; the last one ended with status 3\n/);
    expect(it.text('failed')).toContain('port taken');
    expect([...it.out.matchAll(/next start in (\d+) s/g)].map(([, seconds]) => seconds)).toEqual(['1', '2', '4', '8']);
    expect((await it.call('status')).stdout).toBe('state failed\nchanged no\n');
    it.runs(FOREVER);
    expect(await it.call('start')).toMatchObject({ code: 0 });
    expect(it.has('failed')).toBe(false);
  });

  test('between two starts it says when the next one comes, and no longer once the process is there', { timeout: LONG }, async () => {
    const it = service('exit 7');
    await it.call('start');
    await waitUntil('a pause', LONG, () => Promise.resolve(it.has('retry') || it.out));
    const [seconds, ...words] = it.text('retry').trim().split(' ');
    expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(30);
    expect(words.join(' ')).toMatch(/^it ended with status 7 after \d s$/);
    it.runs(FOREVER);
    await it.call('start');
    expect(it.has('retry')).toBe(false);
  });

  test('while the reason cannot be written it does not give up, and starts once the disk takes it again', { timeout: LONG }, async () => {
    const it = service('exit 3');
    hurry(it);
    // What root may do everywhere, nobody may do to a directory.
    mkdirSync(join(it.base, 'run', 'kafka.failed.new'), { recursive: true });
    await it.call('start');
    await waitUntil('a fifth pause', LONG, () => Promise.resolve((it.out.match(/next start in/g) ?? []).length > 4 || it.out));
    expect(it.out).toMatch(/gave up after 5 starts.*\n.*next start in 30 s/);
    expect([it.has('failed'), it.pid('pid') !== undefined]).toEqual([false, true]);
    rmdirSync(join(it.base, 'run', 'kafka.failed.new'));
    it.runs(FOREVER);
    expect(await it.call('start')).toMatchObject({ code: 0 });
  });

  test('what is killed again and again is started again each time', { timeout: LONG }, async () => {
    const it = service('kill -9 $$');
    hurry(it);
    await it.call('start', '2');
    await waitUntil('a sixth pause', LONG, () => Promise.resolve((it.out.match(/signal KILL/g) ?? []).length > 5 || it.out));
    expect([it.has('failed'), it.pid('pid') !== undefined]).toEqual([false, true]);
  });

  test('a start does not wait for the pause after a crash', { timeout: LONG }, async () => {
    const it = service('exit 1');
    await it.call('start');
    await waitUntil('a pause of 4 s', LONG, () => Promise.resolve(it.out.includes('next start in 4 s') || it.out));
    it.runs(FOREVER);
    const began = performance.now();
    expect(await it.call('start')).toMatchObject({ code: 0 });
    expect(performance.now() - began).toBeLessThan(3500);
  });

  test('an orphan is told, not doubled, and stopped', { timeout: LONG }, async () => {
    const it = service(`echo begun; ${FOREVER}`);
    await it.call('start');
    const orphan = it.pid('child');
    signal(it.pid('pid'), 'SIGKILL');
    await waitUntil('the supervisor gone', LONG, () => Promise.resolve(it.pid('pid') === undefined || 'alive'));
    expect(await it.call('start')).toMatchObject({ code: 4, stdout: `state orphan\npid ${String(orphan)}\nchanged no\n` });
    // Even a supervisor that is started by hand makes no second process.
    await it.sh(join(it.base, 'bin', 'supervise.sh'), it.base, 'kafka');
    expect(it.text('failed')).toContain(`process ${String(orphan)} runs already`);
    expect(it.pid('child')).toBe(orphan);
    expect(await it.call('stop', '20')).toMatchObject({ code: 0 });
    expect(isAlive(orphan ?? 0)).toBe(false);
    expect(it.out.match(/begun/g)).toHaveLength(1);
  });

  test('what ignores TERM is said to be there still, and killed only when asked for', { timeout: LONG }, async () => {
    const it = service(`trap '' TERM; echo ready; while :; do sleep 0.2; done`);
    await it.call('start');
    await waitUntil('the trap', LONG, () => Promise.resolve(it.out.includes('ready') || it.out));
    const pid = it.pid('child');
    const stop = await it.call('stop', '1');
    expect(stop).toMatchObject({ code: 3 });
    expect(stop.stderr).toContain(`still there after 1 s: process ${String(pid)}`);
    expect(isAlive(pid ?? 0)).toBe(true);
    expect(await it.call('stop', '1', '10')).toMatchObject({ code: 0 });
    expect([isAlive(pid ?? 0), it.has('pid')]).toEqual([false, false]);
  });

  test('a frozen process is said to be frozen', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    const pid = it.pid('child');
    signal(pid, 'SIGSTOP');
    const stop = await it.call('stop', '1');
    expect(stop).toMatchObject({ code: 3 });
    expect(stop.stderr).toContain(`the process (pid ${String(pid)}) is frozen`);
    signal(pid, 'SIGCONT');
    expect(await it.call('stop', '20')).toMatchObject({ code: 0 });
  });

  test('a frozen supervisor is stopped all the same', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    signal(it.pid('pid'), 'SIGSTOP');
    expect(await it.call('stop', '20')).toMatchObject({ code: 0, stdout: 'state stopped\nchanged yes\n' });
  });

  test('a stop at any moment of a start leaves nothing behind', { timeout: 60_000 }, async () => {
    const it = service(FOREVER);
    for (let round = 0; round < 15; round++) {
      const start = it.call('start');
      await new Promise((resolve) => setTimeout(resolve, 4 * round));
      await it.call('stop', '20', '5');
      await start;
      expect(await it.call('stop', '20', '5'), `round ${String(round)}`).toMatchObject({ code: 0 });
      expect([it.pid('pid'), it.pid('child')]).toEqual([undefined, undefined]);
    }
  });

  test('a supervisor killed at any moment never leads to a second process', { timeout: 240_000 }, async () => {
    const it = service(FOREVER);
    const begun = join(it.host.dir, 'begun');
    it.runs(`echo $$ >>'${begun}'; ${FOREVER}`);
    for (let round = 0; round < 12; round++) {
      const start = it.call('start');
      await waitUntil('a supervisor', LONG, () => Promise.resolve(it.pid('pid') !== undefined || 'none'));
      await new Promise((resolve) => setTimeout(resolve, 2 * round));
      const supervisor = it.pid('pid');
      if (supervisor !== undefined) signal(supervisor, 'SIGKILL');
      await start;
      const second = await it.call('start');
      // The process is recorded before its first command.
      const first = `${String(it.pid('child'))}\n`;
      await waitUntil('its first words', LONG, () =>
        Promise.resolve((existsSync(begun) && readFileSync(begun, 'utf8').endsWith(first)) || first),
      );
      const alive = readFileSync(begun, 'utf8')
        .split('\n')
        .map(Number)
        .filter((pid) => pid > 0 && isAlive(pid));
      expect(alive, `round ${String(round)}: ${second.stdout}`).toEqual([it.pid('child')]);
      await it.call('stop', '20');
    }
  });

  test('the pid of another process in the files is not taken for ours', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    await it.call('stop', '20');
    const [pid, start, boot] = ['1', '1', readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()];
    writeFileSync(join(it.base, 'run', 'kafka.pid'), `${pid} ${start} ${boot}\n`);
    writeFileSync(join(it.base, 'run', 'kafka.child'), `${String(process.pid)} 0 ${boot}\n`);
    expect((await it.call('status')).stdout).toBe('state stopped\nchanged no\n');
    expect(await it.call('start')).toMatchObject({ code: 0 });
    // Torn by a power loss.
    await it.call('stop', '20');
    writeFileSync(join(it.base, 'run', 'kafka.pid'), '');
    expect(await it.call('start')).toMatchObject({ code: 0 });
  });

  test('output that has grown long is put aside at the next start', { timeout: LONG }, async () => {
    const it = service(FOREVER);
    await it.call('start');
    await it.call('stop', '20');
    const out = join(it.base, 'log', 'kafka.out');
    writeFileSync(out, 'x'.repeat(1 << 21));
    await it.call('start');
    expect(readdirSync(join(it.base, 'log')).toSorted()).toEqual(['kafka.out', 'kafka.out.1']);
    expect(it.out).toBe('');
  });
});

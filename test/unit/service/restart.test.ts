// A restart is one action on the host: once it has begun, nothing that happens to whoever asked for it leaves the service off.
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SHELLS } from '../../support/test-shells.js';
import { isAlive, signal, TestService } from '../../support/test-service.js';
import { waitUntil } from '../../support/wait-until.js';

const LONG = 180_000;
const open: TestService[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
});

/** Takes a second to end, as a broker does. */
const SLOW = `trap 'sleep 1; exit 0' TERM; while :; do sleep 0.1; done`;
const STUBBORN = `trap '' TERM; while :; do sleep 0.2; done`;

describe.each(SHELLS)('%s', (shell) => {
  async function running(script: string): Promise<TestService> {
    const it = new TestService(shell);
    open.push(it);
    it.runs(script);
    expect((await it.call('start')).code).toBe(0);
    return it;
  }

  /** The caller as an SSH server starts it: the leader of a group of its own. */
  function asked(it: TestService, ...args: readonly string[]): ChildProcess {
    const script = join(it.base, 'bin', 'service.sh');
    return spawn(join(it.host.tools, 'sh'), [script, 'restart', it.base, 'kafka', ...args], {
      env: it.host.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  const back = (it: TestService, old: number | undefined): Promise<unknown> =>
    waitUntil('a new process under a supervisor', LONG, () => {
      const [child, supervisor] = [it.pid('child'), it.pid('pid')];
      return Promise.resolve((child !== undefined && child !== old && supervisor !== undefined) || `process ${String(child)}`);
    });

  test('ends the old process, starts a new one, says so, and leaves no mark', { timeout: LONG }, async () => {
    const it = await running(SLOW);
    const old = it.pid('child');
    const done = await it.call('restart', '20', '1');
    expect(done.code, done.stderr).toBe(0);
    expect(done.stdout).toMatch(/^state running\npid \d+\nsupervisor \d+\nchanged yes\n$/);
    expect(it.pid('child')).not.toBe(old);
    expect([it.has('down'), it.has('restart'), it.text('restart.end')]).toEqual([false, false, '0\n']);
  });

  test.each([
    ['SIGKILL' as const, 0],
    ['SIGKILL' as const, 300],
    ['SIGTERM' as const, 300],
    ['SIGHUP' as const, 300],
  ])('goes on when its caller, with all of its group, gets %s after %d ms', { timeout: LONG }, async (name, ms) => {
    const it = await running(SLOW);
    const old = it.pid('child');
    const caller = asked(it, '20');
    caller.stdout?.destroy();
    caller.stderr?.destroy();
    // From here on the restart is in hand; before, nothing was stopped.
    await waitUntil('the restart', LONG, () => Promise.resolve(it.has('restart') || it.has('restart.end') || 'not begun'));
    await new Promise((resolve) => setTimeout(resolve, ms));
    process.kill(-(caller.pid ?? 0), name);
    // As long as the old process ends, a loss of power finds no mark that would keep the service off.
    expect(it.has('down')).toBe(false);
    await back(it, old);
    await waitUntil('the record', LONG, () => Promise.resolve((it.has('restart.end') && it.text('restart.end') === '0\n') || 'none'));
    expect(it.has('down')).toBe(false);
  });

  test('a process that takes too long is told, and started again once it has ended', { timeout: LONG }, async () => {
    const it = await running(STUBBORN);
    const old = it.pid('child');
    const done = await it.call('restart', '1');
    expect([done.code, done.stderr]).toEqual([3, expect.stringContaining(`still there after 1 s: process ${String(old)}`)]);
    expect(done.stderr).toContain('it is started again as soon as it has ended');
    it.runs(SLOW);
    signal(old, 'SIGKILL');
    await back(it, old);
    expect(it.has('down')).toBe(false);
  });

  test('a start waits for a restart in hand; a stop ends it and keeps the service off', { timeout: LONG }, async () => {
    const it = await running(SLOW);
    const old = it.pid('child');
    const caller = asked(it, '20');
    await waitUntil('the restart', LONG, () => Promise.resolve(it.has('restart') || 'not begun'));
    process.kill(-(caller.pid ?? 0), 'SIGKILL');
    const started = await it.call('start');
    expect([started.code, started.stdout]).toEqual([0, expect.stringContaining('state running')]);
    expect(it.pid('child')).not.toBe(old);

    const again = asked(it, '20');
    const ended = new Promise((resolve) => again.once('exit', resolve));
    await waitUntil('the next restart', LONG, () => Promise.resolve(it.has('restart') || 'not begun'));
    const worker = Number(it.text('restart').split(' ')[0]);
    const stopped = await it.call('stop', '20');
    expect([stopped.code, stopped.stdout]).toEqual([0, expect.stringContaining('state stopped')]);
    await ended;
    expect([isAlive(worker), it.pid('child'), it.has('down')]).toEqual([false, undefined, true]);
  });

  test('nothing is stopped where no restart can be recorded', { timeout: LONG }, async () => {
    const it = await running(SLOW);
    const old = it.pid('child');
    // What a full disk does to a file that is written: the device takes the name and not the bytes.
    const { code } = await it.sh('-c', `rm -f "$1/run/kafka.restart.err"; ln -s /dev/full "$1/run/kafka.restart.err"`, 'sh', it.base);
    expect(code).toBe(0);
    const done = await it.call('restart', '20');
    expect([done.code, done.stderr]).toEqual([1, expect.stringContaining('nothing was stopped')]);
    expect(it.pid('child')).toBe(old);
  });

  test('what cannot be started again is a failure with its last lines', { timeout: LONG }, async () => {
    const it = await running(SLOW);
    writeFileSync(join(it.base, 'bin', 'kafka.run'), 'echo "FATAL no such topic"; exit 1\n');
    const done = await it.call('restart', '20', '2');
    expect([done.code, done.stderr]).toEqual([1, expect.stringContaining('FATAL no such topic')]);
  });
});

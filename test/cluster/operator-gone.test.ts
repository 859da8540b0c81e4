// The operator goes away in the middle of a roll: killed, or its connection gone. No service is left stopped by it. At last the
// whole cluster stops, and no broker waits for leaders that cannot move.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { BASE, Faults } from '../support/faults.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
/** Ends what sshd runs for each login of the user, and with it the connection. */
const SESSIONS_END =
  'for p in /proc/[0-9]*; do case $(tr "\\0" " " <$p/cmdline 2>/dev/null) in "sshd: fams"* | "sshd-session: fams"*) kill -KILL ${p#/proc/} ;; esac; done; true';

describe.skipIf(!available.ok)(`an operator that goes away${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    await fams.write(HOSTS);
    const { code, stderr } = await fams.run('provision');
    expect(code, stderr).toBe(0);
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** Calls `gone` when the host has begun the restart, and waits until a new process runs there, with no mark that would keep it off. */
  async function lostInRestart(host: number, gone: () => Promise<unknown>): Promise<void> {
    const old = await faults.pidOf(host, 'kafka');
    const begun = await bed.exec(host, [
      'sh',
      '-c',
      'for _ in $(seq 600); do [ -e "$1/run/kafka.restart" ] && exit 0; sleep 0.1; done; exit 1',
      'sh',
      BASE,
    ]);
    expect(begun.code, 'the restart began').toBe(0);
    await gone();
    await expect.poll(() => faults.pidOf(host, 'kafka').catch(() => old), { timeout: 60_000 }).not.toBe(old);
    expect((await bed.exec(host, ['test', '-e', `${BASE}/run/kafka.down`])).code).toBe(1);
    await expect.poll(async () => (await bed.exec(host, ['cat', `${BASE}/run/kafka.restart.end`])).stdout, { timeout: 60_000 }).toBe('0\n');
  }

  it('killed while a broker stops: the broker runs again', async () => {
    const run = fams.spawn('restart', 'kafka', '--limit', bed.address(2));
    await lostInRestart(2, () => Promise.resolve(run.kill('SIGKILL')));
    await fams.healthy();
  });

  it('its connection gone while a broker stops: the broker runs again, and the next run finds nothing to do', async () => {
    const run = fams.run('restart', 'kafka', '--limit', bed.address(3));
    await lostInRestart(3, () => bed.exec(3, ['sh', '-c', SESSIONS_END]));
    expect((await run).error.code).toBe('HOST_LOST');
    await fams.healthy();
    const again = await fams.run('provision');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });

  it('the whole cluster stops in seconds, with every log closed', async () => {
    const began = performance.now();
    const stopped = await fams.run('stop');
    expect(stopped.code, because(stopped)).toBe(0);
    expect(performance.now() - began).toBeLessThan(13_000);
    for (const host of HOSTS)
      expect((await bed.exec(host, ['test', '-e', '/home/fams/kafka-logs/.kafka_cleanshutdown'])).code, `host ${String(host)}`).toBe(0);
    expect((await fams.run('start')).code).toBe(0);
  });
});

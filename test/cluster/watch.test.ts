// verify --watch over real ssh: a host that goes and comes back, and how much memory it takes meanwhile.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { Fams } from '../support/fams.js';

const available = bedAvailable();
const title = available.ok ? 'a watch' : `a watch (${available.reason})`;

interface Look {
  readonly look: number;
  readonly startedAt: string;
  readonly ms: number;
  readonly checks: readonly { readonly id: string; readonly target: string; readonly status: string }[];
  readonly changes: readonly { readonly kind: string; readonly id: string; readonly target: string }[];
}

describe.skipIf(!available.ok)(title, () => {
  let bed: Bed;
  let fams: Fams;
  beforeAll(async () => {
    // Nothing is installed on these hosts: what a watch does with its connections needs no JVM.
    bed = await startBed({ hosts: 3, rootfs: 'bare' });
    fams = new Fams(bed);
    await fams.write([1, 2, 3]);
  });
  afterAll(async () => {
    await bed.stop();
  });

  /** Looks one after the other; what is thrown away is not waited for. */
  function start(...args: readonly string[]) {
    const child = fams.spawn('verify', '--watch', '1', ...args);
    const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<Look> => {
      const line = await lines.next();
      if (line.done === true) throw new Error('the watch ended');
      return (JSON.parse(line.value) as { result: Look }).result;
    };
    const until = async (holds: (look: Look) => boolean): Promise<Look> => {
      for (;;) {
        const look = await next();
        if (holds(look)) return look;
      }
    };
    return { child, ended, next, until };
  }

  const changed = (kind: string, host: number) => (look: Look) =>
    look.changes.some((one) => one.kind === kind && one.id === 'host.ssh' && one.target === bed.address(host));
  const reached = ({ checks }: Look): readonly string[] =>
    checks.flatMap(({ id, target, status }) => (id === 'host.ssh' && status === 'ok' ? [target] : []));
  /** How often sshd let the operator in. */
  const logins = async (host: number): Promise<number> =>
    Number(
      (
        await bed.exec(host, [
          'sh',
          '-c',
          'ls -d /proc/[0-9]*/ | while read -r one; do grep -ls "^sshd: fams" "$one/cmdline"; done | wc -l',
        ])
      ).stdout,
    );

  it('keeps its connections, sees a host go, and goes on by itself when it is back', async () => {
    const { child, ended, next, until } = start('--only', 'host.ssh,host.disk');
    const first = await next();
    expect(reached(first)).toHaveLength(3);
    const before = await logins(1);
    expect(before).toBeGreaterThan(0);
    for (let i = 0; i < 5; i++) expect((await next()).changes).toEqual([]);
    // Another look is another script on the same connection, not another login.
    expect(await logins(1)).toBe(before);

    await bed.kill(2);
    const gone = await until(changed('new', 2));
    expect(reached(gone)).toEqual([bed.address(1), bed.address(3)]);
    await bed.boot(2);
    const back = await until(changed('gone', 2));
    expect(reached(back)).toHaveLength(3);
    expect(await logins(1)).toBe(before);

    child.kill('SIGINT');
    // The last look was well.
    expect(await ended).toBe(0);
  });

  it('ends as its last look does', async () => {
    const { child, ended, next } = start('--only', 'host.service');
    expect((await next()).look).toBe(1);
    child.kill('SIGINT');
    expect(await ended).toBe(3);
  });

  it('does not begin a look before the one before it has ended, and begins it at once when that took long', async () => {
    const { child, ended, next, until } = start('--only', 'host.ssh,host.disk');
    await next();
    // Two seconds a round trip: longer than the second between two looks.
    await bed.slow(3, 600);
    const slow = await until(({ ms }) => ms > 1100);
    const after = await next();
    await bed.fast(3);
    const pause = Date.parse(after.startedAt) - (Date.parse(slow.startedAt) + slow.ms);
    expect(pause).toBeGreaterThanOrEqual(-5);
    expect(pause).toBeLessThan(500);
    child.kill('SIGINT');
    await ended;
  });

  it('takes no more memory the longer it runs', async () => {
    const { child, ended, until } = start();
    const residentMb = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(child.pid)}/status`, 'utf8'))?.[1]) / 1024;
    const samples: number[] = [];
    for (const look of [10, 20, 30, 40]) {
      await until((one) => one.look === look);
      samples.push(Math.round(residentMb()));
    }
    // Of which the node program itself has 45, and the memory of ssh2's cipher 16.
    expect(Math.max(...samples), samples.join(', ')).toBeLessThan(115);
    expect((samples.at(-1) ?? 0) - (samples[1] ?? 0), samples.join(', ')).toBeLessThan(15);
    child.kill('SIGINT');
    await ended;
  });
});

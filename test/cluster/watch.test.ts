// verify --watch over real ssh: a host that goes and comes back, and how much memory it takes meanwhile.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { Fams } from '../support/fams.js';
import { Watching, type Look } from '../support/watching.js';

const available = bedAvailable();
const title = available.ok ? 'a watch' : `a watch (${available.reason})`;

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
    const watch = new Watching(fams, '--only', 'host.ssh,host.disk');
    const first = await watch.next();
    expect(reached(first)).toHaveLength(3);
    const before = await logins(1);
    expect(before).toBeGreaterThan(0);
    for (let i = 0; i < 5; i++) expect((await watch.next()).changes).toEqual([]);
    // Another look is another script on the same connection, not another login.
    expect(await logins(1)).toBe(before);

    await bed.kill(2);
    const gone = await watch.until(changed('new', 2));
    expect(reached(gone)).toEqual([bed.address(1), bed.address(3)]);
    await bed.boot(2);
    const back = await watch.until(changed('gone', 2));
    expect(reached(back)).toHaveLength(3);
    expect(await logins(1)).toBe(before);

    // The last look was well.
    expect(await watch.stop()).toBe(0);
  });

  it('ends as its last look does', async () => {
    const watch = new Watching(fams, '--only', 'host.service');
    expect((await watch.next()).look).toBe(1);
    expect(await watch.stop()).toBe(3);
  });

  it('does not begin a look before the one before it has ended, and begins it at once when that took long', async () => {
    const watch = new Watching(fams, '--only', 'host.ssh,host.disk');
    await watch.next();
    // Two seconds a round trip: longer than the second between two looks.
    await bed.slow(3, 600);
    const slow = await watch.until(({ ms }) => ms > 1100);
    const after = await watch.next();
    await bed.fast(3);
    const pause = Date.parse(after.startedAt) - (Date.parse(slow.startedAt) + slow.ms);
    expect(pause).toBeGreaterThanOrEqual(-5);
    expect(pause).toBeLessThan(500);
    await watch.stop();
  });

  it('takes no more memory the longer it runs', async () => {
    const watch = new Watching(fams);
    const samples: number[] = [];
    for (const look of [10, 20, 30, 40]) {
      await watch.until((one) => one.look === look);
      samples.push(Math.round(watch.residentMb()));
    }
    // Of which the node program itself has 45, and the memory of ssh2's cipher 16.
    expect(Math.max(...samples), samples.join(', ')).toBeLessThan(115);
    expect((samples.at(-1) ?? 0) - (samples[1] ?? 0), samples.join(', ')).toBeLessThan(15);
    await watch.stop();
  });
});

// The cluster lock and the removal of the directory that it lies in.
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { executors } from '../../../src/apply/executors/executors.js';
import { thisHolder, type Holder } from '../../../src/apply/holder.js';
import { acquireLock, type LockOptions } from '../../../src/apply/lock.js';
import type { Lock } from '../../../src/apply/lock-keeper.js';
import { BASE_NAMES } from '../../../src/components/places.js';
import { remove } from '../../support/actions.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';

const LONG = 180_000;
const signal = new AbortController().signal;
const uptime = (): number => Number.parseFloat(readFileSync('/proc/uptime', 'utf8'));
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  function hosts(count = 3): readonly TestHost[] {
    const made = Array.from({ length: count }, () => new TestHost(shell));
    cleanups.push(() => {
      for (const host of made) host.remove();
    });
    return made;
  }

  async function acquire(made: readonly TestHost[], holder: Holder, options: Partial<LockOptions> = {}): Promise<Lock> {
    const places = made.map((host, i) => ({ session: host.session(`h${String(i + 1)}`), base: host.base }));
    const lock = await acquireLock(places, holder, { signal, ...options });
    cleanups.push(() => lock.release());
    return lock;
  }

  const named = async (user: string): Promise<Holder> => ({ ...(await thisHolder('provision')), user, machine: 'far' });

  test('the lock outlives the removal of what it lies in, and takes the empty directory with it', { timeout: LONG }, async () => {
    const made = hosts();
    const lock = await acquire(made, await named('alice'), { beatMs: 50 });
    const lost: string[] = [];
    lock.onLost((reason) => lost.push(reason));
    for (const host of made) {
      mkdirSync(join(host.base, 'conf', 'deep'), { recursive: true });
      const context = { session: host.session(), base: host.base, bundles: {} };
      expect(await executors.remove.run([remove(host.base, { of: 'base', names: BASE_NAMES })], context)).toEqual([{ result: 'changed' }]);
      expect(readdirSync(host.base)).toEqual(['lock']);
    }
    await expect(acquire(made, await named('bob'))).rejects.toMatchObject({ code: 'LOCK_HELD' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([lock.held, lost]).toEqual([true, []]);
    await lock.release();
    for (const host of made) expect(readdirSync(host.home)).toEqual([]);
  });

  test('the lock of a dead run goes with the directory', { timeout: LONG }, async () => {
    const [host] = hosts(1);
    if (host === undefined) throw new Error('no host');
    mkdirSync(join(host.base, 'lock'), { recursive: true });
    writeFileSync(join(host.base, 'lock', 'owner.0123'), '{}\nthis-boot\n');
    utimesSync(join(host.base, 'lock', 'owner.0123'), uptime() - 100, uptime() - 100);
    await executors.remove.run([remove(host.base, { of: 'base', names: BASE_NAMES })], {
      session: host.session(),
      base: host.base,
      bundles: {},
    });
    expect(readdirSync(host.home)).toEqual([]);
  });
});

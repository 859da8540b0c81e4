// The cluster lock over three hosts, which are three directories here.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { thisHolder, type Holder } from '../../../src/apply/holder.js';
import { acquireLock, breakLocks, readLocks, type LockOptions, type LockPlace } from '../../../src/apply/lock.js';
import type { Lock } from '../../../src/apply/lock-keeper.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';
import { waitUntil } from '../../support/wait-until.js';

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

  const placesOf = (made: readonly TestHost[]): readonly LockPlace[] =>
    made.map((host, i) => ({ session: host.session(`h${String(i + 1)}`), base: host.base }));

  async function acquire(made: readonly TestHost[], holder: Holder, options: Partial<LockOptions> = {}): Promise<Lock> {
    const lock = await acquireLock(placesOf(made), holder, { signal, ...options });
    cleanups.push(() => lock.release());
    return lock;
  }

  const named = async (user: string, more: Partial<Holder> = {}): Promise<Holder> => ({
    ...(await thisHolder('provision')),
    user,
    machine: 'far',
    ...more,
  });

  const owners = (made: readonly TestHost[]): number => made.filter((host) => existsSync(join(host.base, 'lock'))).length;

  test('held, refused with the holder, given back, free', { timeout: LONG }, async () => {
    const made = hosts();
    const lock = await acquire(made, await named('alice'));
    expect(lock).toMatchObject({ held: true, others: [] });
    expect(owners(made)).toBe(3);
    const refused = acquire(made, await named('bob'));
    await expect(refused).rejects.toMatchObject({ code: 'LOCK_HELD', exitCode: 5, where: { host: 'h1, h2, h3' } });
    await expect(refused).rejects.toThrow(
      /locked by alice on far \("provision", process \d+\) since 20\S+; its last sign of life was \d+ s ago/,
    );
    await expect(refused).rejects.toMatchObject({ todo: expect.arrayContaining([expect.stringContaining('fams-ops unlock')]) as string[] });
    await lock.release();
    expect(lock.held).toBe(false);
    expect(owners(made)).toBe(0);
    expect((await acquire(made, await named('bob'))).held).toBe(true);
  });

  test('of two at once exactly one gets it; of five at most one', { timeout: LONG }, async () => {
    const made = hosts();
    for (const names of [
      ['a', 'b'],
      ['c', 'd'],
      ['e', 'f'],
      ['g', 'h', 'i', 'j', 'k'],
    ]) {
      const all = await Promise.allSettled(names.map(async (name) => acquire(made, await named(name))));
      const locks = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      expect(locks.length).toBeLessThanOrEqual(1);
      if (names.length === 2) expect(locks.length).toBe(1);
      for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'LOCK_HELD' });
      for (const lock of locks) await lock.release();
      expect(owners(made)).toBe(0);
    }
  });

  test('a holder on this machine that is gone is replaced at once; one that lives is not', { timeout: LONG }, async () => {
    const made = hosts();
    const child = spawn('sleep', ['1000']);
    cleanups.push(() => child.kill('SIGKILL'));
    const us = await thisHolder('provision');
    const stat = readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8');
    const pidStart = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? '';
    const holder = { ...us, user: 'alice', pid: child.pid ?? 0, pidStart };
    const lost: string[] = [];
    const dead = await acquire(made, holder, { beatMs: 50 });
    dead.onLost((reason) => lost.push(reason));
    await expect(acquire(made, us)).rejects.toMatchObject({ code: 'LOCK_HELD' });
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    // The same numbers on another machine, or in another container, say nothing.
    await expect(acquire(made, { ...us, machine: 'far' })).rejects.toMatchObject({ code: 'LOCK_HELD' });
    await expect(acquire(made, { ...us, pidNamespace: 'pid:[1]' })).rejects.toMatchObject({ code: 'LOCK_HELD' });
    expect((await acquire(made, us)).held).toBe(true);
    await waitUntil('the news', LONG, () => Promise.resolve(lost.length === 1 || 'none'));
    expect(lost[0]).toMatch(/somebody took it away on h\d; somebody took it away on h\d/);
    expect(dead.held).toBe(false);
  });

  test('a lock without a beat is taken over when it is stale, not before', { timeout: LONG }, async () => {
    const made = hosts();
    await acquire(made, await named('alice'));
    const bob = await named('bob');
    const age = (seconds: number): void => {
      for (const host of made)
        for (const name of readdirSync(join(host.base, 'lock')))
          utimesSync(join(host.base, 'lock', name), uptime() - seconds, uptime() - seconds);
    };
    age(20);
    await expect(acquire(made, bob)).rejects.toThrow(/last sign of life was 2\d s ago/);
    age(35);
    const both = await Promise.allSettled([acquire(made, bob), acquire(made, await named('carol'))]);
    expect(both.filter((one) => one.status === 'fulfilled').length).toBeLessThanOrEqual(1);
    expect(new Set((await readLocks(placesOf(made), { signal })).map(({ token }) => token)).size).toBeLessThanOrEqual(1);
  });

  test('no step of the clock of day makes a living lock stale', { timeout: LONG }, async () => {
    const made = hosts();
    for (const host of made) writeFileSync(join(host.fakes, 'date'), '#!/bin/sh\necho $(($(/bin/date +%s) + 3600))\n', { mode: 0o755 });
    await acquire(made, await named('alice'));
    await expect(acquire(made, await named('bob'))).rejects.toThrow(/last sign of life was \d s ago/);
  });

  test('a lock from before a reboot is stale at once', { timeout: LONG }, async () => {
    const made = hosts();
    await acquire(made, await named('alice'));
    for (const host of made)
      for (const name of readdirSync(join(host.base, 'lock'))) {
        const file = join(host.base, 'lock', name);
        const [holder = '', boot = ''] = readFileSync(file, 'utf8').split('\n');
        expect(boot).toBe(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
        writeFileSync(file, `${holder}\nanother-boot\n`);
        utimesSync(file, uptime(), uptime());
      }
    expect((await acquire(made, await named('bob'))).held).toBe(true);
  });

  test('a beat needs no room, and one of an older fams-ops goes by the clock of day', { timeout: LONG }, async () => {
    const made = hosts();
    const lock = await acquire(made, await named('alice'), { beatMs: 50 });
    const files = made.flatMap((host) => readdirSync(join(host.base, 'lock')).map((name) => join(host.base, 'lock', name)));
    for (const file of files) utimesSync(file, 1, 1);
    await waitUntil('a beat', LONG, () => Promise.resolve(files.every((file) => statSync(file).mtimeMs > 1000) || 'none'));
    for (const file of files) expect(Math.abs(statSync(file).mtimeMs / 1000 - uptime())).toBeLessThan(10);
    await lock.release();
    for (const host of made) {
      mkdirSync(join(host.base, 'lock'), { recursive: true });
      writeFileSync(join(host.base, 'lock', 'owner.0123'), JSON.stringify(await named('old')));
    }
    await expect(acquire(made, await named('bob'))).rejects.toThrow(/locked by old on far .* last sign of life was \d s ago/);
  });

  test('beats keep it from becoming stale', { timeout: LONG }, async () => {
    const made = hosts();
    const lock = await acquire(made, await named('alice'), { beatMs: 200 });
    await new Promise((resolve) => setTimeout(resolve, 4000));
    await expect(acquire(made, await named('bob'), { staleSeconds: 2 })).rejects.toMatchObject({ code: 'LOCK_HELD' });
    expect(lock.held).toBe(true);
  });

  test('a minority that somebody else has is told; a majority is needed', { timeout: LONG }, async () => {
    const made = hosts();
    await acquire(made.slice(2), await named('alice'));
    const lock = await acquire(made, await named('bob'));
    expect(lock.held).toBe(true);
    expect(lock.others).toMatchObject([{ host: 'h3', holder: { user: 'alice' } }]);
    await lock.release();
    await acquire(made.slice(1, 2), await named('carol'));
    const dave = acquire(made, await named('dave'));
    await expect(dave).rejects.toMatchObject({ code: 'LOCK_HELD' });
    expect(await readLocks(placesOf(made), { signal })).toMatchObject([{ holder: { user: 'carol' } }, { holder: { user: 'alice' } }]);
  });

  test('hosts that cannot be reached count', { timeout: LONG }, async () => {
    const made = hosts();
    expect((await acquire(made.slice(1), await named('alice'), { members: 3 })).held).toBe(true);
    await expect(acquire(made.slice(0, 1), await named('bob'), { members: 3 })).rejects.toMatchObject({ code: 'HOST_UNREACHABLE' });
    expect(existsSync(join(made[0]?.base ?? '', 'lock'))).toBe(false);
  });

  test('the loss of a minority is borne, that of the majority told', { timeout: LONG }, async () => {
    const made = hosts();
    const lost: string[] = [];
    const lock = await acquire(made, await named('alice'), { beatMs: 50 });
    lock.onLost((reason) => lost.push(reason));
    const places = placesOf(made);
    await breakLocks(await readLocks(places.slice(0, 1), { signal }), places.slice(0, 1), { signal });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([lock.held, lost]).toEqual([true, []]);
    await breakLocks(await readLocks(places.slice(1, 2), { signal }), places.slice(1, 2), { signal });
    await waitUntil('the news', LONG, () => Promise.resolve(lost.length === 1 || 'none'));
    expect(lock.held).toBe(false);
    const late: string[] = [];
    lock.onLost((reason) => late.push(reason));
    expect(late).toEqual(lost);
    await lock.release();
    expect(owners(made)).toBe(0);
  });

  test('lost links are a lost lock', { timeout: LONG }, async () => {
    const made = hosts();
    const places = placesOf(made);
    const lock = await acquireLock(places, await named('alice'), { signal, beatMs: 50 });
    const lost: string[] = [];
    lock.onLost((reason) => lost.push(reason));
    for (const { session } of places.slice(0, 2)) session.close();
    await waitUntil('the news', LONG, () => Promise.resolve(lost.length === 1 || 'none'));
    await lock.release();
  });

  test('a contender that died before it put itself in does not keep the lock', { timeout: LONG }, async () => {
    const made = hosts(1);
    for (const host of made) mkdirSync(join(host.base, 'lock'), { recursive: true });
    expect((await acquire(made, await named('alice'))).held).toBe(true);
  });

  test('reading and breaking', { timeout: LONG }, async () => {
    const made = hosts();
    const places = placesOf(made);
    expect(await readLocks(places, { signal })).toEqual([]);
    const holder = await named('alice');
    await acquire(made.slice(0, 2), holder);
    const locks = await readLocks(places, { signal });
    expect(locks).toMatchObject([
      { host: 'h1', holder },
      { host: 'h2', holder },
    ]);
    expect(locks[0]?.secondsSinceBeat).toBeLessThan(LONG / 1000);
    await breakLocks(locks, places, { signal });
    expect(await readLocks(places, { signal })).toEqual([]);
    expect(owners(made)).toBe(0);
  });

  test('breaking takes away what was shown, and nothing of who came meanwhile', { timeout: LONG }, async () => {
    const made = hosts();
    const places = placesOf(made);
    const alice = await acquire(made, await named('alice'));
    const shown = await readLocks(places, { signal });
    await alice.release();
    const bob = await acquire(made, await named('bob'), { beatMs: 50 });
    await expect(breakLocks(shown, places, { signal })).rejects.toMatchObject({
      code: 'LOCK_HELD',
      message: expect.stringContaining('locked by bob') as string,
    });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect([bob.held, owners(made)]).toEqual([true, 3]);
  });

  test('a host that cannot be written to is told', { timeout: LONG }, async () => {
    const [place] = placesOf(hosts(1));
    if (place === undefined) throw new Error('no place');
    const attempt = acquireLock([{ ...place, base: '/proc/none' }], await named('alice'), { signal });
    await expect(attempt).rejects.toMatchObject({ code: 'COMMAND_FAILED', where: { host: 'h1', file: '/proc/none/lock' } });
  });

  test('an interruption takes nothing', { timeout: LONG }, async () => {
    const made = hosts();
    const aborter = new AbortController();
    aborter.abort();
    await expect(acquire(made, await named('alice'), { signal: aborter.signal })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(owners(made)).toBe(0);
  });
});

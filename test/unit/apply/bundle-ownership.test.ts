// Software that is not ours, on real directories, by each shell that a host may have: what the facts say of it, and that it stays.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Done } from '../../../src/apply/executors/executor.js';
import { executors } from '../../../src/apply/executors/executors.js';
import { gatherFacts } from '../../../src/hosts/facts/gather.js';
import type { BundleUse } from '../../../src/model/component.js';
import type { HostFacts, Occupancy } from '../../../src/model/facts.js';
import { bundle, identity, record } from '../../support/actions.js';
import { testBundle } from '../../support/test-bundle.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';
import { treeOf } from '../../support/tree.js';

const LONG = 180_000;
const cleanups: (() => unknown)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  function host(): TestHost {
    const made = new TestHost(shell);
    cleanups.push(() => made.remove());
    return made;
  }

  const place = (at: TestHost, { use, bundles }: ReturnType<typeof testBundle>): Promise<readonly Done[]> =>
    executors.bundle.run([bundle(use)], { session: at.session(), base: at.base, bundles });

  function look(at: TestHost, { dir, record: file }: BundleUse): Promise<HostFacts> {
    const nothing = { javaHome: null, files: [], dirs: [], dataDirs: [], services: [], names: [] };
    const request = { ...nothing, home: at.home, base: at.base, bundles: [{ dir, record: file }] };
    return gatherFacts(at.session(), request, { deadlineMs: LONG, signal: new AbortController().signal });
  }
  const occupancy = async (at: TestHost, use: BundleUse): Promise<Occupancy | undefined> => (await look(at, use)).occupancy[use.dir];

  /** Refused, and nothing is changed. */
  async function kept(at: TestHost, one: ReturnType<typeof testBundle>): Promise<string> {
    const before = treeOf(at.home);
    const [done] = await place(at, one);
    expect(treeOf(at.home)).toEqual(before);
    return done?.result === 'failed' ? done.error.message : `it was not refused: ${String(done?.result)}`;
  }

  /** The same software as another cluster in the same home has it. */
  function ofOther(at: TestHost, one: ReturnType<typeof testBundle>): ReturnType<typeof testBundle> {
    const bundles = join(at.home, '.fams-ops', 'other', 'bundles');
    mkdirSync(bundles, { recursive: true });
    return { ...one, use: { ...one.use, record: join(bundles, 'kafka.record'), digestFile: join(bundles, 'kafka.digest') } };
  }
  const placeOther = (at: TestHost, one: ReturnType<typeof testBundle>): Promise<readonly Done[]> => {
    const other = ofOther(at, one);
    return executors.bundle.run([bundle(other.use)], {
      session: at.session(),
      base: join(at.home, '.fams-ops', 'other'),
      bundles: one.bundles,
    });
  };

  test('an installation made by hand stays, and the facts say what is in it and what runs from it', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    mkdirSync(join(one.use.dir, 'config'), { recursive: true });
    writeFileSync(join(one.use.dir, 'config', 'server.properties'), 'broker.id=0\n');
    const stranger = spawn('sleep', ['1000'], { cwd: one.use.dir, stdio: 'ignore' });
    cleanups.push(() => stranger.kill('SIGKILL'));
    const facts = await look(at, one.use);
    expect(facts.bundles[one.use.dir]).toEqual({ kind: 'foreign' });
    expect(facts.occupancy[one.use.dir]).toEqual({
      tenants: [],
      strangers: ['config/server.properties'],
      users: [`${String(stranger.pid)} sleep 1000`],
    });
    expect(await kept(at, one)).toContain('was not put there by fams-ops');
  });

  test('a link in its place is not followed', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    await place(at, one);
    const away = join(at.dir, 'opt');
    renameSync(one.use.dir, away);
    symlinkSync(away, one.use.dir);
    utimesSync(join(away, 'bin', 'kafka-topics.sh'), 1, 1);
    expect((await look(at, one.use)).links).toEqual({ [one.use.dir]: away });
    expect(await kept(at, one)).toContain('is a link');
  });

  test('a file of somebody else in our software keeps it from being replaced', { timeout: LONG }, async () => {
    const at = host();
    await place(at, testBundle(at, 'one'));
    const two = testBundle(at, 'two');
    writeFileSync(join(two.use.dir, 'libs', 'mine.jar'), 'mine');
    expect(await occupancy(at, two.use)).toEqual({ tenants: [], strangers: ['libs/mine.jar'], users: [] });
    expect(await kept(at, two)).toContain('did not put there: libs/mine.jar');
    rmSync(join(two.use.dir, 'libs', 'mine.jar'));
    expect(await place(at, two)).toEqual([{ result: 'changed' }]);
  });

  test('data that somebody keeps where the tools log keep it too, their logs do not', { timeout: LONG }, async () => {
    const at = host();
    await place(at, testBundle(at, 'one'));
    const two = testBundle(at, 'two');
    const logs = join(two.use.dir, 'logs');
    mkdirSync(join(logs, 'orders-0'), { recursive: true });
    writeFileSync(join(logs, 'server.log.2015-01-01'), '');
    writeFileSync(join(logs, 'orders-0', '0.index'), '');
    expect(await kept(at, two)).toContain('did not put there: logs/orders-0/0.index');
    rmSync(join(logs, 'orders-0'), { recursive: true });
    expect(await place(at, two)).toEqual([{ result: 'changed' }]);
    expect(treeOf(logs)).toEqual({ 'server.log.2015-01-01': '644 ' });
  });

  test('two clusters share the same software: the second takes over the record, and neither unpacks twice', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    await placeOther(at, one);
    expect(await occupancy(at, one.use)).toMatchObject({ tenants: [{ cluster: 'other', digest: one.use.bundle.digest, same: true }] });
    const unsent = { ...one, bundles: { kafka: { archive: '/nowhere', sha256: 'x', bytes: 1 } } };
    expect(await place(at, unsent)).toEqual([{ result: 'changed' }]);
    expect(await place(at, unsent)).toEqual([{ result: 'ok' }]);
    expect((await look(at, one.use)).bundles[one.use.dir]).toEqual({ kind: 'ours', digest: one.use.bundle.digest, intact: true });
    expect(readFileSync(one.use.record, 'utf8')).toContain(`dir ${one.use.dir}\n`);
  });

  test('another build of software that another cluster uses is refused; a repair of the same is not', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    await placeOther(at, one);
    await place(at, one);
    expect(await kept(at, testBundle(at, 'two'))).toContain('with another build');
    writeFileSync(join(one.use.dir, 'bin', 'kafka-topics.sh'), 'changed');
    expect(await place(at, one)).toEqual([{ result: 'changed' }]);
    expect(await placeOther(at, one)).toEqual([{ result: 'ok' }]);
  });

  test('a copy of a record does not make another directory ours', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    await place(at, one);
    const elsewhere = { ...one, use: { ...one.use, dir: join(at.home, 'kafka-by-hand') } };
    cpSync(one.use.dir, elsewhere.use.dir, { recursive: true });
    expect(await kept(at, elsewhere)).toContain('was not put there by fams-ops');
  });

  test('an identity is not written beside things that came meanwhile', { timeout: LONG }, async () => {
    const at = host();
    const context = { session: at.session(), base: at.base, bundles: {} };
    mkdirSync(join(at.home, 'data', 'photos'), { recursive: true });
    const [done] = await executors.identity.run([identity(join(at.home, 'data', 'fams-ops.json'), record(1))], context);
    expect(done?.result === 'failed' && done.error.message).toContain('did not put there: photos');
    expect(treeOf(join(at.home, 'data'))).toEqual({ 'photos/': '755' });
  });
});

// Removal on real directories, links and mounts, by each shell that a host may have: what goes, what is emptied, what is refused.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Done } from '../../../src/apply/executors/executor.js';
import { executors } from '../../../src/apply/executors/executors.js';
import { judgeRemovals } from '../../../src/apply/executors/remove.js';
import { BASE_NAMES } from '../../../src/components/places.js';
import type { ActionOf } from '../../../src/model/action.js';
import { bundle, record, remove } from '../../support/actions.js';
import { testBundle } from '../../support/test-bundle.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';
import { treeOf } from '../../support/tree.js';

const LONG = 180_000;
const OWN_NAMES = '^(.+-[0-9]+|[.]lock)$';
const RECORD = `${JSON.stringify(record(1))}\n`;
const cleanups: (() => unknown)[] = [];

afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

const mayMount = spawnSync('unshare', ['--mount', 'true']).status === 0 && process.getuid?.() === 0;

describe.each(SHELLS)('%s', (shell) => {
  function host(): TestHost {
    const made = new TestHost(shell);
    cleanups.push(() => made.remove());
    return made;
  }
  const contextOf = (at: TestHost) => ({ session: at.session(), base: at.base, bundles: {} });
  const data = (path: string, real = path, text = RECORD): ActionOf<'remove'> =>
    remove(path, { of: 'data', record: text, names: OWN_NAMES }, real);
  const base = (at: TestHost): ActionOf<'remove'> => remove(at.base, { of: 'base', names: BASE_NAMES });

  /** What a look says and what a removal then does; a look touches nothing. */
  async function tried(at: TestHost, action: ActionOf<'remove'>): Promise<readonly [string, string]> {
    const before = treeOf(at.dir);
    const [verdict] = await judgeRemovals([action], contextOf(at));
    expect(treeOf(at.dir)).toEqual(before);
    const [done] = await executors.remove.run([action], contextOf(at));
    return [verdict?.kind === 'refused' ? verdict.reason : (verdict?.kind ?? 'nothing'), outcome(done)];
  }
  const outcome = (done: Done | undefined): string => (done?.result === 'failed' ? done.error.message : (done?.result ?? 'nothing'));

  /** Refused by both, and nothing is gone. */
  async function kept(at: TestHost, action: ActionOf<'remove'>): Promise<string> {
    const before = treeOf(at.dir);
    const [verdict, done] = await tried(at, action);
    expect(done).toContain(verdict);
    expect(['goes', 'emptied', 'ok']).not.toContain(verdict);
    expect(treeOf(at.dir)).toEqual(before);
    return verdict;
  }

  function dataDir(path: string, text = RECORD): string {
    mkdirSync(join(path, 'orders-0'), { recursive: true });
    writeFileSync(join(path, 'orders-0', '0.log'), 'records');
    for (const name of ['.lock', 'fams-ops.started']) writeFileSync(join(path, name), '');
    writeFileSync(join(path, 'fams-ops.json'), text);
    return path;
  }

  test(
    'data with the record that was seen goes, links in it are not followed, and a second run finds nothing',
    { timeout: LONG },
    async () => {
      const at = host();
      mkdirSync(join(at.home, 'keep'));
      writeFileSync(join(at.home, 'keep', 'precious'), '');
      const path = dataDir(join(at.home, 'kafka logs'));
      symlinkSync(join(at.home, 'keep'), join(path, 'link-1'));
      expect(await tried(at, data(path))).toEqual(['goes', 'changed']);
      expect(treeOf(at.home)).toEqual({ 'keep/': '755', 'keep/precious': '644 ' });
      expect(await tried(at, data(path))).toEqual(['ok', 'ok']);
    },
  );

  test("data without a record, with another's, or with a record behind a link stays", { timeout: LONG }, async () => {
    const at = host();
    const path = dataDir(join(at.home, 'photos'));
    for (const change of [
      () => writeFileSync(join(path, 'fams-ops.json'), RECORD.replace('test', 'other')),
      () => rmSync(join(path, 'fams-ops.json')),
      () => {
        writeFileSync(join(at.home, 'record'), RECORD);
        symlinkSync(join(at.home, 'record'), join(path, 'fams-ops.json'));
      },
    ]) {
      change();
      expect(await kept(at, data(path))).toContain('does not say that it is this cluster');
    }
  });

  test("what is in the data of ours and is somebody else's stays, and the record with it", { timeout: LONG }, async () => {
    const at = host();
    const path = dataDir(join(at.home, 'kafka logs'));
    for (const name of ['README', 'my\nbook-0', '.odd']) writeFileSync(join(path, name), 'mine');
    expect(await tried(at, data(path))).toEqual(['emptied', 'changed']);
    expect(readdirSync(path).toSorted()).toEqual(['.odd', 'README', 'fams-ops.json', 'my\nbook-0']);
    expect(await tried(at, data(path))).toEqual(['emptied', 'ok']);
    for (const name of ['README', 'my\nbook-0', '.odd']) rmSync(join(path, name));
    expect(await tried(at, data(path))).toEqual(['goes', 'changed']);
  });

  test('data that hold the data of another stay', { timeout: LONG }, async () => {
    const at = host();
    const path = dataDir(join(at.home, 'kafka-logs'));
    dataDir(join(path, 'orders-0', 'zk'));
    expect(await kept(at, data(path))).toContain('orders-0/zk/fams-ops.json');
  });

  test(
    'a link to the home, to what holds it, to the keys or to our own directory is refused, whatever lies there',
    { timeout: LONG },
    async () => {
      const at = host();
      const link = join(at.dir, 'zk_data');
      mkdirSync(join(at.home, '.ssh'));
      mkdirSync(at.base, { recursive: true });
      for (const to of [at.dir, at.home, join(at.home, '.ssh'), join(at.home, '.fams-ops'), at.base]) {
        symlinkSync(to, link);
        writeFileSync(join(to, 'fams-ops.json'), RECORD);
        const before = readdirSync(at.home);
        const [verdict, done] = await tried(at, data(link, to));
        expect([to, verdict]).toEqual([to, expect.stringMatching(/lies there|leads to \/|among our own files/)]);
        expect(done).toContain(verdict);
        expect(readdirSync(at.home)).toEqual(before);
        rmSync(link);
        rmSync(join(to, 'fams-ops.json'));
      }
      // This one is only looked at: a guard that does not hold would cost the machine.
      symlinkSync('/', link);
      const verdicts = await judgeRemovals([data(link, '/'), data('/'), data('//')], contextOf(at));
      expect(verdicts.map((verdict) => (verdict.kind === 'refused' ? verdict.reason.trim() : verdict.kind))).toEqual([
        `${link} leads to /`,
        '/ is not what a tree of ours is called',
        '// is not what a tree of ours is called',
      ]);
    },
  );

  test('a path that leads elsewhere than it did when the removal was decided is refused', { timeout: LONG }, async () => {
    const at = host();
    const [one, two] = [dataDir(join(at.dir, 'one')), dataDir(join(at.dir, 'two'))];
    const link = join(at.home, 'zk_data');
    symlinkSync(two, link);
    expect(await kept(at, data(link, one))).toContain(`leads to ${two} now`);
  });

  test('names that no tree of ours has are refused', { timeout: LONG }, async () => {
    const at = host();
    dataDir(join(at.home, 'x'));
    const below = ['/', '/x/..', '/x/../../home', '/./x', '//x'].map((end) => `${at.home}${end}`);
    const all = [at.home, at.dir, 'x', '.', '', ...below];
    for (const path of all) {
      const [done] = await executors.remove.run([data(path)], contextOf(at));
      expect(done?.result, path).toBe('failed');
    }
    expect(readdirSync(at.home)).toEqual(['x']);
  });

  test('what a person linked in is emptied, and stays', { timeout: LONG }, async () => {
    const at = host();
    const disk = dataDir(join(at.dir, 'disk'));
    const link = join(at.home, 'kafka-logs');
    symlinkSync(disk, link);
    expect(await tried(at, data(link, disk))).toEqual(['emptied', 'changed']);
    expect([readdirSync(disk), readdirSync(at.home)]).toEqual([[], ['kafka-logs']]);
  });

  test.skipIf(!mayMount)(
    'a mount point is emptied but for its lost+found; data with a file system of its own inside stay',
    { timeout: LONG },
    async () => {
      const at = host();
      const path = join(at.home, 'kafka logs');
      const mount = (to: string): void => {
        mkdirSync(to, { recursive: true });
        execFileSync('mount', ['-t', 'tmpfs', 'none', to]);
        cleanups.unshift(() => spawnSync('umount', [to]));
      };
      mount(path);
      dataDir(path);
      mkdirSync(join(path, 'lost+found'), { mode: 0o700 });
      mount(join(path, 'inner disk-1'));
      writeFileSync(join(path, 'inner disk-1', 'precious'), '');
      expect(await kept(at, data(path))).toContain(`${path}/inner disk-1 in it is a file system of its own`);
      spawnSync('umount', [join(path, 'inner disk-1')]);
      expect(await tried(at, data(path))).toEqual(['emptied', 'changed']);
      expect(readdirSync(path)).toEqual(['lost+found']);
    },
  );

  test('software goes with its manifest; a file of somebody else keeps it', { timeout: LONG }, async () => {
    const at = host();
    const { use, bundles } = testBundle(at, 'one');
    const context = { ...contextOf(at), bundles };
    await executors.bundle.run([bundle(use)], context);
    const action = remove(use.dir, { of: 'software', record: use.record });
    const stray = join(use.dir, 'config', 'mine.properties');
    mkdirSync(join(use.dir, 'config'));
    writeFileSync(stray, 'mine');
    expect(await kept(at, action)).toContain('did not put there: config/mine.properties');
    rmSync(stray);
    // Changed by hand, but a file that we brought; and what its tools log.
    writeFileSync(join(use.dir, 'bin', 'kafka-topics.sh'), 'changed');
    mkdirSync(join(use.dir, 'logs'));
    writeFileSync(join(use.dir, 'logs', 'server.log'), '');
    expect(await tried(at, action)).toEqual(['goes', 'changed']);
    expect(existsSync(use.dir)).toBe(false);
  });

  test('software without a record, of which another cluster has one, or behind a link stays', { timeout: LONG }, async () => {
    const at = host();
    const { use, bundles } = testBundle(at, 'one');
    await executors.bundle.run([bundle(use)], { ...contextOf(at), bundles });
    const action = remove(use.dir, { of: 'software', record: use.record });
    const text = readFileSync(use.record, 'utf8');
    const others = join(at.home, '.fams-ops', 'other', 'bundles');
    mkdirSync(others, { recursive: true });
    writeFileSync(join(others, 'kafka.record'), text);
    expect(await kept(at, action)).toContain('other names');
    writeFileSync(join(others, 'kafka.record'), text.replace(use.dir, `${use.dir}9`));
    rmSync(use.record);
    expect(await kept(at, action)).toContain('no record says');
    writeFileSync(use.record, text);
    const away = join(at.dir, 'opt');
    execFileSync('mv', [use.dir, away]);
    symlinkSync(away, use.dir);
    expect(await kept(at, remove(use.dir, { of: 'software', record: use.record }, away))).toContain('put behind a link');
  });

  test('software that a stranger runs from stays', { timeout: LONG }, async () => {
    const at = host();
    const { use, bundles } = testBundle(at, 'one');
    await executors.bundle.run([bundle(use)], { ...contextOf(at), bundles });
    const stranger = spawn('sleep', ['1000'], { cwd: join(use.dir, 'bin'), stdio: 'ignore' });
    cleanups.push(() => stranger.kill('SIGKILL'));
    const [verdict] = await judgeRemovals([remove(use.dir, { of: 'software', record: use.record })], contextOf(at));
    expect(verdict).toMatchObject({
      kind: 'refused',
      reason: expect.stringMatching(`process ${String(stranger.pid)} runs from .*sleep 1000`) as string,
    });
  });

  test('our own directory goes, what somebody else put into it stays', { timeout: LONG }, async () => {
    const at = host();
    for (const name of ['bin', 'lock', 'run', '.hidden']) mkdirSync(join(at.base, name), { recursive: true });
    writeFileSync(join(at.base, 'bin', 'process.sh'), '');
    writeFileSync(join(at.base, 'notes.txt'), 'mine');
    expect(await tried(at, base(at))).toEqual(['emptied', 'changed']);
    expect(readdirSync(at.base).toSorted()).toEqual(['.hidden', 'notes.txt']);
    expect(await kept(at, base(at))).toContain('did not put there: notes.txt');
    rmSync(join(at.base, 'notes.txt'));
    rmSync(join(at.base, '.hidden'), { recursive: true });
    expect(await tried(at, base(at))).toEqual(['goes', 'changed']);
    expect(readdirSync(at.home)).toEqual([]);
  });

  test('a link in the place of our own directory is not followed', { timeout: LONG }, async () => {
    const at = host();
    const elsewhere = join(at.dir, 'elsewhere');
    mkdirSync(join(elsewhere, 'bin'), { recursive: true });
    writeFileSync(join(elsewhere, 'bin', 'process.sh'), '');
    mkdirSync(join(at.home, '.fams-ops'));
    symlinkSync(elsewhere, at.base);
    expect(await kept(at, remove(at.base, { of: 'base', names: BASE_NAMES }, elsewhere))).toContain('put behind a link');
  });

  describe.skipIf(process.getuid?.() !== 0)('as a user who is not root', () => {
    /** The same host for the user nobody, who owns all of its home. */
    function poor(): TestHost {
      const at = host();
      chmodSync(at.dir, 0o755);
      at.uid = 65534;
      return at;
    }
    const give = (path: string): void => void execFileSync('chown', ['-R', '65534:65534', path]);

    test('data below a directory of root are emptied, and the directory stays', { timeout: LONG }, async () => {
      const at = poor();
      const path = dataDir(join(at.dir, 'data', 'kafka'));
      give(path);
      expect(await tried(at, data(path))).toEqual(['emptied', 'changed']);
      expect(readdirSync(path)).toEqual([]);
    });

    test('data in which a directory of root lies stay, all of them', { timeout: LONG }, async () => {
      const at = poor();
      const path = dataDir(join(at.home, 'kafka-logs'));
      give(at.home);
      execFileSync('chown', ['root', join(path, 'orders-0')]);
      chmodSync(join(path, 'orders-0'), 0o755);
      expect(await kept(at, data(path))).toMatch(/may not delete what is in .*orders-0/);
    });
  });
});

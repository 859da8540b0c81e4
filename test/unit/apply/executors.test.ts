// Executors on real directories, by each shell that a host may have.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Done, ExecutorContext } from '../../../src/apply/executors/executor.js';
import { executors } from '../../../src/apply/executors/executors.js';
import { BASE_NAMES } from '../../../src/components/places.js';
import type { AppError } from '../../../src/errors/app-error.js';
import { gatherFacts } from '../../../src/hosts/facts/gather.js';
import { bundle, dir, file, identity, record, remove } from '../../support/actions.js';
import { testBundle } from '../../support/test-bundle.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';
import { treeOf } from '../../support/tree.js';

const LONG = 180_000;
const hosts: TestHost[] = [];

afterEach(() => {
  for (const host of hosts.splice(0)) host.remove();
});

const CHANGED: Done = { result: 'changed' };
const OK: Done = { result: 'ok' };
const NOT_RUN: Done = { result: 'not-run' };
const errorOf = (done: Done | undefined): Partial<AppError> => (done?.result === 'failed' ? done.error : {});

describe.each(SHELLS)('%s', (shell) => {
  function host(): TestHost {
    const made = new TestHost(shell);
    hosts.push(made);
    return made;
  }

  const contextOf = (at: TestHost, more: Partial<ExecutorContext> = {}): ExecutorContext => ({
    session: at.session(),
    base: at.base,
    bundles: {},
    ...more,
  });

  test('directories: made with their parents, their mode put right, nothing done twice', { timeout: LONG }, async () => {
    const at = host();
    const actions = [dir(join(at.home, "it's $(new)", 'deep'), 0o700), dir(join(at.home, 'there'), 0o755)];
    mkdirSync(join(at.home, 'there'));
    chmodSync(join(at.home, 'there'), 0o777);
    expect(await executors.dir.run(actions, contextOf(at))).toEqual([CHANGED, CHANGED]);
    expect(treeOf(at.home)).toEqual({ "it's $(new)/": '755', "it's $(new)/deep/": '700', 'there/': '755' });
    expect(await executors.dir.run(actions, contextOf(at))).toEqual([OK, OK]);
  });

  test('directories: a file in the way is named, and what comes after is not begun', { timeout: LONG }, async () => {
    const at = host();
    const wall = join(at.home, 'wall');
    writeFileSync(wall, '');
    const done = await executors.dir.run([dir(join(at.home, 'a')), dir(wall), dir(join(at.home, 'b'))], contextOf(at));
    expect(done.map(({ result }) => result)).toEqual(['changed', 'failed', 'not-run']);
    expect(errorOf(done[1])).toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringContaining(`${wall} is there and is no directory`) as string,
    });
    const below = await executors.dir.run([dir(join(wall, 'below'))], contextOf(at));
    expect(errorOf(below[0]).message).toContain('wall');
  });

  test('files: written whole, replaced, their mode put right, nothing done twice', { timeout: LONG }, async () => {
    const at = host();
    const texts = { 'a b': "it's\n$HOME `x` \\n\0\u00e9\n", empty: '', large: 'x'.repeat(200_000) };
    const actions = Object.entries(texts).map(([name, text]) => file(join(at.home, name), text, name === 'empty' ? 0o755 : 0o640));
    writeFileSync(join(at.home, 'a b'), 'old');
    writeFileSync(join(at.home, 'large'), texts.large);
    chmodSync(join(at.home, 'large'), 0o600);
    expect(await executors.file.run(actions, contextOf(at))).toEqual([CHANGED, CHANGED, CHANGED]);
    expect(treeOf(at.home)).toEqual({ 'a b': `640 ${texts['a b']}`, empty: '755 ', large: `640 ${texts.large}` });
    expect(await executors.file.run(actions, contextOf(at))).toEqual([OK, OK, OK]);
  });

  test('files: what is in the way is named', { timeout: LONG }, async () => {
    const at = host();
    mkdirSync(join(at.home, 'folder'));
    const [done] = await executors.file.run([file(join(at.home, 'folder'), 'x')], contextOf(at));
    expect(errorOf(done)).toMatchObject({ code: 'COMMAND_FAILED', message: expect.stringContaining('folder is a directory') as string });
    const [missing] = await executors.file.run([file(join(at.home, 'none', 'x'), 'x')], contextOf(at));
    expect(errorOf(missing).message).toContain(`there is no directory ${at.home}/none`);
  });

  test('files: a link is replaced, not what it leads to', { timeout: LONG }, async () => {
    const at = host();
    writeFileSync(join(at.home, 'precious'), 'precious');
    symlinkSync('precious', join(at.home, 'link'));
    await executors.file.run([file(join(at.home, 'link'), 'new')], contextOf(at));
    expect(treeOf(at.home)).toEqual({ precious: '644 precious', link: '644 new' });
  });

  test('files: what dead processes left is removed, what living ones write is not', { timeout: LONG }, async () => {
    const at = host();
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const own = `${String(process.pid)}-${stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? ''}`;
    for (const owner of ['1-999', own]) writeFileSync(join(at.home, `.x.fams-put.${owner}`), '');
    expect(await executors.file.run([file(join(at.home, 'x'), 'x')], contextOf(at))).toEqual([CHANGED]);
    expect(readdirSync(at.home).toSorted()).toEqual([`.x.fams-put.${own}`, 'x']);
  });

  test('identities: written once; the same one is fine, another one refused and left alone', { timeout: LONG }, async () => {
    const at = host();
    const path = join(at.home, 'fams-ops.json');
    expect(await executors.identity.run([identity(path, record(1))], contextOf(at))).toEqual([CHANGED]);
    const text = readFileSync(path, 'utf8');
    expect(JSON.parse(text)).toEqual(record(1));
    expect(await executors.identity.run([identity(path, record(1))], contextOf(at))).toEqual([OK]);
    writeFileSync(path, ` ${JSON.stringify({ id: 1, component: 'kafka', cluster: 'test', schemaVersion: 1, extra: true }, null, 2)}`);
    expect(await executors.identity.run([identity(path, record(1))], contextOf(at))).toEqual([OK]);
    for (const other of ['', 'x', 'null', '{"schemaVersion":1,"cluster":"other","component":"kafka","id":1}']) {
      writeFileSync(path, other);
      const [done, after] = await executors.identity.run([identity(path, record(1)), identity(`${path}2`, record(1))], contextOf(at));
      expect(errorOf(done)).toMatchObject({ code: 'IDENTITY_REFUSED', exitCode: 5, where: { host: 'h1', file: path } });
      expect(after).toEqual(NOT_RUN);
      expect(readFileSync(path, 'utf8')).toBe(other);
    }
    expect(readdirSync(at.home)).toEqual(['fams-ops.json']);
  });

  test('bundles: sent, unpacked, recorded, and intact for the facts; nothing done twice', { timeout: LONG }, async () => {
    const at = host();
    const { use, bundles } = testBundle(at, 'one');
    const sent: number[] = [];
    const context = contextOf(at, { bundles, onBytes: (_what, bytes) => sent.push(bytes) });
    expect(await executors.bundle.run([bundle(use)], context)).toEqual([CHANGED]);
    expect(sent.at(-1)).toBe(bundles['kafka']?.bytes);
    expect(await factsOf(at, use.dir, use.record)).toEqual({ kind: 'ours', digest: use.bundle.digest, intact: true });
    expect(Object.entries(treeOf(use.dir)).map(([name, what]) => `${name} ${what.slice(0, 3)}`)).toEqual([
      'bin/ 755',
      'bin/kafka-topics.sh 755',
      'libs/ 755',
      'libs/a b.jar 644',
      'libs/empty/ 755',
    ]);
    expect(readFileSync(use.digestFile, 'utf8')).toBe(`${use.bundle.digest}\n`);
    expect(readdirSync(join(at.base, 'bundles')).toSorted()).toEqual(['kafka.digest', 'kafka.manifest', 'kafka.record']);
    expect(readdirSync(at.home).toSorted()).toEqual(['.fams-ops', use.bundle.directory]);
    sent.length = 0;
    expect(await executors.bundle.run([bundle(use)], context)).toEqual([OK]);
    expect(sent).toEqual([]);
  });

  test('bundles: another build, a changed file, a lost digest file are put right', { timeout: LONG }, async () => {
    const at = host();
    const one = testBundle(at, 'one');
    const two = testBundle(at, 'two');
    await executors.bundle.run([bundle(one.use)], contextOf(at, { bundles: one.bundles }));
    mkdirSync(join(one.use.dir, 'logs'));
    writeFileSync(join(one.use.dir, 'logs', 'server.log'), 'logged by a tool');
    expect(await executors.bundle.run([bundle(two.use)], contextOf(at, { bundles: two.bundles }))).toEqual([CHANGED]);
    const wanted = { kind: 'ours', digest: two.use.bundle.digest, intact: true };
    expect(await factsOf(at, two.use.dir, two.use.record)).toEqual(wanted);
    // What the tools of the software have logged is not part of it.
    expect(readFileSync(join(two.use.dir, 'logs', 'server.log'), 'utf8')).toBe('logged by a tool');
    const jar = join(two.use.dir, 'libs', 'a b.jar');
    utimesSync(jar, 1, 1);
    expect(await executors.bundle.run([bundle(two.use)], contextOf(at, { bundles: two.bundles }))).toEqual([CHANGED]);
    expect(await factsOf(at, two.use.dir, two.use.record)).toEqual(wanted);
    rmSync(two.use.digestFile);
    // Nothing is sent for that.
    const broken = { kafka: { archive: '/nowhere', sha256: 'x', bytes: 1 } };
    expect(await executors.bundle.run([bundle(two.use)], contextOf(at, { bundles: broken }))).toEqual([CHANGED]);
    expect(await factsOf(at, two.use.dir, two.use.record)).toEqual(wanted);
  });

  test('bundles: an archive without that directory, or cut off, leaves what was there', { timeout: LONG }, async () => {
    const at = host();
    const { use, bundles } = testBundle(at, 'one');
    await executors.bundle.run([bundle(use)], contextOf(at, { bundles }));
    const before = treeOf(use.dir);
    const wrong = { ...use, bundle: { ...use.bundle, digest: 'd'.repeat(64), directory: 'kafka_other' } };
    const [done] = await executors.bundle.run([bundle(wrong)], contextOf(at, { bundles }));
    expect(errorOf(done)).toMatchObject({ code: 'COMMAND_FAILED', message: expect.stringContaining('no directory kafka_other') as string });
    const refused = { kafka: { ...bundles['kafka'], sha256: 'e'.repeat(64) } } as typeof bundles;
    const [upload] = await executors.bundle.run(
      [bundle({ ...use, bundle: { ...use.bundle, digest: 'f'.repeat(64) } })],
      contextOf(at, { bundles: refused }),
    );
    expect(errorOf(upload)).toMatchObject({ code: 'UPLOAD_FAILED' });
    expect(treeOf(use.dir)).toEqual(before);
  });

  async function factsOf(at: TestHost, path: string, recordFile: string): Promise<unknown> {
    const nothing = { javaHome: null, files: [], dirs: [], dataDirs: [], services: [], names: [] };
    const request = { ...nothing, home: at.home, base: at.base, bundles: [{ dir: path, record: recordFile }] };
    return (await gatherFacts(at.session(), request, { deadlineMs: LONG, signal: new AbortController().signal })).bundles[path];
  }

  test('removing takes its @reboot lines out of the crontab', { timeout: LONG }, async (context) => {
    context.skip(shell === 'busybox', 'a busybox shell has a crontab of its own inside, which is never used');
    const at = host();
    const table = join(at.dir, 'table');
    const fake = `#!/bin/sh\ncase $1 in -l) cat '${table}' ;; -) cat >'${table}.new'; mv '${table}.new' '${table}' ;; esac\n`;
    writeFileSync(join(at.fakes, 'crontab'), fake, { mode: 0o755 });
    const line = (path: string): string => `@reboot sh '${path}/bin/service.sh' boot '${path}' kafka # fams-ops test kafka\n`;
    writeFileSync(table, `# mine\n${line(at.base)}${line(`${at.base}2`)}${line('/home/x')}`);
    mkdirSync(at.base, { recursive: true });
    await executors.remove.run([remove(at.base, { of: 'base', names: BASE_NAMES })], contextOf(at));
    expect(readFileSync(table, 'utf8')).toBe(`# mine\n${line(`${at.base}2`)}${line('/home/x')}`);
  });

  test('a lost link fails what was asked and leaves the rest', { timeout: LONG }, async () => {
    const at = host();
    const session = at.session();
    session.close();
    const done = await executors.dir.run([dir(join(at.home, 'a')), dir(join(at.home, 'b'))], contextOf(at, { session }));
    expect(errorOf(done[0])).toMatchObject({ code: 'HOST_LOST' });
    expect(done[1]).toEqual(NOT_RUN);
  });
});

// Every executor is killed before each of its commands in turn, and run again: it always ends the same, and nothing is left over.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Done, ExecutorContext } from '../../../src/apply/executors/executor.js';
import { executors } from '../../../src/apply/executors/executors.js';
import { bundle, dir, file, identity, record, remove } from '../../support/actions.js';
import { KillPoints } from '../../support/kill-points.js';
import { testBundle, testUse } from '../../support/test-bundle.js';
import { treeOf } from '../../support/tree.js';

const hosts: KillPoints[] = [];

afterEach(() => {
  for (const points of hosts.splice(0)) points.host.remove();
});

type Attempt = (context: ExecutorContext, home: string) => Promise<readonly Done[]>;

/** @returns how many kills it went through; `prepare` makes what is there before, once for each of them */
async function killEverywhere(
  prepare: (points: KillPoints) => ExecutorContext['bundles'],
  attempt: Attempt,
  between: (points: KillPoints) => void = () => undefined,
): Promise<number> {
  let wanted: Readonly<Record<string, string>> | undefined;
  for (let n = 0; ; n++) {
    const points = new KillPoints();
    hosts.push(points);
    const { home, base } = points.host;
    const bundles = prepare(points);
    const context = (): ExecutorContext => ({ session: points.host.session(), base, bundles });
    points.killAt(n);
    const first = await attempt(context(), home);
    const killed = n > 0 && points.ran >= n;
    between(points);
    points.killAt(0);
    const second = await attempt(context(), home);
    expect(
      second.map(({ result }) => result),
      `after a kill before command ${String(n)}`,
    ).not.toContain('failed');
    const paths = Object.fromEntries(Object.entries(treeOf(home)).map(([path, what]) => [path, what.replaceAll(points.host.dir, '')]));
    wanted ??= paths;
    expect(paths, `after a kill before command ${String(n)}`).toEqual(wanted);
    const third = await attempt(context(), home);
    expect(new Set(third.map(({ result }) => result)), `after a kill before command ${String(n)}`).toEqual(new Set(['ok']));
    if (killed) expect(first.map(({ result }) => result)).toContain('failed');
    points.host.remove();
    if (n > 0 && !killed) return n - 1;
  }
}

const NONE = (): ExecutorContext['bundles'] => ({});

test('directories', { timeout: 60_000 }, async () => {
  const kills = await killEverywhere(NONE, (context, home) =>
    executors.dir.run([dir(join(home, 'a', 'b'), 0o700), dir(join(home, 'c'))], context),
  );
  expect(kills).toBeGreaterThanOrEqual(4);
});

test('files', { timeout: 120_000 }, async () => {
  const before = ({ host }: KillPoints): ExecutorContext['bundles'] => {
    writeFileSync(join(host.home, 'old'), 'old');
    return {};
  };
  const kills = await killEverywhere(before, (context, home) =>
    executors.file.run([file(join(home, 'old'), 'new', 0o600), file(join(home, 'fresh'), 'x'.repeat(9000))], context),
  );
  expect(kills).toBeGreaterThanOrEqual(14);
});

test('identities', { timeout: 60_000 }, async () => {
  const kills = await killEverywhere(NONE, (context, home) =>
    executors.identity.run([identity(join(home, 'fams-ops.json'), record(1))], context),
  );
  expect(kills).toBeGreaterThanOrEqual(5);
});

/** A directory of ours without a record would be taken for somebody else's, and refused by every later run. */
const neverForeign =
  (text: string) =>
  ({ host }: KillPoints): void => {
    const { dir: there, record: written } = testUse(host.home, text);
    expect(existsSync(there) && !existsSync(written)).toBe(false);
  };

test('a first bundle', { timeout: 180_000 }, async () => {
  const kills = await killEverywhere(
    ({ host }) => testBundle(host, 'one').bundles,
    (context, home) => executors.bundle.run([bundle(testUse(home, 'one'))], context),
    neverForeign('one'),
  );
  expect(kills).toBeGreaterThanOrEqual(25);
});

test('a bundle in place of another build', { timeout: 180_000 }, async () => {
  const kills = await killEverywhere(
    ({ host }) => {
      const { use, bundles } = testBundle(host, 'two');
      mkdirSync(join(use.dir, 'libs'), { recursive: true });
      writeFileSync(join(use.dir, 'libs', 'old.jar'), 'old');
      writeFileSync(use.record, `digest old\nlisting old\ndir ${use.dir}\n`);
      writeFileSync(use.record.replace(/record$/, 'manifest'), './libs/old.jar\n');
      writeFileSync(use.digestFile, 'old\n');
      return bundles;
    },
    (context, home) => executors.bundle.run([bundle(testUse(home, 'two'))], context),
    neverForeign('two'),
  );
  expect(kills).toBeGreaterThanOrEqual(25);
});

test('removals', { timeout: 60_000 }, async () => {
  const before = ({ host }: KillPoints): ExecutorContext['bundles'] => {
    mkdirSync(join(host.home, 'data', 'a'), { recursive: true });
    writeFileSync(join(host.home, 'data', 'fams-ops.json'), JSON.stringify(record(1)));
    return {};
  };
  const kills = await killEverywhere(before, (context, home) =>
    executors.remove.run([remove(join(home, 'data'), { of: 'data', record: JSON.stringify(record(1)), names: '^a$' })], context),
  );
  expect(kills).toBeGreaterThanOrEqual(3);
});

// Transaction logs that a power loss left empty, by each shell that a host may have.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readTemplate } from '../../../../src/components/templates.js';
import { SHELLS, TestHost } from '../../../support/test-shells.js';

it.each(SHELLS)('are set aside, and no others (%s)', async (shell) => {
  const host = new TestHost(shell);
  onTestFinished(() => host.remove());
  const dir = join(host.home, "zk's data", 'version-2');
  mkdirSync(dir, { recursive: true });
  const header = Buffer.concat([Buffer.from('ZKLG'), Buffer.alloc(12)]);
  const kept = {
    'log.1': header,
    'log.2a': Buffer.concat([header, Buffer.alloc(70_000), Buffer.from('x')]),
    'snapshot.0': Buffer.alloc(0),
  };
  const empty = { 'log.3': Buffer.alloc(0), 'log.f': Buffer.alloc(100_000), 'log.5': Buffer.from('ZKLG\0\0') };
  const strange = { 'log.old': Buffer.alloc(0), 'log.7.empty': Buffer.alloc(0) };
  for (const [name, bytes] of Object.entries({ ...kept, ...empty, ...strange })) writeFileSync(join(dir, name), bytes);
  mkdirSync(join(dir, 'log.9'));
  const run = () => host.session().run(readTemplate('zookeeper/set-aside.sh'), [join(host.home, "zk's data")], { deadlineMs: 20_000 });
  const first = await run();
  expect(first).toMatchObject({ kind: 'exit', code: 0, stderr: '' });
  expect(first.stdout.match(/holds no transaction/g)).toHaveLength(3);
  expect(first.stdout).toMatch(/log\.f holds no transaction \(100000 bytes\): renamed to log\.f\.empty/);
  expect(readdirSync(dir).toSorted()).toEqual(
    [...Object.keys(kept), ...Object.keys(empty).map((name) => `${name}.empty`), ...Object.keys(strange), 'log.9'].toSorted(),
  );
  for (const [name, bytes] of Object.entries(kept)) expect(readFileSync(join(dir, name))).toEqual(bytes);
  expect((await run()).stdout).toBe('');
});

it('are no trouble where there are none', async () => {
  const host = new TestHost('dash');
  onTestFinished(() => host.remove());
  expect(await host.session().run(readTemplate('zookeeper/set-aside.sh'), ['/nowhere'], { deadlineMs: 20_000 })).toMatchObject({
    kind: 'exit',
    code: 0,
    stdout: '',
    stderr: '',
  });
});

// What facts.sh says of the JVMs of a service, by each shell that a host may have.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { gatherFacts } from '../../../src/hosts/facts/gather.js';
import type { ServiceFacts } from '../../../src/model/facts.js';
import { SHELLS } from '../../support/test-shells.js';
import { signal, TestService } from '../../support/test-service.js';
import { waitUntil } from '../../support/wait-until.js';

const LONG = 180_000;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  test('what its launcher was told, and the JVMs that it has started', { timeout: LONG }, async () => {
    const it = new TestService(shell);
    cleanups.push(() => it.remove());
    const program = (home: string, from: string): string => {
      const java = join(it.host.home, home, 'bin', 'java');
      mkdirSync(dirname(java), { recursive: true });
      copyFileSync(from, java);
      return java;
    };
    const tool = (name: string, script: string): void =>
      writeFileSync(join(it.host.fakes, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    const [parent, child] = [program('a jdk', '/bin/sh'), program('other', '/usr/bin/sleep')];
    // The last one is no JVM.
    it.runs(
      `export JDK_JAVA_OPTIONS='-Da=b --add-opens=x/y=z'\nexec '${parent}' -c "JDK_JAVA_OPTIONS=-Dc '${child}' 30 7 & sleep 20 & wait"`,
    );
    await it.call('start');
    // Names are looked up side by side: what is slow must not get in between the lines of the rest.
    const names = ['a.invalid', 'b.invalid'];
    tool('getent', 'sleep 0.3; echo "127.0.0.9 $2"');
    tool('base64', 'sleep 0.4; exec /usr/bin/base64');
    const nothing = { files: [], dirs: [], dataDirs: [], bundles: [], names, javaHome: null };
    const service = async (): Promise<ServiceFacts | undefined> => {
      const request = { home: it.host.home, base: it.base, ...nothing, services: ['kafka'] as const };
      return (await gatherFacts(it.host.session(), request, { deadlineMs: LONG, signal: new AbortController().signal })).services.kafka;
    };
    await waitUntil('the child', 20_000, async () => ((await service())?.children.length ?? 0) > 0 || 'none');
    const found = await service();
    for (const { pid } of found?.children ?? []) signal(pid, 'SIGKILL');
    expect(found).toMatchObject({
      javaOptions: '-Da=b --add-opens=x/y=z',
      children: [{ pid: expect.any(Number) as unknown, arguments: [child, '30', '7'], javaOptions: '-Dc' }],
    });
    await it.call('stop', '20');
  });
});

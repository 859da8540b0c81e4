// What facts.sh says of fams-ops elsewhere on a host, by each shell that a host may have.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { fileUrl } from '../../../../src/components/service.js';
import { gatherFacts } from '../../../../src/hosts/facts/gather.js';
import type { Installation } from '../../../../src/model/facts.js';
import { SHELLS, TestHost } from '../../../support/test-shells.js';

const LONG = 180_000;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  test('services that run from another place, and places that merely are there', { timeout: LONG }, async () => {
    const at = new TestHost(shell);
    cleanups.push(() => at.remove());
    const nothing = { files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [], javaHome: null };
    const look = async (base = at.base): Promise<readonly Installation[]> => {
      const request = { home: at.home, base, ...nothing };
      const facts = await gatherFacts(at.session(), request, { deadlineMs: LONG, signal: new AbortController().signal });
      // Other clusters may run on the machine that the test runs on.
      return facts.installations.filter((one) => one.base.startsWith(at.dir));
    };
    expect(await look()).toEqual([]);

    const other = join(at.dir, `ho me 'ü`, '.fams-ops', 'old');
    const settings = `-Dlog4j.configuration=${fileUrl(join(other, 'conf', 'zookeeper-log4j.properties'))}`;
    const process = spawn('/bin/sh', ['-c', 'read line; :', 'java', '-Xmx1g', settings, 'Main'], { stdio: ['pipe', 'ignore', 'ignore'] });
    cleanups.push(() => process.kill('SIGKILL'));
    const service = { component: 'zookeeper', pid: process.pid, uid: userInfo().uid };
    await expect.poll(() => look(), { timeout: 20_000 }).toEqual([{ base: other, service }]);

    for (const place of [join(at.home, '.fams-ops', 'fams'), join(at.dir, 'srv', '.fams-ops', 'fams')])
      mkdirSync(join(place, 'conf'), { recursive: true });
    mkdirSync(join(at.home, '.fams-ops', 'without files'), { recursive: true });
    const boot = (base: string): string => `@reboot sh '${base}/bin/service.sh' boot '${base}' kafka # fams-ops fams kafka`;
    const table = [boot(join(at.dir, 'srv', '.fams-ops', 'fams')), boot('/gone/.fams-ops/fams'), '0 4 * * * backup'].join('\n');
    writeFileSync(join(at.fakes, 'crontab'), `#!/bin/sh\ncat <<'END'\n${table}\nEND\n`, { mode: 0o755 });
    const places = [join(at.home, '.fams-ops', 'fams'), join(at.dir, 'srv', '.fams-ops', 'fams')].map((base) => ({ base, service: null }));
    expect(await look()).toEqual([{ base: other, service }, ...places]);
    // Where the cluster lies already, nobody looks further.
    expect(await look(join(at.home, '.fams-ops', 'fams'))).toEqual([{ base: other, service }]);
  });
});

// What a service needs to outlive the login that started it, and to come back after a reboot.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { SHELLS } from '../../support/test-shells.js';
import { TestService } from '../../support/test-service.js';

const LONG = 180_000;
const open: TestService[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
});

describe.each(SHELLS)('%s', (shell) => {
  function service(): TestService {
    const made = new TestService(shell);
    made.runs('exec sleep 1000');
    open.push(made);
    return made;
  }

  /** A crontab command over a file; `before` is what it holds, null for no crontab yet. */
  function crontab(it: TestService, before: string | null, { broken = false } = {}): string {
    const table = join(it.host.dir, 'table');
    if (before !== null) writeFileSync(table, before);
    const text = `#!/bin/sh
      ${broken ? 'echo "cannot reach the server" >&2; exit 1' : ''}
      case $1 in
        -l) [ -e '${table}' ] || { echo 'no crontab for fams' >&2; exit 1; }; cat '${table}' ;;
        -) cat >'${table}.new'; mv '${table}.new' '${table}' ;;
      esac\n`;
    writeFileSync(join(it.host.fakes, 'crontab'), text, { mode: 0o755 });
    return table;
  }

  const tested = (name: string, options: { timeout: number }, body: () => Promise<void>): void =>
    test(name, options, async (context) => {
      context.skip(shell === 'busybox', 'a busybox shell has a crontab of its own inside, which is never used');
      await body();
    });
  const line = (it: TestService): string => `@reboot sh '${it.base}/bin/service.sh' boot '${it.base}' kafka # fams-ops test kafka\n`;

  test('supervisor and process are in a session of their own', { timeout: LONG }, async () => {
    const it = service();
    await it.call('start');
    const session = (pid: number | undefined): string | undefined =>
      readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
        .split(') ')[1]
        ?.split(' ')[3];
    expect(session(it.pid('child'))).toBe(String(it.pid('pid')));
  });

  tested('one line is added to the crontab, beside those that are there', { timeout: LONG }, async () => {
    const it = service();
    const table = crontab(it, '# mine\n0 4 * * * backup # fams-ops test kafka2\n');
    await it.call('start');
    const after = `# mine\n0 4 * * * backup # fams-ops test kafka2\n${line(it)}`;
    expect(readFileSync(table, 'utf8')).toBe(after);
    await it.call('start');
    expect(readFileSync(table, 'utf8')).toBe(after);
  });

  tested('no line is added where none is wanted', { timeout: LONG }, async () => {
    const it = service();
    const table = crontab(it, '# mine\n');
    writeFileSync(join(it.base, 'bin', 'no-boot'), '');
    await it.call('start');
    expect(readFileSync(table, 'utf8')).toBe('# mine\n');
  });

  tested('a first crontab is made; one that cannot be read is not overwritten', { timeout: LONG }, async () => {
    const it = service();
    const table = crontab(it, null);
    await it.call('start');
    expect(readFileSync(table, 'utf8')).toBe(line(it));
    await it.call('stop', '20');
    writeFileSync(table, 'precious\n');
    crontab(it, null, { broken: true });
    await it.call('start');
    expect(readFileSync(table, 'utf8')).toBe('precious\n');
  });

  tested('after a reboot it starts by that line, unless a person had stopped it', { timeout: LONG }, async () => {
    const it = service();
    const table = crontab(it, null);
    await it.call('start');
    const command = readFileSync(table, 'utf8').replace('@reboot ', '');
    await it.call('stop', '20');
    await it.sh('-c', command);
    expect(it.pid('child')).toBe(undefined);
    await it.call('start');
    for (const name of ['pid', 'child'] as const) process.kill(it.pid(name) ?? 0, 'SIGKILL');
    await it.sh('-c', command);
    expect(it.pid('child')).toBeGreaterThan(0);
    expect(existsSync(join(it.base, 'run', 'kafka.down'))).toBe(false);
  });
});

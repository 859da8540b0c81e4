// The start script and the fingerprint, tried with real shells.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileUrl, fingerprint, shellWord } from '../../../src/components/service.js';
import type { Layout } from '../../../src/model/component.js';
import { KAFKA_BUNDLE, layoutOf, resolvedFor } from '../../support/cluster.js';

const root = mkdtempSync(join(tmpdir(), 'fams-ops-service-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const SHELLS: readonly (readonly [string, ...string[]])[] = [['dash'], ['bash', '--posix'], ['busybox', 'sh']];
const there = ([shell]: readonly [string, ...string[]]): boolean => {
  try {
    execFileSync(shell, shell === 'busybox' ? ['true'] : ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The files of a layout, really there. */
function write({ dirs, files, bundles, dataDirs }: Layout): void {
  for (const { path } of [...dirs, ...dataDirs]) mkdirSync(path, { recursive: true });
  for (const { path, text, mode } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
  }
  for (const { digestFile, bundle } of bundles) writeFileSync(digestFile, `${bundle.digest}\n`);
}

const FAKE_JAVA = `#!/bin/sh
printf '%s\\0' "$PWD" "$(ulimit -n)" "$(ulimit -H -n)" "\${JAVA_TOOL_OPTIONS-unset}" "$@"
`;

describe('start script', () => {
  const home = join(root, `ho me'$(touch broken)"\`;*\\`);
  const java = { home: join(home, 'ja va'), version: '17.0.15', major: 17 };
  const layout = layoutOf(resolvedFor({ hosts: [{ address: '127.0.0.1', home, java }] }), 'kafka', '127.0.0.1');
  write(layout);
  mkdirSync(join(java.home, 'bin'), { recursive: true });
  writeFileSync(join(java.home, 'bin/java'), FAKE_JAVA, { mode: 0o755 });
  const base = join(home, '.fams-ops/fams');

  it.each(SHELLS.filter(there))('passes every word unchanged (%s)', (shell, ...args) => {
    const env = { ...process.env, JAVA_TOOL_OPTIONS: '-Xint' };
    const said = execFileSync(shell, [...args, layout.service.run], { encoding: 'utf8', cwd: '/', env }).split('\0');
    const [cwd, soft, hard, options, ...words] = said.slice(0, -1);
    expect(cwd).toBe(join(base, 'log'));
    expect(options).toBe('unset');
    expect(soft).toBe(hard === 'unlimited' ? '100000' : String(Math.min(100_000, Number(hard))));
    expect(words.slice(-4)).toEqual(['-cp', join(home, 'kafka_2.10-0.8.2.1/libs/*'), 'kafka.Kafka', join(base, 'conf/server.properties')]);
    expect(words).toContain('-Xmx512m');
    expect(words).toContain('-Xlog:gc*:file=kafka-gc.log:time:filecount=5,filesize=10M');
  });

  it.each(SHELLS.filter(there))('takes the hard limit where it is lower (%s)', (shell, ...args) => {
    const script = 'ulimit -n 1234; exec "$@"';
    const said = execFileSync('sh', ['-c', script, 'sh', shell, ...args, layout.service.run], { encoding: 'utf8' }).split('\0');
    expect(said.slice(1, 3)).toEqual(['1234', '1234']);
  });

  it('is run by a supervisor that finds its list of watched files', () => {
    const list = layout.files.find(({ path }) => path === join(base, 'bin/kafka.watched'));
    expect(list?.text.trimEnd().split('\n')).toEqual(layout.service.watched);
  });
});

describe('tools.env', () => {
  it('can be read by any shell', () => {
    const home = join(root, "to ol's");
    const layout = layoutOf(resolvedFor({ hosts: [{ address: '127.0.0.1', home }] }), 'kafka', '127.0.0.1');
    write(layout);
    const script = '. "$1" && printf "%s\\n" "$JAVA_HOME" "$LOG_DIR" "$KAFKA_LOG4J_OPTS"';
    for (const [shell, ...args] of SHELLS.filter(there)) {
      const said = execFileSync(shell, [...args, '-c', script, 'sh', join(home, '.fams-ops/fams/conf/tools.env')], { encoding: 'utf8' });
      expect(said.split('\n')).toEqual([
        '/usr/lib/jvm/java-17',
        join(home, '.fams-ops/fams/log'),
        `-Dlog4j.configuration=${fileUrl(join(home, '.fams-ops/fams/conf/tools-log4j.properties'))}`,
        '',
      ]);
    }
  });
});

describe('fingerprint', () => {
  const resolved = resolvedFor({ hosts: [{ address: '127.0.0.1', home: join(root, 'plain') }] });

  it.each(['zookeeper', 'kafka'])('of %s is what sha256sum says on the host', (component) => {
    const layout = layoutOf(resolved, component, '127.0.0.1');
    write(layout);
    const said = execFileSync('sh', ['-c', 'sha256sum "$@" | sha256sum', 'sh', ...layout.service.watched], { encoding: 'utf8' });
    expect(layout.service.fingerprint).toBe(said.split(' ')[0]);
  });

  it('changes with the software, the heap and the configuration, and with nothing else', () => {
    const of = (change: Parameters<typeof resolvedFor>[0]['settings'], digest = KAFKA_BUNDLE.digest): string => {
      const changed = resolvedFor({ hosts: ['h'], ...(change && { settings: change }) });
      return layoutOf({ ...changed, bundles: { kafka: { ...KAFKA_BUNDLE, digest } } }, 'kafka', 'h').service.fingerprint;
    };
    const now = of({});
    const others = [of({}, '00'), of({ kafka: { heap: '1g' } }), of({ kafka: { config: { 'num.io.threads': '4' } } })];
    expect(new Set([now, ...others]).size).toBe(4);
    expect(of({ zookeeper: { heap: '1g', config: { initLimit: '9' } } })).toBe(now);
  });

  it('is the hash of the lines of sha256sum', () => {
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(fingerprint([{ path: '/a', text: 'x' }])).toBe(sha256(`${sha256('x')}  /a\n`));
  });
});

it('quotes words only where a shell would see more in them', () => {
  expect(shellWord('-Xmx512m')).toBe('-Xmx512m');
  expect(shellWord('/a b')).toBe("'/a b'");
  expect(shellWord('')).toBe("''");
  expect(shellWord('~/x')).toBe("'~/x'");
});

it('writes a path as the URL that log4j takes', () => {
  expect(fileUrl('/home/ü 1%/#a')).toBe('file:/home/%C3%BC%201%25/%23a');
});

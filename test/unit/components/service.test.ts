// The start script and the fingerprint, tried with real shells.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
  for (const { path, record } of dataDirs) writeFileSync(join(path, 'fams-ops.json'), `${JSON.stringify(record)}\n`);
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

describe('start script of a component with data', () => {
  const home = join(root, 'da ta');
  const java = { home: join(home, 'java'), version: '17.0.15', major: 17 };
  const [first, second] = [join(home, 'disk 1'), join(home, 'disk2')];
  const settings = { kafka: { dirs: { 'log.dirs': [first, second] } } };
  const layout = layoutOf(resolvedFor({ hosts: [{ address: '127.0.0.1', home, java }], settings }), 'kafka', '127.0.0.1');
  write(layout);
  mkdirSync(join(java.home, 'bin'), { recursive: true });
  writeFileSync(join(java.home, 'bin/java'), FAKE_JAVA, { mode: 0o755 });
  const record = join(second, 'fams-ops.json');
  const started = join(home, '.fams-ops/fams/run/kafka.started');

  describe.each(SHELLS.filter(there))('%s', (shell, ...args) => {
    const start = (): readonly [number | null, string] => {
      const { status, stderr } = spawnSync(shell, [...args, layout.service.run], { encoding: 'utf8' });
      return [status, stderr];
    };
    const refusal = [
      4,
      `${second} has no record (fams-ops.json) of kafka 0 of the cluster fams: is its disk mounted? Nothing was started.\n`,
    ];
    /** Whatever stands in the record, then the right one again. */
    const withRecord = (text: string): readonly [number | null, string] => {
      const right = readFileSync(record, 'utf8');
      writeFileSync(record, text);
      try {
        return start();
      } finally {
        writeFileSync(record, right);
      }
    };

    it('starts over its own directories, and leaves a copy of what it was given', () => {
      const copies = [started, join(first, 'fams-ops.started'), join(second, 'fams-ops.started')];
      for (const copy of copies) rmSync(copy, { force: true });
      expect(start()).toEqual([0, '']);
      const given = layout.files.find(({ path }) => path === layout.config?.path)?.text;
      expect(copies.map((copy) => readFileSync(copy, 'utf8'))).toEqual(copies.map(() => given));
      expect(readdirSync(second).toSorted()).toEqual(['fams-ops.json', 'fams-ops.started']);
      expect(layout.config?.started).toBe(started);
    });

    it.each(['blank', 'missing'])('asks for a person where a disk is away, its mount point %s', (how) => {
      renameSync(second, `${second}.away`);
      if (how === 'blank') mkdirSync(second);
      rmSync(started, { force: true });
      try {
        expect(start()).toEqual(refusal);
        expect(() => readFileSync(started)).toThrow(/ENOENT/);
      } finally {
        rmSync(second, { recursive: true, force: true });
        renameSync(`${second}.away`, second);
      }
      expect(start()).toEqual([0, '']);
    });

    it("asks for a person where another's disk lies there, and takes the record however it is spaced", () => {
      const text = (changes: object): string =>
        JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: 0, ...changes });
      for (const other of [{ id: 10 }, { id: 1 }, { cluster: 'fams2' }, { component: 'zookeeper' }])
        expect(withRecord(text(other))).toEqual(refusal);
      expect(withRecord('')).toEqual(refusal);
      expect(withRecord('{ "id": 0,\n  "component": "kafka",\n "cluster": "fams", "schemaVersion": 1 }')).toEqual([0, '']);
    });
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

  it.each(['zookeeper', 'kafka'] as const)('of %s is what sha256sum says on the host', (component) => {
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

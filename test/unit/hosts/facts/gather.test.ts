// facts.sh on this machine, by each shell that a host may have.
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, rmSync, statfsSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { gatherFacts } from '../../../../src/hosts/facts/gather.js';
import type { FactsRequest, HostFacts } from '../../../../src/model/facts.js';
import { SHELLS, TestHost } from '../../../support/test-shells.js';
import { signal, TestService } from '../../../support/test-service.js';
import { waitUntil } from '../../../support/wait-until.js';

const LONG = 180_000;
const STRANGE = 'a b\n"quoted" $(x) \\ *end\ndir 0 absent 1';
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  function host(): TestHost {
    const made = new TestHost(shell);
    cleanups.push(() => made.remove());
    return made;
  }

  function look(at: TestHost, asked: Partial<FactsRequest> = {}): Promise<HostFacts> {
    const nothing = { files: [], dirs: [], dataDirs: [], bundles: [], services: [], names: [] };
    const request = { home: at.home, base: at.base, javaHome: null, ...nothing, ...asked };
    return gatherFacts(at.session(), request, { deadlineMs: LONG, signal: new AbortController().signal });
  }

  function write(file: string, text: string, mode = 0o644): string {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  }

  test('the machine', { timeout: LONG }, async () => {
    const at = host();
    const facts = await look(at);
    expect(facts).toMatchObject({ host: 'h1', hostname: hostname(), user: userInfo().username, uid: userInfo().uid });
    expect(facts).toMatchObject({ missingTools: [], homeWritable: true });
    expect(facts.system).toMatch(/^Linux \S+ \S+$/);
    expect(facts.bootId).toMatch(/^[0-9a-f-]{36}$/);
    expect(facts.cpus).toBeGreaterThan(0);
    expect(facts.memory.totalKb).toBeGreaterThan(facts.memory.availableKb);
    expect(Math.abs(facts.clockMs - facts.operatorClockMs)).toBeLessThanOrEqual(facts.clockErrorMs + 1);
    expect(facts.clockErrorMs).toBeLessThan(5000);
    // One that is not there yet is made, where that can be done.
    expect(await look(at, { home: `${at.home}/not/yet` })).toMatchObject({ homeWritable: true });
    expect(await look(at, { home: '/dev/null/nowhere' })).toMatchObject({ homeWritable: false });
  });

  test('files', { timeout: LONG }, async () => {
    const at = host();
    const strange = write(join(at.home, STRANGE), `${STRANGE}\n.\nend\n`, 0o750);
    const large = write(join(at.home, 'large'), 'x'.repeat(70_000));
    const empty = write(join(at.home, 'empty'), '', 0o4600);
    const link = join(at.home, 'link');
    symlinkSync(strange, link);
    const loose = join(at.home, 'loose');
    symlinkSync('nowhere', loose);
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const text = `${STRANGE}\n.\nend\n`;
    const { files } = await look(at, { files: [strange, large, empty, link, loose, at.home, '/dev/null', `${at.home}/none`] });
    expect(files).toEqual({
      [strange]: { kind: 'file', mode: 0o750, size: text.length, sha256: sha256(text), text },
      [link]: { kind: 'file', mode: 0o750, size: text.length, sha256: sha256(text), text },
      [large]: { kind: 'file', mode: 0o644, size: 70_000, sha256: sha256('x'.repeat(70_000)), text: null },
      [empty]: { kind: 'file', mode: 0o4600, size: 0, sha256: sha256(''), text: '' },
      [loose]: { kind: 'other', what: 'a symbolic link that leads nowhere' },
      [at.home]: { kind: 'other', what: 'a directory' },
      '/dev/null': { kind: 'other', what: 'a special file' },
      [`${at.home}/none`]: { kind: 'absent' },
    });
  });

  test('directories, their entries, identity and disk', { timeout: LONG }, async () => {
    const at = host();
    const data = join(at.home, 'zk data');
    write(join(data, STRANGE), '');
    write(join(data, '.hidden'), '');
    write(join(data, '..odd'), '');
    write(join(data, 'fams-ops.json'), '{"id": 1}\n');
    chmodSync(data, 0o700);
    const file = write(join(at.home, 'file'), '');
    const far = join(at.home, 'far', 'away');
    const { dirs } = await look(at, { dirs: [file, far, '/proc', data], dataDirs: [data] });
    const { blocks, bsize } = statfsSync(at.home);
    const disk = dirs[far]?.disk;
    expect(disk).toMatchObject({ sizeKb: (blocks * bsize) / 1024 });
    expect(disk?.freeKb).toBeGreaterThan(0);
    expect(disk?.mount).toMatch(/^\//);
    expect(dirs[far]).toEqual({ kind: 'absent', disk });
    expect(dirs[file]).toEqual({ kind: 'other', what: 'a file', disk });
    expect(dirs[data]).toEqual({
      kind: 'dir',
      mode: 0o700,
      owner: userInfo().username,
      writable: true,
      entries: ['fams-ops.json', STRANGE, '.hidden', '..odd'].toSorted((a, b) => order(a) - order(b) || (a < b ? -1 : 1)),
      identity: '{"id": 1}\n',
      disk,
    });
    expect(dirs['/proc']).toMatchObject({ kind: 'dir', identity: null });
  });

  /** Names that begin with a dot come after the others, with two dots last: as the script asks for them. */
  const order = (name: string): number => (name.startsWith('..') ? 2 : name.startsWith('.') ? 1 : 0);

  test('a large directory is cut off', { timeout: LONG }, async () => {
    const at = host();
    for (let i = 0; i < 2100; i++) writeFileSync(join(at.home, String(i)), '');
    const dir = (await look(at, { dirs: [at.home] })).dirs[at.home];
    expect(dir?.kind === 'dir' && dir.entries.length).toBe(2000);
  });

  test('software: absent, foreign, ours, changed', { timeout: LONG }, async () => {
    const at = host();
    const dir = join(at.home, 'kafka');
    const record = join(at.base, 'bundles', 'kafka.record');
    const bundle = async (): Promise<unknown> => (await look(at, { bundles: [{ dir, record }] })).bundles[dir];
    expect(await bundle()).toEqual({ kind: 'absent' });
    const jar = write(join(dir, 'libs', 'kafka.jar'), 'jar');
    utimesSync(jar, 1000, 1000);
    expect(await bundle()).toEqual({ kind: 'foreign' });
    const listing = createHash('sha256').update('./libs/kafka.jar 644 3 1000\n').digest('hex');
    write(record, `digest abc\nlisting ${listing}\n`);
    expect(await bundle()).toEqual({ kind: 'ours', digest: 'abc', intact: false });
    write(join(at.base, 'bundles', 'kafka.digest'), 'abc\n');
    expect(await bundle()).toEqual({ kind: 'ours', digest: 'abc', intact: true });
    // The tools of 2015 log there.
    write(join(dir, 'logs', 'server.log'), 'x');
    expect(await bundle()).toEqual({ kind: 'ours', digest: 'abc', intact: true });
    utimesSync(jar, 1001, 1001);
    expect(await bundle()).toEqual({ kind: 'ours', digest: 'abc', intact: false });
  });

  test('listeners, with whoever listens', { timeout: LONG }, async () => {
    const at = host();
    const ports = new Map<string, number>();
    for (const address of ['127.0.0.3', '::1', '::', '::ffff:127.0.0.4']) {
      const server = createServer();
      const listening = await listen(server, address);
      if (!listening) continue;
      cleanups.push(() => server.close());
      ports.set(address, (server.address() as AddressInfo).port);
    }
    const { listeners } = await look(at);
    for (const [address, port] of ports) {
      const found = listeners.filter((one) => one.port === port);
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ address: address.replace('::ffff:', ''), pid: process.pid, user: userInfo().username });
      expect(found[0]?.command).toContain('node');
    }
    expect(ports.has('127.0.0.3')).toBe(true);
  });

  const listen = (server: Server, address: string): Promise<boolean> =>
    new Promise((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(0, address, () => resolve(true));
    });

  test('names', { timeout: LONG }, async () => {
    const { names } = await look(host(), { names: ['localhost', '192.168.7.9', 'fe80::1', 'no-such-host.invalid', '$(touch x)'] });
    expect(names['localhost']?.some((one) => ['127.0.0.1', '::1'].includes(one))).toBe(true);
    expect(names).toMatchObject({ '192.168.7.9': ['192.168.7.9'], 'fe80::1': ['fe80::1'], 'no-such-host.invalid': [], '$(touch x)': [] });
  });

  test('commands that are missing', { timeout: LONG }, async () => {
    if (shell === 'busybox') return;
    const at = host();
    const few = join(at.dir, 'few');
    mkdirSync(few);
    const kept =
      'sh base64 cat chmod cut date df dirname find grep head id ln ls mkdir mv readlink rm rmdir sed sha256sum sleep sort stat tail touch tr uname wc';
    for (const tool of kept.split(' ')) symlinkSync(tool === 'sh' ? join(at.tools, 'sh') : `/usr/bin/${tool}`, join(few, tool));
    at.env = { ...at.env, PATH: few };
    expect((await look(at)).missingTools).toEqual(['gzip', 'tar', 'setsid']);
  });

  test('services: absent, running, orphaned, frozen, failed, stopped', { timeout: 60_000 }, async () => {
    const it = new TestService(shell);
    cleanups.push(() => it.remove());
    const service = async (): Promise<unknown> => (await look(it.host, { services: ['kafka'] })).services.kafka;
    const none = { pid: null, supervisorPid: null, startedAt: null, restarts: 0, fingerprint: null, failure: null };
    const unseen = {
      openFiles: null,
      openFilesLimit: null,
      processState: null,
      runtime: null,
      swapKb: null,
      javaOptions: null,
      children: [],
    };
    expect(await service()).toEqual({ state: 'absent', ...none, ...unseen });
    it.runs('exec 7</dev/null; exec sleep 1000');
    expect(await service()).toEqual({ state: 'stopped', ...none, ...unseen });
    await it.call('start');
    const [pid, supervisorPid] = [it.pid('child'), it.pid('pid')];
    const fingerprint = createHash('sha256').update('').digest('hex');
    const running = { ...none, state: 'running', pid, supervisorPid, fingerprint };
    const startedAt = new Date(Number(it.text('since')) * 1000).toISOString();
    expect(await service()).toEqual({
      ...running,
      startedAt,
      openFiles: readdirSync(`/proc/${String(pid)}/fd`).length,
      openFilesLimit: expect.any(Number) as unknown,
      processState: 'S',
      // It is no Java.
      runtime: null,
      swapKb: expect.any(Number) as unknown,
      javaOptions: '',
      children: [],
    });
    signal(pid, 'SIGSTOP');
    await waitUntil('frozen', LONG, async () => ((await service()) as { processState: string }).processState === 'T' || 'not yet');
    signal(pid, 'SIGCONT');
    signal(supervisorPid, 'SIGKILL');
    await waitUntil('orphaned', LONG, async () => ((await service()) as { supervisorPid: unknown }).supervisorPid === null || 'not yet');
    expect(await service()).toMatchObject({ state: 'running', pid, supervisorPid: null });
    await it.call('stop', '20');
    expect(await service()).toMatchObject({ state: 'stopped', pid: null, startedAt: null });
    writeFileSync(join(it.base, 'run', 'kafka.failed'), 'gave up\nbecause\n');
    expect(await service()).toMatchObject({ state: 'failed', failure: 'gave up\nbecause' });
  });

  test('the Java that a service runs on, and that it was replaced', { timeout: 60_000 }, async () => {
    const it = new TestService(shell);
    cleanups.push(() => it.remove());
    const jdk = join(it.host.home, 'a jdk');
    const java = join(jdk, 'bin', 'java');
    write(join(jdk, 'release'), 'JAVA_VERSION="1.8.0_412"\n');
    mkdirSync(dirname(java));
    copyFileSync('/usr/bin/sleep', java);
    it.runs(`exec '${java}' 1000`);
    await it.call('start');
    const runtime = async (): Promise<unknown> => (await look(it.host, { services: ['kafka'] })).services.kafka?.runtime;
    const found = { home: jdk, version: '1.8.0_412', major: 8 };
    await waitUntil('the process', LONG, async () => (await runtime()) !== null || 'no Java yet');
    expect(await runtime()).toEqual({ ...found, replaced: false });
    rmSync(java);
    expect(await runtime()).toEqual({ ...found, replaced: true });
    await it.call('stop', '20');
  });

  test('nothing is changed', { timeout: LONG }, async () => {
    const at = host();
    await look(at, { dirs: [at.base], files: [`${at.base}/x`], services: ['kafka'], bundles: [{ dir: at.base, record: at.base }] });
    expect(readdirSync(at.home)).toEqual([]);
  });
});

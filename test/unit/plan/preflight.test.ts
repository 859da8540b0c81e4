import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/check.js';
import type { DirFacts, HostFacts } from '../../../src/model/facts.js';
import type { Resolved } from '../../../src/model/resolved.js';
import { preflight } from '../../../src/plan/preflight.js';
import type { HostLimits, PreflightCheck, Readings } from '../../../src/plan/preflight/check.js';
import { preflightChecks } from '../../../src/plan/preflight/checks.js';
import { hostData } from '../../../src/plan/preflight/data.js';
import { hostDiskRoots } from '../../../src/plan/preflight/disk-roots.js';
import { hostHome } from '../../../src/plan/preflight/home.js';
import { hostJava } from '../../../src/plan/preflight/java.js';
import { judgeHosts } from '../../../src/plan/preflight/judge.js';
import { hostLoopback } from '../../../src/plan/preflight/loopback.js';
import { hostMemory } from '../../../src/plan/preflight/memory.js';
import { hostNames } from '../../../src/plan/preflight/names.js';
import { hostCores } from '../../../src/plan/preflight/cores.js';
import { hostPorts } from '../../../src/plan/preflight/ports.js';
import { hostSpace } from '../../../src/plan/preflight/space.js';
import { hostTools } from '../../../src/plan/preflight/tools.js';
import { clusterFor, DISK, dirOf, fresh, freshHost, provisioned, runningService } from '../../support/facts.js';

const THREE = clusterFor({ hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] });
const ZK = '/home/fams/zk_data';
const LOGS = '/home/fams/kafka-logs';

type Facts = ReadonlyMap<string, HostFacts>;
const named = (facts: Facts, names: HostFacts['names']): Facts => new Map([...facts].map(([host, one]) => [host, { ...one, names }]));
const OWN_NAMES = Object.fromEntries(THREE.cluster.hosts.map(({ address }) => [address, [address]]));

/** Fresh hosts of which the first is different. */
const first = (changes: Partial<HostFacts>): Facts =>
  new Map(named(fresh(THREE), OWN_NAMES)).set('10.0.0.1', freshHost('10.0.0.1', { names: OWN_NAMES, ...changes }));
const withDirs = (from: Facts, dirs: Readonly<Record<string, Readonly<Record<string, DirFacts>>>>): Facts =>
  new Map([...from].map(([name, facts]) => [name, { ...facts, dirs: { ...facts.dirs, ...dirs[name] } }]));

const short = ({ status, target, message }: Finding): string => `${status} ${target}: ${message}`;
const bad = (check: PreflightCheck<'facts'>, facts: Facts, want: Resolved = THREE): readonly string[] =>
  check
    .judge({ facts }, want)
    .filter(({ status }) => status !== 'ok')
    .map(short);

describe('what facts alone tell', () => {
  it('is nothing but ok of fresh hosts, and each check says so of each host or of the cluster', () => {
    const facts = named(fresh(THREE), OWN_NAMES);
    for (const check of [hostTools, hostHome, hostJava, hostSpace, hostPorts, hostMemory, hostLoopback, hostNames, hostData]) {
      const findings = check.judge({ facts }, THREE);
      expect(
        findings.map(({ status }) => status),
        check.id,
      ).toEqual(Array.from({ length: check === hostNames || check === hostData ? 1 : 3 }, () => 'ok'));
    }
  });

  it('names a Java that is missing, too old or untested', () => {
    const java = (version: string, major: number) => bad(hostJava, first({ java: { home: '/opt/j', version, major } }));
    expect(bad(hostJava, first({ java: null }))).toEqual(['crit 10.0.0.1: no Java was found']);
    expect(java('1.7.0_80', 7)).toEqual(['crit 10.0.0.1: its Java is 1.7.0_80 (/opt/j); at least 8 is needed']);
    for (const major of [8, 11, 17, 21]) expect(java(String(major), major)).toEqual([]);
    for (const major of [9, 16, 22, 25])
      expect(java(`${String(major)}.0.1`, major)).toEqual([expect.stringMatching(/^warn .*not among the tested ones/)]);
  });

  it('names who holds a port, but not our own running service nor who holds it on another address', () => {
    const stranger = { address: '0.0.0.0', port: 9092, uid: 0, user: 'root', pid: null, command: null };
    const own = { address: '10.0.0.1', port: 2181, uid: 5000, user: 'fams', pid: 77, command: 'java' };
    const other = { address: '127.0.0.1', port: 2888, uid: 0, user: 'root', pid: null, command: null };
    const listeners = [stranger, own, other];
    expect(bad(hostPorts, first({ listeners }))).toEqual([
      'crit 10.0.0.1: port 2181 (zookeeper client) is taken by java (pid 77) of fams',
      'crit 10.0.0.1: port 9092 (kafka broker) is taken by a process of root',
    ]);
    const services = { zookeeper: runningService('', { pid: 77 }), kafka: runningService('', { pid: 78 }) };
    expect(bad(hostPorts, first({ listeners, services }))).toEqual([]);
  });

  it('does not name what runs there without a role, since it makes room, on whichever host of the same machine', () => {
    const want = clusterFor({
      hosts: [
        { address: 'n1', roles: ['zookeeper', 'kafka', 'spark-master'] },
        { address: 'n2', roles: ['calculator', 'spark-worker'] },
      ],
    });
    const listeners = [{ address: '0.0.0.0', port: 4040, uid: 5000, user: 'fams', pid: 77, command: 'java' }];
    const on = (services: HostFacts['services'], bootId: string) =>
      new Map([
        ['n1', freshHost('n1', { hostname: 'm', services, bootId })],
        ['n2', freshHost('n2', { hostname: 'm', listeners })],
      ]);
    expect(bad(hostPorts, on({}, 'b007'), want)).toHaveLength(1);
    expect(bad(hostPorts, on({ calculator: runningService('', { pid: 77 }) }, 'b007'), want)).toEqual([]);
    expect(bad(hostPorts, on({ calculator: runningService('', { pid: 77 }) }, 'other'), want)).toHaveLength(1);
  });

  it('counts the cores that the workers will offer, also for a calculator that takes over', () => {
    const cluster = (calculators: number) =>
      clusterFor({
        hosts: ['n1', 'n2'].map((address, i) => ({
          address,
          roles: ['kafka', 'spark-worker', ...(i < calculators ? (['calculator'] as const) : [])],
        })),
      });
    const cores = (calculators: number, ...cpus: readonly number[]) =>
      bad(
        hostCores,
        new Map(cpus.map((one, i) => [`n${String(i + 1)}`, freshHost(`n${String(i + 1)}`, { cpus: one })])),
        cluster(calculators),
      );
    expect(cores(0, 1, 0)).toEqual([]);
    expect(cores(1, 1, 0)).toEqual(['warn cluster: 2 workers will offer 1 core, the calculator asks for 2']);
    expect(cores(1, 1, 1)).toEqual([]);
    expect(cores(2, 1, 2)).toEqual([expect.stringMatching(/^warn cluster: 2 workers will offer 3 cores; one that takes over/)]);
    expect(cores(2, 2, 2)).toEqual([]);
    // The other one could not be looked at.
    expect(cores(1, 1)).toEqual([]);
  });

  it('finds a listener by the address that a name stands for', () => {
    const want = clusterFor({ hosts: ['n1'] });
    const listeners = [{ address: '10.9.9.9', port: 2181, uid: 0, user: 'root', pid: null, command: null }];
    expect(bad(hostPorts, new Map([['n1', freshHost('n1', { listeners, names: { n1: ['10.9.9.9'] } })]]), want)).toHaveLength(1);
    expect(bad(hostPorts, new Map([['n1', freshHost('n1', { listeners, names: { n1: ['10.9.9.8'] } })]]), want)).toEqual([]);
  });

  it('names a full disk once, and one without inodes', () => {
    const disk = (changes: Partial<typeof DISK>) => ({ kind: 'absent' as const, disk: { ...DISK, mount: '/data', ...changes } });
    const both = (one: DirFacts) => first({ dirs: { [LOGS]: one, [ZK]: one } });
    expect(bad(hostSpace, both(disk({ freeKb: 1000 })))).toEqual([
      expect.stringMatching(/^crit 10\.0\.0\.1: the disk of .* \(\/data\) is full: 1 MB free of .*, 128 MB are needed$/),
    ]);
    expect(bad(hostSpace, both(disk({ freeInodes: 12 })))).toEqual([expect.stringMatching(/12 inodes are left/)]);
    expect(bad(hostSpace, both(disk({ inodes: 0, freeInodes: 0 })))).toEqual([]);
  });

  it('names a home nobody may write to and missing commands', () => {
    expect(bad(hostHome, first({ homeWritable: false }))).toEqual(['crit 10.0.0.1: /home/fams does not exist or fams may not write there']);
    expect(bad(hostTools, first({ missingTools: ['tar', 'stat'] }))).toEqual(['crit 10.0.0.1: needed commands are missing: tar, stat']);
  });

  it('compares the heaps of a machine with its memory, also where several hosts are one machine', () => {
    const memory = (totalKb: number) => ({ totalKb, availableKb: 1, swapTotalKb: 0, swapFreeKb: 0 });
    const heaps = 768 * 1024;
    expect(bad(hostMemory, first({ memory: memory(heaps - 1) }))).toEqual([
      expect.stringMatching(/^crit .*the heaps add up to 768 MB, the machine has 768 MB/),
    ]);
    expect(bad(hostMemory, first({ memory: memory(heaps) }))).toEqual([expect.stringMatching(/^warn .*page cache/)]);
    expect(bad(hostMemory, first({ memory: memory(heaps * 1.34) }))).toEqual([]);
    const local = new Map([...fresh(THREE)].map(([name, one]) => [name, { ...one, hostname: 'here', memory: memory(heaps * 2) }]));
    expect(bad(hostMemory, local)).toEqual([
      expect.stringMatching(/^crit 10\.0\.0\.1: the heaps of 10\.0\.0\.1, 10\.0\.0\.2, 10\.0\.0\.3 add up to 2,304 MB/),
    ]);
  });
});

describe('names', () => {
  const want = clusterFor({ hosts: ['n1', 'n2'] });
  const on = (one: HostFacts['names'], two: HostFacts['names'] = { n1: ['10.0.0.1'], n2: ['10.0.0.2'] }): Facts =>
    new Map([
      ['n1', freshHost('n1', { names: one })],
      ['n2', freshHost('n2', { names: two })],
    ]);

  it('a member that is taken for a loopback address is critical, but not on one machine', () => {
    const trap = on({ n1: ['127.0.1.1'], n2: ['10.0.0.2'] });
    expect(bad(hostLoopback, trap, want)).toEqual([expect.stringMatching(/^crit n1: takes n1 for 127\.0\.1\.1/)]);
    expect(bad(hostNames, trap, want)).toEqual([]);
    const hosts = want.cluster.hosts.map((host) => ({ ...host, connection: 'local' as const }));
    expect(bad(hostLoopback, trap, { ...want, cluster: { ...want.cluster, hosts } })).toEqual([]);
    const literal = clusterFor({ hosts: ['127.0.0.1'] });
    expect(bad(hostLoopback, new Map([['127.0.0.1', freshHost('127.0.0.1', { names: { '127.0.0.1': ['127.0.0.1'] } })]]), literal)).toEqual(
      [],
    );
  });

  it('an unknown name is critical, one that means different machines a warning', () => {
    expect(bad(hostNames, on({ n1: ['10.0.0.1'], n2: [] }), want)).toEqual(['crit n1: does not know n2']);
    expect(bad(hostNames, on({ n1: ['10.0.0.1'], n2: ['10.7.7.7'] }), want)).toEqual([
      'warn cluster: n2 is not the same machine everywhere: 10.7.7.7 on n1; 10.0.0.2 on n2',
    ]);
    expect(bad(hostNames, on({ n1: ['fe80::1', '10.0.0.1'], n2: ['10.0.0.2'] }), want)).toEqual([]);
  });
});

describe('data directories', () => {
  const record = (component: string, id: number, cluster = 'fams') => JSON.stringify({ schemaVersion: 1, cluster, component, id });

  it('are told apart all at once, where provision refuses by the first', () => {
    const facts = withDirs(fresh(THREE), {
      '10.0.0.1': { [LOGS]: dirOf(['orders-0']) },
      '10.0.0.2': { [ZK]: dirOf(['fams-ops.json'], { identity: record('zookeeper', 1, 'other') }) },
      '10.0.0.3': { [LOGS]: { kind: 'other', what: 'a file', disk: null } },
    });
    expect(bad(hostData, facts)).toEqual([
      expect.stringMatching(/^crit 10\.0\.0\.1\/kafka: .*orders-0/),
      expect.stringMatching(/^crit 10\.0\.0\.3\/kafka: .*a file/),
      expect.stringMatching(/^crit 10\.0\.0\.2\/zookeeper: .*cluster "other"/),
    ]);
    expect(bad(hostData, provisioned(THREE))).toEqual([]);
  });

  it('with the same id twice, or beside an empty ensemble, are critical', () => {
    const twice = withDirs(fresh(THREE), {
      '10.0.0.1': { [LOGS]: dirOf(['fams-ops.json'], { identity: record('kafka', 0) }) },
      '10.0.0.2': { [LOGS]: dirOf(['fams-ops.json'], { identity: record('kafka', 0) }) },
    });
    expect(bad(hostData, twice)).toEqual([expect.stringMatching(/^crit cluster: 10\.0\.0\.1 and 10\.0\.0\.2 both are Kafka broker 0/)]);
    const blank = { [ZK]: dirOf(['fams-ops.json'], { identity: record('zookeeper', 1) }) };
    const second = { [ZK]: dirOf(['fams-ops.json'], { identity: record('zookeeper', 2) }) };
    const emptied = withDirs(provisioned(THREE), { '10.0.0.1': blank, '10.0.0.2': second });
    expect(bad(hostData, emptied)).toEqual([expect.stringMatching(/^crit cluster: .*zookeeper is empty on 10\.0\.0\.1, 10\.0\.0\.2/)]);
    // Who was not seen does not count as empty.
    const partly = new Map([...emptied].filter(([host]) => host !== '10.0.0.2'));
    expect(bad(hostData, partly)).toEqual([]);
  });
});

describe('preflight of provision', () => {
  it('refuses what check calls critical, also what facts do not tell, and in the same words', () => {
    const facts = named(fresh(THREE), OWN_NAMES);
    const hosts = [...facts.keys()];
    const limits: HostLimits = {
      openFiles: 1024,
      swappiness: 1,
      mounts: new Map(),
      obstacles: new Map([[LOGS, '/home']]),
      ownName: { name: 'n', answer: 'known' },
      crontab: 'absent',
      cronRuns: false,
      logout: { ends: 'yes', lingers: false },
      java: { exitCode: 0, said: '64-Bit' },
    };
    const beyond: Pick<Readings, 'limits' | 'dials'> = {
      limits: new Map(hosts.map((host) => [host, host === '10.0.0.1' ? { ok: true, value: limits } : { ok: false, reason: 'it hangs' }])),
      dials: new Map(hosts.map((host) => [host, { ok: true, value: [{ to: host, port: 9092, outcome: 'forbidden', saw: 'no' }] }])),
    };
    const given: Readings = { facts: new Map([...facts].map(([host, value]) => [host, { ok: true, value }])), ...beyond };
    const crits = judgeHosts(preflightChecks, given, THREE, { facts: 0, limits: 0, dials: 0 }).filter(({ status }) => status === 'crit');
    const { errors, notes } = preflight(THREE, facts, beyond);
    expect(errors.map(({ message, todo }) => [message, ...todo])).toEqual(
      crits.map(({ target, message, fix }) => [`${target}: ${message}`, fix]),
    );
    expect(crits.map(({ id, target }) => `${id} ${target}`)).toEqual([
      'host.directories 10.0.0.1',
      'host.file-limit 10.0.0.1',
      'host.logout 10.0.0.1',
      ...hosts.map((host) => `host.forwarding ${host}`),
    ]);
    expect(notes).toContainEqual(expect.stringMatching(/^10\.0\.0\.1: there is no crontab: services stay off after a reboot/));
    expect(notes).toContain('10.0.0.2: host.logout is unknown: it hangs.');
    expect(preflight(THREE, facts, null).errors).toEqual([]);
  });

  it('names lost+found in a directory of a broker, beside data of its own, too', () => {
    const where = (dirs: Readonly<Record<string, DirFacts>>) => bad(hostDiskRoots, withDirs(first({}), { '10.0.0.1': dirs }));
    const message = `crit 10.0.0.1/kafka: ${LOGS} holds lost+found: kafka does not start with that`;
    expect(where({ [LOGS]: dirOf(['lost+found']) })).toEqual([message]);
    expect(where({ [LOGS]: dirOf(['lost+found', 'fams-ops.json', 'clicks-0'], { identity: '{}' }) })).toEqual([message]);
    expect(where({ [LOGS]: dirOf(['clicks-0']), [ZK]: dirOf(['lost+found', 'version-2']) })).toEqual([]);
  });

  it('takes critical findings for errors that end with 1, and the rest for notes', () => {
    const found = preflight(THREE, first({ java: null, homeWritable: false, names: OWN_NAMES }), null);
    expect(found.errors.map(({ code, exitCode, message }) => [code, exitCode, message])).toEqual([
      ['HOST_UNFIT', 1, '10.0.0.1: /home/fams does not exist or fams may not write there'],
      ['HOST_UNFIT', 1, '10.0.0.1: no Java was found'],
    ]);
    expect(found.errors.every((error) => error.where.host === '10.0.0.1' && error.todo.length === 1)).toBe(true);
    const untested = preflight(THREE, first({ java: { home: '/opt/j', version: '25', major: 25 } }), null);
    expect([untested.errors, untested.notes]).toEqual([[], [expect.stringMatching(/^10\.0\.0\.1: its Java is 25/)]]);
  });

  it('refuses a Java that is too new for what is to run there', () => {
    const facts = (major: number) =>
      new Map([['h', freshHost('h', { names: { h: ['h'] }, java: { home: '/j', version: String(major), major } })]]);
    const spark = clusterFor({ hosts: [{ address: 'h', roles: ['zookeeper', 'spark-master', 'spark-worker'] }] });
    expect(bad(hostJava, facts(24), spark)).toEqual(['crit h: its Java is 24 (/j), and Spark master runs on 23 at most']);
    expect(bad(hostJava, facts(21), spark)).toEqual([]);
  });

  it('refuses a machine that takes a member for itself, and one that does not know a name, as far as it can be asked', () => {
    expect(preflight(THREE, first({ names: { ...OWN_NAMES, '10.0.0.2': ['127.0.1.1'] } }), null).errors).toHaveLength(1);
    const unnamed = { names: { ...OWN_NAMES, '10.0.0.2': [] } };
    expect(preflight(THREE, first(unnamed), null).errors.map(({ message }) => message)).toEqual(['10.0.0.1: does not know 10.0.0.2']);
    // Without getent it may know more names than it can tell.
    const unknown = preflight(THREE, first({ ...unnamed, resolver: false }), null);
    expect([unknown.errors, unknown.notes]).toEqual([[], [expect.stringMatching(/has no 10\.0\.0\.2 in \/etc\/hosts/)]]);
  });
});

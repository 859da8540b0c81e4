// What takes more than facts: limits, a started Java, file systems, connections from host to host; and what was not read at all.
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/model/check.js';
import type { Read } from '../../../src/model/source.js';
import type { HostFacts } from '../../../src/model/facts.js';
import type { HostLimits, DialSeen } from '../../../src/verify/before/host-limits.js';
import { beforeChecks } from '../../../src/verify/before/checks.js';
import { hostFileLimit } from '../../../src/verify/before/file-limit.js';
import { hostFileSystem } from '../../../src/verify/before/file-system.js';
import { judgeHosts } from '../../../src/verify/fitness.js';
import { hostJvm } from '../../../src/verify/before/jvm.js';
import { parseLimits } from '../../../src/verify/before/limits.js';
import { hostReach } from '../../../src/verify/before/reach.js';
import { hostSwap } from '../../../src/verify/before/swap.js';
import { hostsSentence, hostsStatus } from '../../../src/verify/before/verdict.js';
import { clusterFor, DISK, freshHost } from '../../support/facts.js';
import { limitsOf as limits, SAID } from '../../support/limits.js';
import { evidenceBefore, findingsOf, type Readings } from '../../support/before.js';

const TWO = clusterFor({ hosts: ['10.0.0.1', '10.0.0.2'] });
const ONE = clusterFor({ hosts: ['10.0.0.1'] });
const HOST = '10.0.0.1';
const short = ({ status, message }: Pick<Finding, 'status' | 'message'>): string => `${status} ${message}`;
const of = (one: HostLimits) => new Map([[HOST, one]]);

describe('limits', () => {
  it('of open files: below 4096 critical, below 16384 a warning, unlimited and unreadable', () => {
    const at = (openFiles: number | null) =>
      findingsOf(hostFileLimit, { limits: of(limits({ openFiles })) }, ONE).map(({ status }) => status);
    expect([1024, 4095, 4096, 16_383, 16_384, Infinity, null].map((one) => at(one)[0])).toEqual([
      'crit',
      'crit',
      'warn',
      'warn',
      'ok',
      'ok',
      'warn',
    ]);
  });

  it('of swapping: only where there is swap', () => {
    const at = (swapTotalKb: number, swappiness: number | null) => {
      const facts = new Map([[HOST, freshHost(HOST, { memory: { totalKb: 1, availableKb: 1, swapTotalKb, swapFreeKb: 0 } })]]);
      return findingsOf(hostSwap, { facts, limits: of(limits({ swappiness })) }, ONE).map(({ status }) => status)[0];
    };
    expect([at(0, 60), at(1000, 60), at(1000, 10), at(1000, 11), at(1000, null)]).toEqual(['ok', 'warn', 'ok', 'warn', 'warn']);
  });

  it('of the file system of each data directory', () => {
    const facts = new Map([
      [HOST, freshHost(HOST, { dirs: { '/home/fams/zk_data': { kind: 'absent', disk: { ...DISK, mount: '/data' } } } })],
    ]);
    const at = (kind: string) =>
      findingsOf(hostFileSystem, { facts, limits: of(limits({ mounts: new Map([['/data', { kind, options: ['rw'] }]]) })) }, ONE).map(
        short,
      );
    for (const kind of ['ext4', 'xfs', 'btrfs', 'zfs', 'overlay'])
      expect(at(kind)).toEqual([`ok /home/fams/zk_data lies on /data (${kind})`]);
    for (const kind of ['tmpfs', 'ramfs']) expect(at(kind)).toEqual([expect.stringMatching(/^warn .*memory/)]);
    for (const kind of ['nfs', 'nfs4', 'cifs', 'fuse.sshfs']) expect(at(kind)).toEqual([expect.stringMatching(/^warn .*network/)]);
    expect(findingsOf(hostFileSystem, { facts, limits: of(limits()) }, ONE).map(short)).toEqual([
      expect.stringMatching(/^warn .*could not be read/),
    ]);
  });

  it('of Java: that it starts, and its bits', () => {
    const at = (exitCode: number, said: string) =>
      findingsOf(hostJvm, { limits: of(limits({ java: { exitCode, said } })) }, ONE).map(short);
    expect(at(0, SAID)).toEqual(['ok OpenJDK 64-Bit Server VM (build 17.0.15+6)']);
    expect(at(0, 'openjdk version "1.8.0_412"\nOpenJDK Runtime Environment\nOpenJDK Server VM (build 25)')).toEqual([
      expect.stringMatching(/^warn its Java has 32 bits/),
    ]);
    expect(at(0, 'openjdk version "17"\nEclipse OpenJ9 VM (build 0.3)')).toEqual([expect.stringMatching(/^ok .*does not say/)]);
    expect(at(1, 'Invalid maximum heap size: -Xmx64g\nError: Could not create the Java Virtual Machine.')).toEqual([
      expect.stringMatching(/^crit .*exit 1.*Invalid maximum heap size/),
    ]);
    expect(findingsOf(hostJvm, { limits: of(limits({ java: null })) }, ONE)).toEqual([]);
  });
});

describe('the answer of reach-limits.sh', () => {
  it('is read with escaped mounts, the last mount of a point, and the words of Java as they are', () => {
    const answer = [
      'fams-limits 1',
      'files 4096',
      'swappiness 1',
      'mount / ext4 rw',
      'mount /a\\040b nfs rw,noexec',
      'mount / overlay rw,relatime',
      'obstacle 1 /da ta',
      'own-name unknown n 1',
      'crontab refused',
      'cron yes',
      'logout yes no',
      'java 0',
      SAID,
      '',
    ].join('\n');
    expect(parseLimits(answer, ['/d', '/da ta/x'])).toEqual({
      openFiles: 4096,
      swappiness: 1,
      mounts: new Map([
        ['/', { kind: 'overlay', options: ['rw', 'relatime'] }],
        ['/a b', { kind: 'nfs', options: ['rw', 'noexec'] }],
      ]),
      obstacles: new Map([['/da ta/x', '/da ta']]),
      ownName: { name: 'n 1', answer: 'unknown' },
      crontab: 'refused',
      cronRuns: true,
      logout: { ends: 'yes', lingers: false },
      java: { exitCode: 0, said: `${SAID}\n` },
    });
    expect(parseLimits('fams-limits 1\nfiles unlimited\njava absent\n')).toMatchObject({
      openFiles: Infinity,
      swappiness: null,
      ownName: { name: '', answer: 'unasked' },
      crontab: 'absent',
      cronRuns: false,
      logout: null,
      java: null,
    });
  });

  it('is refused where it is cut off or none', () => {
    expect([parseLimits(''), parseLimits('Welcome\n'), parseLimits('fams-limits 1\nfiles 4096\n')]).toEqual([null, null, null]);
  });
});

describe('reach', () => {
  const dial = (port: number, outcome: DialSeen['outcome'], saw: string = outcome): DialSeen => ({ to: '10.0.0.2', port, outcome, saw });
  const judge = (dials: readonly DialSeen[]) => findingsOf(hostReach, { dials: new Map([[HOST, dials]]) }, TWO).map(short);

  it('is proven by a connection or a refusal', () => {
    expect(judge([dial(2181, 'connected'), dial(9092, 'refused')])).toEqual(['ok reaches 10.0.0.2 on 2 ports (1 in use)']);
  });

  it('is missing where nothing or no route answers: the pair, the ports, and what to look at', () => {
    expect(judge([dial(2181, 'silent', 'no answer within 5 s'), dial(9092, 'refused')])).toEqual([
      'crit does not reach 10.0.0.2 on 2181: no answer within 5 s',
    ]);
    expect(judge([dial(2181, 'unreachable', 'No route to host'), dial(9092, 'unreachable')])).toEqual([
      'crit does not reach 10.0.0.2 on 2181, 9092: No route to host',
    ]);
  });

  it('is not known where there is no address, no forwarding, or nobody to try', () => {
    expect(judge([dial(2181, 'unnamed', 'it knows no usable address of n2')])).toEqual([expect.stringMatching(/^warn did not try/)]);
    expect(judge([dial(2181, 'forbidden', 'open failed'), dial(9092, 'forbidden')])).toEqual([
      expect.stringMatching(/^warn could not try 10\.0\.0\.2 on 2181, 9092: .*open failed/),
    ]);
    expect(judge([])).toEqual(['ok tried nobody; 10.0.0.2 could not be tried']);
  });
});

describe('what was not read', () => {
  const read = <T>(value: T): Read<T> => ({ ok: true, value });
  const lost: Read<never> = { ok: false, reason: 'nobody answers' };
  const names = Object.fromEntries(TWO.cluster.hosts.map(({ address }) => [address, [address]]));
  const fit = (host: string): HostFacts => freshHost(host, { names });
  const readings = (facts: Read<HostFacts>, one: Read<HostLimits>): Readings => ({
    facts: new Map([
      ['10.0.0.1', facts],
      ['10.0.0.2', read(fit('10.0.0.2'))],
    ]),
    limits: new Map([
      ['10.0.0.1', one],
      ['10.0.0.2', read(limits())],
    ]),
    dials: new Map([
      ['10.0.0.1', lost],
      ['10.0.0.2', read([])],
    ]),
  });
  const TIMES = { facts: 5, limits: 7, dials: 9 };
  const reports = (given: Readings) => judgeHosts(beforeChecks, { evidence: evidenceBefore(given), ms: TIMES }, TWO);

  it('is unknown for every check that needs it, with the reason, and never ok', () => {
    const all = reports(readings(lost, lost));
    const blind = all.filter(({ target }) => target.startsWith('10.0.0.1'));
    expect(blind.map(({ id }) => id)).toEqual(beforeChecks.map(({ id }) => id));
    expect(new Set(blind.map(({ status, message }) => `${status} ${message}`))).toEqual(
      new Set(
        ['the state of the host', 'what a process may have', 'what it reaches of the other hosts'].map(
          (what) => `unknown ${what} could not be read: nobody answers`,
        ),
      ),
    );
    expect(all.filter(({ target, status }) => target === '10.0.0.2' && status !== 'ok')).toEqual([]);
  });

  it('does not hide what was', () => {
    const all = reports(readings(read(fit('10.0.0.1')), lost));
    expect(all.filter(({ target, status }) => target === '10.0.0.1' && status === 'unknown').map(({ id }) => id)).toEqual([
      'host.directories',
      'host.jvm',
      'host.file-limit',
      'host.file-system',
      'host.native-code',
      'host.swap',
      'host.own-name',
      'host.logout',
      'host.boot',
      'host.forwarding',
      'host.reach',
    ]);
    expect(all.find(({ id }) => id === 'host.swap')?.ms).toBe(7);
  });

  it('outranks a warning, not what is critical', () => {
    const all = reports(readings(lost, lost));
    const verdict = (more: 'ok' | 'warn' | 'crit') => {
      const checks = [...all, { id: 'x', target: '10.0.0.2', status: more, value: null, message: '', fix: '', ms: 0 }];
      const status = hostsStatus(checks);
      return [status, hostsSentence({ status, checks })];
    };
    expect(verdict('warn')).toEqual([
      'unknown',
      'Whether the hosts can carry this cluster could not be seen: 1 host not looked at, 1 warning.',
    ]);
    expect(verdict('crit')[0]).toBe('crit');
    expect(hostsStatus([])).toBe('unknown');
    expect(
      hostsStatus(
        reports({
          ...readings(read(fit('10.0.0.1')), read(limits())),
          dials: new Map(['10.0.0.1', '10.0.0.2'].map((host) => [host, read([])])),
        }),
      ),
    ).toBe('ok');
  });
});

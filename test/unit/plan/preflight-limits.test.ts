// What the second script and connections tell: logout, reboot, names, directories, native code, forwarding.
import { describe, expect, it } from 'vitest';
import type { Check, Finding } from '../../../src/model/check.js';
import { hostBoot } from '../../../src/verify/before/boot.js';
import type { DialSeen, HostLimits } from '../../../src/verify/before/host-limits.js';
import { hostDirectories } from '../../../src/verify/before/directories.js';
import { hostForwarding } from '../../../src/verify/before/forwarding.js';
import { hostLogout } from '../../../src/verify/before/logout.js';
import { hostNativeCode } from '../../../src/verify/before/native-code.js';
import { hostOwnName } from '../../../src/verify/before/own-name.js';
import { hostReach } from '../../../src/verify/before/reach.js';
import { clusterFor, DISK, freshHost } from '../../support/facts.js';
import { limitsOf as limits } from '../../support/limits.js';
import { findingsOf } from '../../support/before.js';

const HOST = '10.0.0.1';
const ONE = clusterFor({ hosts: [HOST] });
const TWO = clusterFor({ hosts: [HOST, '10.0.0.2'] });
const STORAGE = clusterFor({ hosts: [{ address: HOST, roles: ['zookeeper', 'kafka'] }] });
const short = ({ status, message }: Pick<Finding, 'status' | 'message'>): string => `${status} ${message}`;
const of = (one: HostLimits) => new Map([[HOST, one]]);

describe('what the SSH server forwards', () => {
  const dial = (to: string, port: number, outcome: DialSeen['outcome']): DialSeen => ({ to, port, outcome, saw: 'open failed' });
  const judge = (dials: readonly DialSeen[]) => findingsOf(hostForwarding, { dials: new Map([[HOST, dials]]) }, TWO);

  it('is what fams-ops itself asks there: a refusal of nobody listening will do, a prohibition will not', () => {
    expect(judge([dial(HOST, 2181, 'refused'), dial(HOST, 9092, 'connected')]).map(short)).toEqual([expect.stringMatching(/^ok /)]);
    // Of other hosts' ports it needs none.
    expect(judge([dial(HOST, 2181, 'refused'), dial('10.0.0.2', 3888, 'forbidden')]).map(short)).toEqual([expect.stringMatching(/^ok /)]);
    const [finding] = judge([dial(HOST, 2181, 'refused'), dial(HOST, 9092, 'forbidden')]);
    expect(finding).toMatchObject({
      status: 'crit',
      message: 'its SSH server does not connect us to 10.0.0.1:9092: open failed',
      fix: expect.stringMatching(/AllowTcpForwarding local.*PermitOpen there name 10\.0\.0\.1:9092.*authorized_keys/) as unknown,
    });
  });

  it('does not count among the ports of others', () => {
    const dials = [dial(HOST, 2181, 'connected'), dial('10.0.0.2', 2181, 'refused')];
    expect(findingsOf(hostReach, { dials: new Map([[HOST, dials]]) }, TWO).map(short)).toEqual([
      'ok reaches 10.0.0.2 on 1 ports (0 in use)',
    ]);
  });
});

describe('what only a second script tells', () => {
  const facts = new Map([[HOST, freshHost(HOST)]]);
  const judged = (check: Check, changes: Partial<HostLimits>, want = ONE, seen = facts) =>
    findingsOf(check, { facts: seen, limits: of(limits(changes)) }, want).map(({ status, message, fix }) => ({ status, message, fix }));

  it('is whether services outlive the login, and linger is the way out', () => {
    const at = (logout: HostLimits['logout']) => judged(hostLogout, { logout })[0];
    expect(at(null)?.status).toBe('ok');
    expect(at({ ends: 'no', lingers: false })?.status).toBe('ok');
    expect(at({ ends: 'yes', lingers: true })?.status).toBe('ok');
    expect(at({ ends: 'unknown', lingers: false })?.status).toBe('warn');
    expect(at({ ends: 'yes', lingers: false })).toMatchObject({
      status: 'crit',
      message: expect.stringContaining('KillUserProcesses=yes') as unknown,
      fix: expect.stringContaining('"loginctl enable-linger fams"') as unknown,
    });
  });

  it('is whether they come back after a reboot: without crontab or cron, advice that is no warning', () => {
    const at = (changes: Partial<HostLimits>, want = ONE) => judged(hostBoot, changes, want).map(short);
    expect(at({})).toEqual([expect.stringMatching(/^ok /)]);
    for (const changes of [{ crontab: 'absent' }, { crontab: 'refused' }, { cronRuns: false }] as const) {
      expect(at(changes)).toEqual([expect.stringMatching(/^ok .*services stay off after a reboot/)]);
      expect(judged(hostBoot, changes, ONE)[0]?.fix).toMatch(/cron.*run fams-ops start after each reboot/);
    }
  });

  it('is whether the machine knows its own name', () => {
    const at = (answer: HostLimits['ownName']['answer']) => judged(hostOwnName, { ownName: { name: 'n1', answer } })[0];
    expect(at('known')?.status).toBe('ok');
    expect(at('unknown')).toMatchObject({ status: 'warn', fix: expect.stringContaining('/etc/hosts') as unknown });
    expect(at('unasked')?.status).toBe('unknown');
  });

  it('is whether data directories can be made or written to', () => {
    const at = (obstacles: ReadonlyMap<string, string>) => judged(hostDirectories, { obstacles }).map(short);
    expect(at(new Map())).toEqual([expect.stringMatching(/^ok /)]);
    expect(at(new Map([['/home/fams/zk_data', '/home/fams/zk_data']]))).toEqual(['crit fams may not write to /home/fams/zk_data']);
    expect(at(new Map([['/home/fams/kafka-logs', '/home']]))).toEqual([
      'crit fams cannot make /home/fams/kafka-logs: /home is not open to writing',
    ]);
  });

  it('is whether native code can be loaded from the home: without it Spark runs no job, and brokers take no snappy', () => {
    const base = '/home/fams/.fams-ops/fams';
    const home = new Map([[HOST, freshHost(HOST, { dirs: { [base]: { kind: 'absent', disk: { ...DISK, mount: '/home' } } } })]]);
    const spark = clusterFor({ hosts: [{ address: HOST, roles: ['zookeeper', 'kafka', 'spark-master', 'spark-worker'] }] });
    const at = (options: readonly string[], want = ONE) =>
      judged(hostNativeCode, { mounts: new Map([['/home', { kind: 'ext4', options }]]) }, want, home).map(short);
    expect(at(['rw', 'nosuid'], spark)).toEqual([expect.stringMatching(/^ok /)]);
    expect(at(['rw', 'noexec'], spark)).toEqual([expect.stringMatching(/^crit \/home is mounted noexec.*Spark runs no job/)]);
    expect(at(['rw', 'noexec'], STORAGE)).toEqual([expect.stringMatching(/^warn \/home is mounted noexec.*snappy/)]);
  });
});

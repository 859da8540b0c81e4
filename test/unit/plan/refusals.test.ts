import { describe, expect, it } from 'vitest';
import { specs } from '../../../src/components/specs.js';
import type { DirFacts, HostFacts } from '../../../src/model/facts.js';
import { preflight } from '../../../src/plan/preflight.js';
import { refuseUnsafeData } from '../../../src/plan/refusals.js';
import { clusterFor, DISK, dirOf, fresh, freshHost, provisioned } from '../../support/facts.js';

const THREE = clusterFor({ hosts: ['10.0.0.1', '10.0.0.2', '10.0.0.3'] });
const ZK = '/home/fams/zk_data';
const LOGS = '/home/fams/kafka-logs';

const withDirs = (from: ReadonlyMap<string, HostFacts>, dirs: Readonly<Record<string, Readonly<Record<string, DirFacts>>>>) =>
  new Map([...from].map(([name, facts]) => [name, { ...facts, dirs: { ...facts.dirs, ...dirs[name] } }]));

const refuse = (facts: ReadonlyMap<string, HostFacts>) => () => refuseUnsafeData(THREE, specs, facts);

describe('refuseUnsafeData', () => {
  it('lets fresh and provisioned hosts pass', () => {
    expect(refuse(fresh(THREE))).not.toThrow();
    expect(refuse(provisioned(THREE))).not.toThrow();
    expect(refuse(withDirs(fresh(THREE), { '10.0.0.1': { [LOGS]: dirOf(['lost+found']) } }))).not.toThrow();
  });

  it('refuses a directory with things in it that no record claims, and a file in its place', () => {
    expect(refuse(withDirs(fresh(THREE), { '10.0.0.2': { [ZK]: dirOf(['version-2', 'myid']) } }))).toThrow(
      /zk_data on 10\.0\.0\.2 holds .*version-2/,
    );
    expect(refuse(withDirs(fresh(THREE), { '10.0.0.2': { [LOGS]: { kind: 'other', what: 'a file', disk: null } } }))).toThrow(/a file/);
  });

  it('refuses an ensemble whose majority is blank beside brokers with data', () => {
    const record = JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'zookeeper', id: 1 });
    const blank = { [ZK]: dirOf(['fams-ops.json'], { identity: record }) };
    const one = withDirs(provisioned(THREE), { '10.0.0.1': blank });
    const two = withDirs(provisioned(THREE), { '10.0.0.1': blank, '10.0.0.2': blank });
    expect(refuse(one)).not.toThrow();
    expect(refuse(two)).toThrow(/zookeeper is empty on 10\.0\.0\.1, 10\.0\.0\.2/);
  });
});

describe('preflight', () => {
  const errors = (changes: Partial<HostFacts>): readonly string[] => {
    const facts = new Map([...fresh(THREE)].map(([name, one]) => [name, name === '10.0.0.1' ? freshHost(name, changes) : one]));
    return preflight(THREE, specs, facts).errors.map((error) => error.message);
  };

  it('finds nothing on hosts that are fit', () => {
    expect(errors({})).toEqual([]);
  });

  it('names a Java that is missing or too old', () => {
    expect(errors({ java: null })).toEqual(['10.0.0.1: no Java was found']);
    expect(errors({ java: { home: '/opt/j7', version: '1.7.0_80', major: 7 } })).toEqual([
      '10.0.0.1: its Java is 1.7.0_80 (/opt/j7); at least 8 is needed',
    ]);
  });

  it('names who holds a port, but not our own running service', () => {
    const stranger = { address: '0.0.0.0', port: 9092, uid: 0, user: 'root', pid: null, command: null };
    const own = { address: '10.0.0.1', port: 2181, uid: 5000, user: 'fams', pid: 77, command: 'java' };
    const other = { address: '127.0.0.1', port: 2181, uid: 0, user: 'root', pid: null, command: null };
    expect(errors({ listeners: [stranger, own, other] })).toEqual([
      '10.0.0.1: port 2181 (zookeeper client) is taken by java (pid 77) of fams',
      '10.0.0.1: port 9092 (kafka broker) is taken by a process of root',
    ]);
  });

  it('names a full disk, a home nobody may write to, missing commands, and heaps beyond the memory', () => {
    const full = { ...DISK, mount: '/data', freeKb: 1000 };
    expect(errors({ dirs: { [LOGS]: { kind: 'absent', disk: full } } })).toEqual([
      expect.stringMatching(/the disk of .*kafka-logs \(\/data\) is full: 1 MB free/),
    ]);
    expect(errors({ homeWritable: false, missingTools: ['tar'] })).toEqual([
      '10.0.0.1: needed commands are missing: tar',
      '10.0.0.1: /home/fams does not exist or fams may not write there',
    ]);
    expect(errors({ memory: { totalKb: 500_000, availableKb: 1, swapTotalKb: 0, swapFreeKb: 0 } })).toEqual([
      expect.stringMatching(/the heaps add up to 768 MB, the machine has 488 MB/),
    ]);
  });

  it('warns of a machine that takes its own address for a loopback one', () => {
    const facts = new Map(fresh(THREE)).set('10.0.0.1', freshHost('10.0.0.1', { names: { '10.0.0.2': ['127.0.1.1'] } }));
    expect(preflight(THREE, specs, facts).notes).toEqual([expect.stringMatching(/10\.0\.0\.1 takes 10\.0\.0\.2 for 127\.0\.1\.1/)]);
  });
});

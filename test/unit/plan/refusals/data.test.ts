import { describe, expect, it } from 'vitest';
import { specs } from '../../../../src/components/specs.js';
import type { DirFacts, HostFacts } from '../../../../src/model/facts.js';
import { refuseUnsafeData } from '../../../../src/plan/refusals/data.js';
import { clusterFor, dirOf, fresh, provisioned } from '../../../support/facts.js';

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

// Inventories that name another registry, or another place on the hosts: each is refused, with what to do.
import { describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../../src/model/facts.js';
import type { ClusterOptions, HostOptions } from '../../../support/cluster.js';
import { dirOf, freshHost } from '../../../support/facts.js';
import { blank, brokersOff, changed, HOSTS, LOGS, outcome, record, running, type Facts } from '../../../support/moved.js';

describe('the registry', () => {
  it('at another path is refused where there are data, running or not', () => {
    const said = outcome({ hosts: HOSTS, chroot: '/new' }, running);
    expect(said).toMatch(
      /^DATA_REFUSED\n5\nKafka broker 0 on 10\.0\.0\.1 keeps its topics below \/ in ZooKeeper, and the inventory says \/new/,
    );
    expect(said).toMatch(/Write kafka\.chroot: ""/);
    expect(outcome({ hosts: HOSTS, chroot: '/new' }, brokersOff)).toMatch(/^DATA_REFUSED/);
    const empty = HOSTS.reduce(
      (all, host, id) => changed(all, { dirs: { [LOGS]: dirOf(['fams-ops.json'], { identity: record('kafka', id) }) } }, [host]),
      brokersOff,
    );
    expect(outcome({ hosts: HOSTS, chroot: '/new' }, empty)).toBe('allowed');
  });

  const roles = (...members: readonly string[]): readonly HostOptions[] =>
    [...HOSTS, '10.0.0.4', '10.0.0.5']
      .filter((address) => HOSTS.includes(address) || members.includes(address))
      .map((address) => ({
        address,
        roles: (['zookeeper', 'kafka'] as const).filter((role) => (role === 'zookeeper' ? members : HOSTS).includes(address)),
      }));

  it('in another ensemble is refused; one member at a time, and growth by a minority, are not', () => {
    expect(outcome({ hosts: roles('10.0.0.3') }, running)).toMatch(
      /^DATA_REFUSED\n5\nZooKeeper on 10\.0\.0\.3 belongs to the ensemble 10\.0\.0\.1, 10\.0\.0\.2, 10\.0\.0\.3, and the inventory makes it 10\.0\.0\.3/,
    );
    expect(outcome({ hosts: roles('10.0.0.4') }, running)).toMatch(/^DATA_REFUSED\n5\nKafka broker on 10\.0\.0\.1 belongs to the ensemble/);
    expect(outcome({ hosts: roles('10.0.0.1', '10.0.0.2', '10.0.0.4') }, running)).toBe('allowed');
    expect(outcome({ hosts: roles(...HOSTS, '10.0.0.4', '10.0.0.5') }, running)).toBe('allowed');
  });

  it('whose hosts only got other names is the same', () => {
    const names = HOSTS.map((address, i) => ({ address, name: `n${String(i)}.example` }));
    const facts = new Map(
      names.flatMap(({ address, name }) => {
        const known = running.get(address);
        return known === undefined ? [] : [[name, { ...known, host: name }] as const];
      }),
    );
    expect(outcome({ hosts: names.map(({ name }) => name) }, facts)).toBe('allowed');
  });

  it('at other ports is refused while it is used, and allowed once all is off', () => {
    const client: ClusterOptions = { hosts: HOSTS, settings: { zookeeper: { ports: { client: 12181 } } } };
    expect(outcome(client, running)).toMatch(
      /^DATA_REFUSED\n5\nKafka broker on 10\.0\.0\.1 runs and reaches ZooKeeper on 10\.0\.0\.1 by port 2181[^]*"fams-ops stop kafka"/,
    );
    expect(outcome(client, brokersOff)).toBe('allowed');
    const peer: ClusterOptions = { hosts: HOSTS, settings: { zookeeper: { ports: { peer: 12888 } } } };
    expect(outcome(peer, running)).toMatch(/ZooKeeper on 10\.0\.0\.1 runs[^]*"fams-ops stop kafka zookeeper"/);
    expect(outcome(peer, changed(running, { off: ['kafka', 'zookeeper'] }))).toBe('allowed');
    const one: ClusterOptions = {
      hosts: [{ address: '10.0.0.1', settings: { zookeeper: { ports: { client: 12181 } } } }, '10.0.0.2', '10.0.0.3'],
    };
    expect(outcome(one, running)).toBe('allowed');
  });
});

describe('the place of the cluster on a host', () => {
  const OLD = '/home/old/.fams-ops/fams';
  const seen = (installations: HostFacts['installations'], listeners: HostFacts['listeners'] = []): Facts =>
    new Map(HOSTS.map((host) => [host, freshHost(host, { installations, listeners })]));
  const listener = { address: '10.0.0.1', port: 2181, uid: 5000, user: 'fams', pid: 77, command: null };
  const zookeeper = { component: 'zookeeper', pid: 77, uid: 5000 };

  it('is refused where the cluster lies in another home, running or not', () => {
    const said = outcome({ hosts: HOSTS }, seen([{ base: OLD, service: null }]));
    expect(said).toMatch(
      /^IDENTITY_REFUSED\n5\nThe cluster "fams" lies in \/home\/old on 10\.0\.0\.1, .* the inventory says "fams" in \/home\/fams/,
    );
    expect(said).toMatch(/write paths: \{ home: \/home\/old \}/);
    expect(said).toMatch(/move \/home\/old\/\.fams-ops\/fams, the software and the data directories to the new home/);
    expect(outcome({ hosts: HOSTS }, seen([{ base: OLD, service: zookeeper }]))).toMatch(/^IDENTITY_REFUSED/);
  });

  it('is refused where it runs under another name and has the ports that are wanted', () => {
    const renamed = '/home/fams/.fams-ops/before';
    const said = outcome({ hosts: HOSTS }, seen([{ base: renamed, service: zookeeper }], [listener]));
    expect(said).toMatch(/^IDENTITY_REFUSED\n5\nThe cluster "before" lies in \/home\/fams on 10\.0\.0\.1, its zookeeper runs there/);
    expect(said).toMatch(/write cluster: before/);
    const foreign = { ...listener, pid: null, user: 'other', uid: 5001 };
    expect(outcome({ hosts: HOSTS }, seen([{ base: renamed, service: { ...zookeeper, uid: 5001 } }], [foreign]))).toMatch(
      /^IDENTITY_REFUSED/,
    );
  });

  it('is taken once everything was moved there: base, data and records', () => {
    const home = '/srv/new';
    const moved = new Map(
      [...changed(running, { off: ['kafka', 'zookeeper'] })].map(([name, host]) => {
        const there = <T>(all: Readonly<Record<string, T>>): Record<string, T> =>
          Object.fromEntries(Object.entries(all).map(([path, value]) => [path.replace('/home/fams', home), value]));
        return [name, { ...host, files: there(host.files), dirs: there(host.dirs) }];
      }),
    );
    expect(outcome({ hosts: HOSTS.map((address) => ({ address, home })) }, moved)).toBe('allowed');
    const left = changed(moved, { dirs: { [`${home}/kafka-logs`]: blank } });
    expect(outcome({ hosts: HOSTS.map((address) => ({ address, home })) }, left)).toMatch(
      /^DATA_REFUSED\n5\nKafka broker 0 on 10\.0\.0\.1 had its data in \/home\/fams\/kafka-logs, where no record/,
    );
  });

  it('is free beside another cluster with other ports, and where it is known', () => {
    const beside = { base: '/home/fams/.fams-ops/other', service: zookeeper };
    expect(outcome({ hosts: HOSTS }, seen([beside], [{ ...listener, port: 12181 }]))).toBe('allowed');
    expect(outcome({ hosts: HOSTS }, seen([beside], [{ ...listener, address: '10.0.0.9' }]))).toBe('allowed');
    const known = new Map([...running].map(([name, host]) => [name, { ...host, installations: [{ base: OLD, service: null }] }]));
    expect(outcome({ hosts: HOSTS }, known)).toBe('allowed');
    const own = seen([{ base: '/home/fams/.fams-ops/fams', service: zookeeper }], [listener]);
    expect(outcome({ hosts: HOSTS }, own)).toBe('allowed');
  });
});

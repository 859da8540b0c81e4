import { describe, expect, it } from 'vitest';
import { specs } from '../../../../src/components/specs.js';
import type { HostFacts } from '../../../../src/model/facts.js';
import { refuseForeignData, refuseUnsafeData } from '../../../../src/plan/refusals/data.js';
import { clusterFor, dirOf, fresh, provisioned } from '../../../support/facts.js';

const HOST = '10.0.0.1';
const ONE = clusterFor({ hosts: [HOST] });
const ZK = '/home/fams/zk_data';
const LOGS = '/home/fams/kafka-logs';

/** A home that lies on another disk. */
const BIG = Object.fromEntries(
  ['', '/.ssh', '/.fams-ops', '/.fams-ops/fams', '/kafka_2.10-0.8.2.1'].map((path) => [`/home/fams${path}`, `/big/fams${path}`]),
);

const withLinks = (from: ReadonlyMap<string, HostFacts>, links: Readonly<Record<string, string>>) =>
  new Map([...from].map(([name, facts]) => [name, { ...facts, links }]));

describe('where directories really lie', () => {
  it.each([
    [{ [ZK]: '/' }, /zk_data on 10\.0\.0\.1 leads to \/, which is \/ \(the whole machine\)/],
    [{ [ZK]: '/home/fams' }, /leads to \/home\/fams, which is \/home\/fams \(the home directory\)/],
    [{ [ZK]: '/home' }, /leads to \/home, which is above \/home\/fams/],
    [{ [ZK]: '/big/fams', ...BIG }, /leads to \/big\/fams, which is \/home\/fams \(the home/],
    [{ [ZK]: '/home/fams/.ssh' }, /which is \/home\/fams\/\.ssh \(the keys of the login\)/],
    [{ [ZK]: '/keys', '/home/fams/.ssh': '/keys' }, /which is \/home\/fams\/\.ssh/],
    [{ [ZK]: '/home/fams/.fams-ops/fams' }, /below \/home\/fams\/\.fams-ops/],
    [{ [ZK]: '/home/fams/kafka_2.10-0.8.2.1/zk' }, /below \/home\/fams\/kafka_2\.10-0\.8\.2\.1 \(software\)/],
    [
      { [LOGS]: ZK },
      /kafka-logs on 10\.0\.0\.1 leads to \/home\/fams\/zk_data, which is \/home\/fams\/zk_data \(a data directory of zookeeper\)/,
    ],
    [{ [LOGS]: '/disk/a', [ZK]: '/disk' }, /leads to \/disk\/a, which is below \/home\/fams\/zk_data/],
  ])('%j is refused by provision and by the removal of data', (links, message) => {
    const facts = withLinks(provisioned(ONE), links);
    expect(() => refuseUnsafeData(ONE, specs, facts)).toThrow(message);
    expect(() => refuseForeignData(ONE, facts)).toThrow(message);
  });

  it('a disk of its own behind a link, and a home behind one, are fine', () => {
    for (const links of [{ [ZK]: '/disk/zk', [LOGS]: '/disk/kafka' }, BIG])
      expect(() => refuseUnsafeData(ONE, specs, withLinks(provisioned(ONE), links))).not.toThrow();
  });

  it('our own directory behind a link is refused', () => {
    const facts = withLinks(fresh(ONE), { '/home/fams/.fams-ops/fams': '/home/fams' });
    expect(() => refuseUnsafeData(ONE, specs, facts)).toThrow(/\.fams-ops\/fams on 10\.0\.0\.1 leads to \/home\/fams/);
  });
});

describe('refuseForeignData', () => {
  const holding = (path: string, names: readonly string[], identity: string | null) =>
    new Map(
      [...provisioned(ONE)].map(([name, facts]) => [name, { ...facts, dirs: { ...facts.dirs, [path]: dirOf(names, { identity }) } }]),
    );
  const record = JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: 0 });

  it('refuses a directory in which others have something, where no record claims it', () => {
    expect(() => refuseForeignData(ONE, provisioned(ONE))).not.toThrow();
    expect(() => refuseForeignData(ONE, holding(LOGS, ['photos', 'orders-0'], null))).toThrow(
      /holds something that fams-ops did not put there: photos, orders-0/,
    );
    expect(() => refuseForeignData(ONE, holding(LOGS, ['photos', 'orders-0', 'fams-ops.json'], record))).not.toThrow();
  });

  it('leaves an empty directory alone', () => {
    expect(() => refuseForeignData(ONE, holding(LOGS, ['lost+found'], null))).not.toThrow();
  });
});

// What the specs say of a cluster, beyond the files that test/golden shows.
import { describe, expect, it } from 'vitest';
import { specOf, specs } from '../../../src/components/specs.js';
import type { ComponentName } from '../../../src/model/cluster.js';
import { layoutOf, resolvedFor } from '../../support/cluster.js';

const hosts = (n: number): readonly string[] => [...Array(n).keys()].map((i) => `10.0.0.${String(i + 1)}`);
const fileOf = (
  component: ComponentName,
  name: string,
  options: Parameters<typeof resolvedFor>[0],
  address = '10.0.0.1',
): readonly string[] =>
  layoutOf(resolvedFor(options), component, address)
    .files.filter(({ path }) => path.endsWith(`/${name}`))
    .flatMap(({ text }) => text.split('\n'));

describe('registry', () => {
  it('has every component after those that it needs', () => {
    for (const [i, spec] of specs.entries()) {
      const before = specs.slice(0, i).map((one) => one.name);
      expect(spec.needs.filter((name) => !before.includes(name))).toEqual([]);
    }
  });

  it('says what a wrong name may have meant', () => {
    expect(specOf('kafka').name).toBe('kafka');
    expect(() => specOf('zokeeper')).toThrow(expect.objectContaining({ code: 'USAGE', todo: ['Did you mean "zookeeper"?'] }));
    expect(() => specOf('postgres')).toThrow(
      expect.objectContaining({ todo: [`Components are ${specs.map(({ name }) => name).join(', ')}.`] }),
    );
  });
});

describe('replicas by the number of brokers', () => {
  it.each([
    [1, 1, 1],
    [2, 2, 1],
    [3, 3, 2],
    [5, 3, 2],
  ])('%i brokers: factor %i, at least %i in sync', (n, factor, inSync) => {
    const lines = fileOf('kafka', 'server.properties', { hosts: hosts(n) });
    expect(lines).toContain(`default.replication.factor=${String(factor)}`);
    expect(lines).toContain(`offsets.topic.replication.factor=${String(factor)}`);
    expect(lines).toContain(`min.insync.replicas=${String(inSync)}`);
  });
});

describe('every key of a rendered file', () => {
  it.each<[ComponentName, string]>([
    ['zookeeper', 'zookeeper.properties'],
    ['kafka', 'server.properties'],
  ])('of %s is one that the version knows', (component, name) => {
    const { known, owned, patterns } = specOf(component).keys;
    const keys = fileOf(component, name, { hosts: hosts(3) }).flatMap((line) => /^([^#=]+)=/.exec(line)?.[1] ?? []);
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter((key) => !(key in known) && !(key in owned) && !patterns.some(({ regex }) => regex.test(key)))).toEqual([]);
  });
});

describe('fetch sizes', () => {
  it('follow the largest message that any broker takes', () => {
    const [first = '', ...others] = hosts(3);
    const raised = { address: first, settings: { kafka: { config: { 'message.max.bytes': '5000000' } } } };
    const options = { hosts: [raised, ...others] };
    expect(fileOf('kafka', 'server.properties', options, '10.0.0.2')).toContain('replica.fetch.max.bytes=10000000');
    expect(fileOf('kafka', 'consumer.properties', options, '10.0.0.2')).toContain('fetch.message.max.bytes=5000000');
  });
});

describe('data directories', () => {
  const resolved = resolvedFor({ hosts: hosts(3) });
  const dataDir = (component: ComponentName) => layoutOf(resolved, component, '10.0.0.3').dataDirs[0];

  it.each<[ComponentName, readonly string[], boolean]>([
    ['zookeeper', [], false],
    ['zookeeper', ['myid', 'fams-ops.json', 'lost+found'], false],
    ['zookeeper', ['myid', 'version-2'], true],
    ['kafka', [], false],
    ['kafka', ['.lock', 'recovery-point-offset-checkpoint', 'replication-offset-checkpoint', 'fams-ops.json'], false],
    ['kafka', ['user-behavior-topic-0'], true],
    ['kafka', ['__consumer_offsets-12', '.lock'], true],
  ])('%s with %j holds data: %s', (component, entries, holds) => {
    expect(dataDir(component)?.holdsData(entries)).toBe(holds);
  });

  it('record whose they are', () => {
    expect(dataDir('zookeeper')?.record).toEqual({ schemaVersion: 1, cluster: 'fams', component: 'zookeeper', id: 3 });
    expect(dataDir('kafka')?.record).toEqual({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: 2 });
  });
});

it('binds no ports between members where there is one', () => {
  const ports = (n: number): readonly string[] =>
    layoutOf(resolvedFor({ hosts: hosts(n) }), 'zookeeper', '10.0.0.1').ports.map((port) => port.name);
  expect(ports(1)).toEqual(['client']);
  expect(ports(3)).toEqual(['client', 'peer', 'election']);
  expect(fileOf('zookeeper', 'zookeeper.properties', { hosts: hosts(1) }).filter((line) => line.startsWith('server.'))).toEqual([]);
});

it('makes every directory before what lies in it', () => {
  for (const spec of specs) {
    const { dirs, dataDirs, files, bundles } = layoutOf(
      resolvedFor({ hosts: [{ address: '10.0.0.1', roles: specs.map(({ name }) => name) }] }),
      spec.name,
      '10.0.0.1',
    );
    const made = [...dirs, ...dataDirs].map(({ path }) => path);
    for (const { path } of files) expect(made).toContain(path.slice(0, path.lastIndexOf('/')));
    for (const { record } of bundles) expect(made).toContain(record.slice(0, record.lastIndexOf('/')));
  }
});

it('tells the calculator where a person finds the shell of ZooKeeper, also where it has none beside it', () => {
  const resolved = resolvedFor({
    hosts: [
      { address: '10.0.0.1', home: '/srv/it is here', roles: ['zookeeper', 'kafka'] },
      { address: '10.0.0.2', roles: ['calculator'] },
    ],
  });
  const { files } = layoutOf(resolved, 'calculator', '10.0.0.2');
  expect(files.find(({ path }) => path.endsWith('calculator.properties'))?.text.match(/^tools\..*$/gm)).toEqual([
    'tools.host=10.0.0.1',
    "tools.env='/srv/it is here/.fams-ops/fams/conf/tools.env'",
    "tools.shell='/srv/it is here/kafka_2.10-0.8.2.1/bin/zookeeper-shell.sh'",
  ]);
});

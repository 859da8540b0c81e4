import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ComponentSettings, Host } from '../../../src/model/cluster.js';
import { HOME, parse, problemsOf, refused, warningsOf } from './read.js';

const SHORTEST = 'cluster: fams\nhosts: [192.168.1.1, 192.168.1.2, 192.168.1.3]\n';

const spark = (ports: Readonly<Record<string, number>>): ComponentSettings => ({ heap: '256m', ports, dirs: {}, config: {} });
const STREAMING = {
  'spark-master': spark({ master: 7077, masterWeb: 8080 }),
  'spark-worker': spark({ worker: 7078, workerWeb: 8081 }),
  producer: spark({}),
  calculator: spark({ driverWeb: 4040 }),
};

/** @param roles beside zookeeper and kafka */
const host = (address: string, ...roles: readonly (keyof typeof STREAMING)[]): Host => ({
  name: address,
  address,
  connection: 'ssh',
  ssh: {
    host: address,
    port: 22,
    user: 'fams',
    identityFile: null,
    passwordEnv: null,
    passphraseEnv: null,
    knownHosts: 'strict',
    knownHostsFile: `${HOME}/.ssh/known_hosts`,
    jump: null,
    given: [],
  },
  home: '/home/fams',
  java: { home: null },
  roles: ['zookeeper', 'kafka', ...roles],
  ids: {},
  settings: {
    zookeeper: {
      heap: '256m',
      ports: { client: 2181, peer: 2888, election: 3888 },
      dirs: { dataDir: ['/home/fams/zk_data'] },
      config: { tickTime: '2000', initLimit: '5', syncLimit: '2' },
    },
    kafka: { heap: '512m', ports: { broker: 9092 }, dirs: { 'log.dirs': ['/home/fams/kafka-logs'] }, config: {} },
    ...Object.fromEntries(roles.map((role) => [role, STREAMING[role]])),
  },
});

describe('the shortest inventory', () => {
  it('has exactly the defaults of the article', () => {
    expect(parse(SHORTEST)).toEqual({
      cluster: {
        name: 'fams',
        file: 'i.yaml',
        hosts: [
          host('192.168.1.1', 'spark-master', 'spark-worker', 'calculator'),
          host('192.168.1.2', 'spark-worker'),
          host('192.168.1.3', 'spark-worker', 'producer'),
        ],
        software: {
          kafka: { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null },
          spark: { version: '1.3.1', bundle: 'auto', sha256: null },
        },
        chroot: '',
        topics: [
          {
            name: 'user-behavior-topic',
            partitions: 3,
            replicationFactor: 3,
            config: { 'min.insync.replicas': '2' },
            internal: false,
          },
          {
            name: 'fams-ops-probe',
            partitions: 3,
            replicationFactor: 3,
            config: { 'min.insync.replicas': '2', 'retention.ms': '600000', 'segment.ms': '60000' },
            internal: true,
          },
          {
            name: 'page-popularity-topic',
            partitions: 1,
            replicationFactor: 3,
            config: { 'min.insync.replicas': '2', 'retention.ms': '86400000', 'segment.ms': '3600000' },
            internal: true,
          },
          {
            name: 'fams-ops-snapshots',
            partitions: 1,
            replicationFactor: 3,
            config: {
              'min.insync.replicas': '2',
              'cleanup.policy': 'delete',
              'retention.ms': '3153600000000',
              'retention.bytes': '104857600',
              'segment.bytes': '10485760',
            },
            internal: true,
          },
        ],
        spark: { workerCores: null, workerMemory: '1g' },
        streaming: {
          producer: {
            topic: 'user-behavior-topic',
            everyMs: 5000,
            messages: [0, 50],
            pages: 100,
            clicks: [1, 5],
            stay: [0, 10],
            likes: [1, 1, 1],
            seed: null,
          },
          calculator: {
            topic: 'user-behavior-topic',
            intervalMs: 2000,
            top: 10,
            weights: { clicks: 0.8, stay: 0.8, like: 1 },
            zone: 'UTC',
            output: 'page-popularity-topic',
            cores: 2,
            driverMemory: '512m',
            executorMemory: '512m',
            maxRatePerPartition: 100_000,
          },
        },
        thresholds: {},
      },
      warnings: [],
    });
  });

  it('is frozen all the way down', () => {
    const thawed: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) thawed.push(path);
      for (const [key, inner] of Object.entries(value)) look(inner, `${path}.${key}`);
    };
    look(parse(SHORTEST), '');
    expect(thawed).toEqual([]);
  });

  it('is the example of the repository', () => {
    const text = readFileSync(new URL('../../../inventory/article.yaml', import.meta.url), 'utf8');
    expect(parse(text)).toEqual(parse(SHORTEST));
  });
});

describe('values reach the cluster as typed', () => {
  const configOf = (lines: string): Readonly<Record<string, string>> =>
    parse(`cluster: a\nhosts: [h]\nkafka:\n  config:\n${lines}\n`).cluster.hosts[0]?.settings.kafka?.config ?? {};

  it('keeps numbers that YAML would round or rewrite', () => {
    expect(configOf('    log.retention.bytes: 9223372036854775807\n    log.cleaner.min.cleanable.ratio: 0.50')).toEqual({
      'log.retention.bytes': '9223372036854775807',
      'log.cleaner.min.cleanable.ratio': '0.50',
    });
  });

  it('finds them behind an alias, too', () => {
    const { cluster } = parse(
      `cluster: a\nhosts:\n  - { address: x, kafka: &k { config: { num.partitions: 007 } } }\n  - { address: y, kafka: *k }\n`,
    );
    expect(cluster.hosts[1]?.settings.kafka?.config).toEqual({ 'num.partitions': '007' });
  });

  it('takes unknown keys that are allowed by name, in the host and for all', () => {
    const { cluster } = parse(
      `cluster: a\nhosts: [{ address: x, kafka: { allowUnknown: [b.c], config: { b.c: "$(id) ; 'q'", d.e: 1 } } }]\nkafka: { allowUnknown: [d.e] }\n`,
    );
    expect(cluster.hosts[0]?.settings.kafka?.config).toEqual({ 'b.c': "$(id) ; 'q'", 'd.e': '1' });
  });

  it('reads the software and the thresholds', () => {
    const { cluster } = parse(
      `cluster: a\nhosts: [x]\nkafka: { version: 0.8.2.2, scala: "2.11", bundle: ./k.tgz, sha256: ${'A'.repeat(64)}, chroot: /k/1 }\nverify: { host.disk: { freePercent: 7.5 } }\n`,
    );
    expect(cluster.software.kafka).toEqual({ version: '0.8.2.2', scala: '2.11', bundle: 'k.tgz', sha256: 'a'.repeat(64) });
    expect([cluster.chroot, cluster.thresholds]).toEqual(['/k/1', { 'host.disk': { freePercent: 7.5 } }]);
  });
});

describe('the form of the file', () => {
  it.each([
    ['a byte order mark', `\uFEFF${SHORTEST}`],
    ['line ends of Windows', SHORTEST.replaceAll('\n', '\r\n')],
    ['both', `\uFEFF${SHORTEST.replaceAll('\n', '\r\n')}`],
    ['no last line end', SHORTEST.trimEnd()],
  ])('does not matter: %s', (_, text) => {
    expect(parse(text)).toEqual(parse(SHORTEST));
  });

  it('counts columns as an editor does', () => {
    expect(problemsOf('\uFEFFcluster: A\r\nhosts: [b]\r\nx: 1\r\n').map((line) => line.split('  ')[0])).toEqual(['1:10', '3:1']);
  });

  it.each([
    ['flow', `a: ${'['.repeat(3000)}`],
    ['flow without an end, as long as may be', '['.repeat(200_000)],
    ['blocks', '- '.repeat(100_000)],
    ['keys', '? '.repeat(50_000)],
  ])('may not be nested without end: %s', (_, text) => {
    expect(problemsOf(text)[0]).toContain('nested more than 24 levels deep');
  });

  it('may not be large', () => {
    expect(problemsOf(`# ${'x'.repeat(1024 * 1024)}`)).toEqual(['1:1    the file is larger than 1 MiB  Is this an inventory?']);
  });

  it('says no more than anybody reads', () => {
    const { problems } = refused(`cluster: a\nhosts: [b]\n${Array.from({ length: 500 }, (_, i) => `k${String(i)}: 1`).join('\n')}\n`);
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)?.message).toBe('and 400 more');
  });
});

describe('warnings', () => {
  it.each([2, 4])('of an even ensemble of %i', (members) => {
    const hosts = Array.from({ length: members }, (_, i) => `10.0.0.${String(i + 1)}`).join(', ');
    expect(warningsOf(`cluster: a\nhosts: [${hosts}]`)).toEqual([
      `2:8  hosts  ${String(members)} ZooKeeper members survive the loss of no more than ${String(members - 1)} do  ` +
        'Use an odd number: give the role zookeeper to one host less or one more.',
    ]);
  });

  it.each([
    [
      'kafka: { config: { zookeeper.session.timeout.ms: 3000 } }',
      '3:50  kafka.config.zookeeper.session.timeout.ms  brokers ask for sessions of 3000 ms, and ZooKeeper grants 4000 to 40000 ms',
    ],
    [
      'zookeeper: { config: { tickTime: 6000 } }',
      '3:34  zookeeper.config.tickTime  brokers ask for sessions of 10000 ms, and ZooKeeper grants 12000 to 120000 ms',
    ],
    [
      'zookeeper: { config: { maxSessionTimeout: 8000 } }',
      '3:43  zookeeper.config.maxSessionTimeout  brokers ask for sessions of 10000 ms, and ZooKeeper grants 4000 to 8000 ms',
    ],
  ])('of a session timeout that ZooKeeper would move: %s', (line, warning) => {
    const [found, ...more] = warningsOf(`cluster: a\nhosts: [b]\n${line}\n`);
    expect(found).toContain(warning);
    expect(more).toEqual([]);
  });

  it.each(['kafka: { config: { zookeeper.session.timeout.ms: 4000 } }', 'zookeeper: { config: { tickTime: 5000 } }'])(
    'but not at the edge: %s',
    (line) => {
      expect(warningsOf(`cluster: a\nhosts: [b]\n${line}\n`)).toEqual([]);
    },
  );

  it('of topics that stop when one broker does, of names that collide, of settings without their role', () => {
    const text = `cluster: a
hosts: [{ address: x, roles: [zookeeper], brokerId: 3, kafka: { heap: 1g } }, y, z]
topics:
  - { name: a.b, config: { min.insync.replicas: 2 } }
  - { name: a_b }
`;
    expect(warningsOf(text).map((line) => line.split('  ').slice(0, 3).join('  '))).toEqual([
      '2:53  hosts[0].brokerId  has no effect: this host does not have the role kafka',
      '2:63  hosts[0].kafka  has no effect: this host does not have the role kafka',
      '4:49  topics[0].config.min.insync.replicas  a.b needs all of its 2 replicas in sync',
      '5:13  topics[1].name  differs from a.b only in "." and "_"',
    ]);
  });
});

describe('what need not be there', () => {
  it('takes an ensemble without brokers: no topics, no probe', () => {
    expect(parse('cluster: a\nhosts: [{ address: x, roles: [zookeeper] }]').cluster.topics).toEqual([]);
  });

  it('takes no topics when told so', () => {
    expect(parse('cluster: a\nhosts: [x]\ntopics: []').cluster.topics.map((topic) => topic.name)).toEqual(['fams-ops-probe']);
  });
});

it('carries all problems in one error that says where the first is', () => {
  const error = refused('cluster: A\nhosts: [b]\nx: 1\n');
  expect([error.code, error.exitCode, error.where, error.message]).toEqual([
    'INVENTORY_INVALID',
    2,
    { file: 'i.yaml', line: 1, column: 10 },
    'The inventory has 2 problems; nothing was touched.',
  ]);
});

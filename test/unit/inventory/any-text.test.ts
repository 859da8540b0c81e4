// Whatever stands in an inventory: it is refused in words, or it is data that nothing on the way can split.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors/app-error.js';
import type { Cluster } from '../../../src/model/cluster.js';
import { parse } from './read.js';

/** A complete inventory; every leaf of it is tried with any value. */
const full = (): Record<string, unknown> => ({
  cluster: 'fams',
  connection: 'ssh',
  ssh: {
    user: 'fams',
    port: 22,
    identityFile: '~/.ssh/id',
    passwordEnv: 'PW',
    passphraseEnv: 'PP',
    knownHosts: 'strict',
    knownHostsFile: '/etc/known',
    jump: 'a@b:22',
  },
  paths: { home: '/home/fams' },
  java: { home: '/opt/java' },
  hosts: [
    '10.0.0.1',
    {
      name: 'two',
      address: '10.0.0.2',
      roles: ['zookeeper', 'kafka'],
      connection: 'local',
      zookeeperId: 2,
      brokerId: 1,
      ssh: { host: '10.0.0.9' },
      paths: { home: '~/x' },
      java: { home: '/opt/java7' },
      zookeeper: { heap: '1g', dataDir: '/data/zk', ports: { client: 2182 }, config: { snapCount: 5 }, allowUnknown: ['b'] },
      kafka: {
        heap: '1g',
        ports: { broker: 9093 },
        config: { 'log.dirs': '/a,/b', 'num.partitions': 1, 'host.x': 'y' },
        allowUnknown: ['host.x'],
      },
    },
    { address: 'three.example.org' },
  ],
  zookeeper: { heap: '256m', dataDir: '/home/zk', ports: { client: 2181, peer: 2888, election: 3888 }, config: { tickTime: 2000 } },
  kafka: {
    version: '0.8.2.1',
    scala: '2.10',
    bundle: 'auto',
    sha256: 'a'.repeat(64),
    chroot: '/kafka',
    heap: '512m',
    ports: { broker: 9092 },
    config: { 'log.dirs': '/home/logs', 'kafka.metrics.reporters': 'a,b' },
  },
  topics: [{ name: 'clicks', partitions: 3, replicationFactor: 2, config: { 'retention.ms': 5000 } }],
  verify: { 'host.disk': { freePercent: 10 } },
});

type Path = readonly (string | number)[];

const leaves = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, Array.isArray(value) ? Number(key) : key]))]
    : [path];

function withValue(path: Path, value: unknown): unknown {
  const root = full();
  const [last] = path.slice(-1);
  if (last === undefined) return value;
  const parent = path.slice(0, -1).reduce<unknown>((inner, part) => Reflect.get(inner as object, part), root);
  Object.defineProperty(parent, last, { value, enumerable: true, configurable: true, writable: true });
  return root;
}

const nasty = fc.constantFrom(
  'a\nb', '\0', '; reboot', '$(reboot)', '`reboot`', "'", '"', '\\', 'a b', '-oProxyCommand=x', '../../etc', '~', '~root/x', '${x}', '%n',
  '\u2028', '\ud800', 'é', '\u202e', '#x', ': ', '*x', '__proto__', 'constructor', '1e999', '0x10', '', ' ', 'null', 'true',
); // prettier-ignore
const anything = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: 'grapheme' }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.double(),
  fc.integer(),
);

/** What an inventory as text does; undefined when it is refused. Any other ending fails. */
function outcome(text: string): Cluster | undefined {
  try {
    return parse(text).cluster;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'INVENTORY_INVALID') throw thrown;
    expect(thrown.problems.length).toBeGreaterThan(0);
    for (const problem of thrown.problems) {
      expect(problem.line).toBeGreaterThan(0);
      expect(problem.column).toBeGreaterThan(0);
      expect([problem.path, problem.message, problem.hint ?? ''].join(' ')).not.toMatch(/[\p{Cc}\p{Cs}\u202e]/u);
    }
    return undefined;
  }
}

const strings = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => [key, ...strings(inner)])
      : [];

/** JSON is YAML, but for characters that YAML does not take unescaped. */
const yaml = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

it('the complete inventory is sound', () => {
  expect(outcome(yaml(full()))?.name).toBe('fams');
});

describe('any value in any place', () => {
  it.each(leaves(full()).map((path) => [path.join('.'), path] as const))('%s', (_, path) => {
    fc.assert(
      fc.property(anything, (value) => {
        const cluster = outcome(yaml(withValue(path, value)));
        if (cluster === undefined) return;
        // What would end a line or an argument.
        for (const one of strings(cluster)) expect(one).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        for (const host of cluster.hosts) {
          expect([host.name, host.address, host.home, host.ssh.user].join('')).toMatch(/^[A-Za-z0-9._/+@-]+$/);
          expect(host.ssh.host).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]*$|^[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?$/);
          for (const { dirs, heap } of Object.values(host.settings))
            expect([...Object.values(dirs).flat(), heap].join('')).toMatch(/^[A-Za-z0-9._/+@-]+$/);
        }
      }),
      { numRuns: 15 },
    );
  });
});

it('any key in any place', () => {
  const mappings = leaves(full()).filter((path) => {
    const value = path.reduce<unknown>((inner, part) => Reflect.get(inner as object, part), full());
    return typeof value === 'object' && !Array.isArray(value);
  });
  fc.assert(
    fc.property(
      fc.constantFrom(...mappings),
      fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 20 })),
      anything,
      (path, key, value) => {
        outcome(yaml(withValue([...path, key], value)));
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);

it('any text at all, and any damage to a sound one', () => {
  const sound =
    'cluster: fams\nhosts:\n  - &a { address: 10.0.0.1, kafka: { config: { num.partitions: 3 } } }\n  - *a\ntopics: [{ name: x }]\n';
  const piece = fc.oneof(
    nasty,
    fc.constantFrom(
      '\n',
      '  ',
      '- ',
      ': ',
      '{',
      '}',
      '[',
      ']',
      '&a ',
      '*a',
      '!x ',
      '|',
      '>',
      '? ',
      '---\n',
      '...\n',
      '%YAML 1.1\n',
      '\t',
      '#',
      ',',
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => void outcome(text)),
    { numRuns: 500 },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(sound.length), fc.nat(6), piece), { maxLength: 5 }), (edits) => {
      outcome(edits.reduce((text, [at, length, what]) => text.slice(0, at) + what + text.slice(at + length), sound));
    }),
    { numRuns: 500 },
  );
}, 60_000);

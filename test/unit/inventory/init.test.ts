import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/errors/app-error.js';
import { initInventory } from '../../../src/inventory/init.js';
import { localInventory } from '../../../src/inventory/local.js';
import { HOME, parse, warningsOf } from './read.js';

const init = (...addresses: string[]): string => initInventory(addresses, { name: 'fams' });

function usage(act: () => unknown): string {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'USAGE') return `${thrown.message} ${thrown.todo.join(' ')}`;
    throw thrown;
  }
  throw new Error('accepted');
}

describe('initInventory', () => {
  it.each([1, 2, 3, 5])('says the same as the shortest inventory of %i', (count) => {
    const addresses = Array.from({ length: count }, (_, i) => `192.168.1.${String(i + 1)}`);
    expect(parse(init(...addresses)).cluster).toEqual(parse(`cluster: fams\nhosts: [${addresses.join(', ')}]\n`).cluster);
  });

  it.each([
    [1, 1],
    [2, 2],
    [3, 3],
    [5, 3],
  ])('%i hosts keep %i copies', (count, factor) => {
    const { cluster } = parse(init(...Array.from({ length: count }, (_, i) => `h${String(i)}`)));
    expect(new Set(cluster.topics.map((topic) => topic.replicationFactor))).toEqual(new Set([factor]));
  });

  it('writes what all hosts have in common once, the rest at the host', () => {
    const same = parse(init('me@a:2222', 'me@b:2222')).cluster;
    expect(init('me@a:2222', 'me@b:2222')).toContain('ssh:\n  user: me\n  port: 2222\n');
    expect(same.hosts.map(({ ssh }) => [ssh.user, ssh.port, ssh.given])).toEqual(Array(2).fill(['me', 2222, ['port', 'user']]));
    expect(same.hosts[0]?.home).toBe('/home/me');
    const { cluster } = parse(init('me@a', 'b:2222', 'c'));
    expect(cluster.hosts.map(({ address, ssh }) => [address, ssh.user, ssh.port, ssh.given])).toEqual([
      ['a', 'me', 22, ['user']],
      ['b', 'fams', 2222, ['port']],
      ['c', 'fams', 22, []],
    ]);
  });

  it('quotes names that YAML would read as something else', () => {
    const { cluster } = parse(initInventory(['true', '1e3', 'null@no'], { name: 'null' }));
    expect([cluster.name, ...cluster.hosts.map((host) => host.address), cluster.hosts[2]?.ssh.user]).toEqual([
      'null',
      'true',
      '1e3',
      'no',
      'null',
    ]);
  });

  it('is sound with every line that it offers as a comment', () => {
    const text = init('a', 'b', 'c');
    const offered = /^# ( {2}\w+:.*|(?:ssh|paths|zookeeper|kafka):)$/;
    const lines = text.split('\n').map((line) => offered.exec(line)?.[1] ?? line.replace(/^( {4})# (config: )/, '$1$2'));
    const { cluster } = parse(lines.join('\n'));
    expect(cluster.hosts[0]?.ssh).toMatchObject({
      identityFile: `${HOME}/.ssh/id_ed25519`,
      passwordEnv: 'FAMS_PASSWORD',
      jump: 'user@gateway',
    });
    expect(cluster.hosts[0]?.settings.kafka?.config).toEqual({ 'log.retention.hours': '168' });
    expect(cluster.topics[0]?.config).toEqual({ 'min.insync.replicas': '2', 'retention.ms': '604800000' });
  });

  it('refuses what no cluster can use, in words', () => {
    expect(usage(() => init())).toContain('at least one address');
    expect(usage(() => init('fe80::1'))).toContain('IPv6');
    expect(usage(() => init('[::1]:22'))).toContain('IPv6');
    expect(usage(() => init('a', 'B', 'b'))).toContain('b is named twice');
    expect(usage(() => init('a:0'))).toContain('1 to 65535');
    expect(usage(() => init('ro ot@a'))).toContain('user name');
    expect(usage(() => init('a b'))).toContain('is not an address');
    expect(usage(() => initInventory(['a'], { name: 'Fams' }))).toContain('cluster name');
  });

  it('refuses or writes something sound, whatever it is given', () => {
    const word = fc.oneof(fc.domain(), fc.ipV4(), fc.string({ maxLength: 8 }), fc.constantFrom('true', 'a', '~', '0x1', 'a\nb'));
    const target = fc
      .tuple(fc.option(word), word, fc.option(fc.nat(70_000)))
      .map(([user, host, port]) => `${user === null ? '' : `${user}@`}${host}${port === null ? '' : `:${String(port)}`}`);
    fc.assert(
      fc.property(fc.uniqueArray(target, { minLength: 1, maxLength: 4 }), (targets) => {
        let text;
        try {
          text = init(...targets);
        } catch (thrown) {
          if (thrown instanceof AppError && thrown.code === 'USAGE') return;
          throw thrown;
        }
        expect(parse(text).cluster.hosts).toHaveLength(targets.length);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

describe('localInventory', () => {
  it('gives each node an address and a directory of its own', () => {
    const text = localInventory({ name: 'demo', root: '/srv/demo', addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] });
    expect(warningsOf(text)).toEqual([]);
    expect(parse(text).cluster.hosts.map(({ name, address, connection, home }) => [name, address, connection, home])).toEqual([
      ['n1', '127.0.0.1', 'local', '/srv/demo/n1'],
      ['n2', '127.0.0.2', 'local', '/srv/demo/n2'],
      ['n3', '127.0.0.3', 'local', '/srv/demo/n3'],
    ]);
  });

  it('gives each node ports of its own where there is one address, away from the usual ones', () => {
    const { hosts } = parse(localInventory({ name: 'demo', root: '~/demo', addresses: ['127.0.0.1'] })).cluster;
    const ports = hosts.flatMap((host) => Object.values(host.settings).flatMap((settings) => Object.values(settings.ports)));
    // Four of ZooKeeper and Kafka on each, and five of Spark on the one that has it.
    expect([ports.length, new Set(ports).size]).toEqual([17, 17]);
    expect(Math.min(...ports)).toBeGreaterThan(10_000);
    expect(hosts.map((host) => host.home)).toEqual([`${HOME}/demo/n1`, `${HOME}/demo/n2`, `${HOME}/demo/n3`]);
  });

  it('is what the example says', () => {
    const text = readFileSync(new URL('../../../inventory/local.yaml', import.meta.url), 'utf8');
    const made = localInventory({
      name: 'local',
      root: '~/.local/share/fams-ops/local',
      addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'],
    });
    expect(parse(text)).toEqual(parse(made));
  });
});

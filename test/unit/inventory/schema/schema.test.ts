// What is generated from the schema and committed, and what the key tables must agree with.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { kafkaKeys, topicKeys, writtenByDefault } from '../../../../src/components/kafka/keys.js';
import { serverProperties } from '../../../../src/components/kafka/properties.js';
import { specOf, specs } from '../../../../src/components/specs.js';
import { zookeeperKeys } from '../../../../src/components/zookeeper/keys.js';
import { inventoryJsonSchema, keysAt } from '../../../../src/inventory/schema/json-schema.js';
import { valueFault } from '../../../../src/inventory/rules/values.js';
import type { Instance } from '../../../../src/model/component.js';
import { parse } from '../read.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

describe('generated files are up to date ("npm run schema" writes them)', () => {
  it('inventory/schema.json', () => {
    expect(readFileSync(root('inventory/schema.json'), 'utf8')).toBe(`${JSON.stringify(inventoryJsonSchema(specs), null, 2)}\n`);
  });

  it('docs/inventory.md', async () => {
    await expect(promisify(execFile)(process.execPath, [root('scripts/reference.mjs')])).resolves.toMatchObject({ stderr: '' });
  }, 30_000);
});

describe('keysAt', () => {
  const schema = inventoryJsonSchema(specs);
  it('knows the keys of a mapping, also below the forms of a host', () => {
    expect(keysAt(schema, ['kafka', 'ports'])).toEqual(['broker']);
    expect(keysAt(schema, ['hosts', 3, 'zookeeper', 'ports'])).toEqual(['client', 'peer', 'election']);
    expect(keysAt(schema, ['hosts', 0])).toContain('brokerId');
    expect(keysAt(schema, ['nowhere'])).toEqual([]);
  });
});

describe.each([zookeeperKeys, kafkaKeys, topicKeys])('the keys of $of', ({ known, owned }) => {
  it('name every key once: what decides it is said of known ones', () => {
    expect(Object.keys(owned).filter((key) => known[key] === undefined)).toEqual([]);
  });
});

describe('the templates say what the tables say', () => {
  const lines = (text: string): readonly (readonly [key: string, value: string])[] =>
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([a-zA-Z.]+)=(.*)$/.exec(line) ?? [];
      return key === undefined || value === undefined ? [] : [[key, value] as const];
    });

  it.each([
    ['templates/kafka/server.properties', kafkaKeys],
    ['templates/zookeeper/zookeeper.properties', zookeeperKeys],
  ])('%s has known keys with values of their kind', (path, { known }) => {
    const found = lines(readFileSync(root(path), 'utf8'));
    const faults = found.flatMap(([key, value]) => {
      const kind = known[key];
      if (kind === undefined) return [`${key} is unknown`];
      return value.startsWith('${') || !valueFault(value, kind) ? [] : [`${key} has ${value}`];
    });
    expect(found.length).toBeGreaterThan(5);
    expect(faults).toEqual([]);
  });

  it.each([1, 2, 3, 5])('server.properties of %i brokers holds the numbers that others are compared with', (count) => {
    const hosts = Array.from({ length: count }, (_, i) => `h${String(i)}`).join(', ');
    const { cluster } = parse(`cluster: a\nhosts: [${hosts}]\n`);
    const instances = cluster.hosts.flatMap((host, id): Instance[] =>
      Object.entries(host.settings).map(([component, settings]) => ({
        component: specOf(component).name,
        host,
        settings,
        id,
        idSource: 'assumed',
        java: { home: '/opt/java', version: '1.8.0', major: 8 },
      })),
    );
    const broker = instances.find((one) => one.component === 'kafka');
    if (broker === undefined) throw new Error('no broker');
    const written = Object.fromEntries(lines(serverProperties(broker, { cluster, instances, bundles: {} })));
    const assumed = Object.entries(
      writtenByDefault(instances.filter((one) => one.component === 'kafka').map((one) => one.settings)),
    ).filter(([key]) => written[key] !== undefined);
    expect(assumed.length).toBeGreaterThan(3);
    expect(Object.fromEntries(assumed.map(([key, value]) => [key, String(value)]))).toEqual(
      Object.fromEntries(assumed.map(([key]) => [key, written[key]])),
    );
  });
});

describe('valueFault', () => {
  it.each([
    ['int', '2147483647', true],
    ['int', '2147483648', false],
    ['int', '-2147483648', true],
    ['int', '-2147483649', false],
    ['int', '+1', false],
    ['int', ' 1', false],
    ['int', '1.0', false],
    ['int', '', false],
    ['long', '9223372036854775807', true],
    ['long', '9223372036854775808', false],
    ['double', '0.5', true],
    ['double', '1e-3', true],
    ['double', '1e999', false],
    ['double', 'NaN', false],
    ['boolean', 'true', true],
    ['boolean', 'TRUE', false],
    ['string', '', true],
    ['list', 'a,b', true],
  ] as const)('%s %j: %s', (type, text, fits) => {
    expect(valueFault(text, { type }) === undefined).toBe(fits);
  });
});

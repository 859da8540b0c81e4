import { describe, expect, it } from 'vitest';
import { specs } from '../../../src/components/specs.js';
import type { HostFacts } from '../../../src/model/facts.js';
import { resolve } from '../../../src/plan/resolve.js';
import { KAFKA_BUNDLE, resolvedFor, type HostOptions } from '../../support/cluster.js';
import { dirOf, freshHost } from '../../support/facts.js';

/** A host that nobody could log in to. */
const UNSEEN = Symbol('unseen');

type Recorded = Readonly<Record<string, number | string | typeof UNSEEN | undefined>>;

/** Ids of the brokers after facts in which some hosts have a record: an id, or the record's text. */
function brokerIds(hosts: readonly (string | HostOptions)[], recorded: Recorded = {}, inUse: readonly number[] = []): readonly number[] {
  const { cluster } = resolvedFor({ hosts });
  const facts = new Map<string, HostFacts>(
    cluster.hosts.flatMap(({ name }) => {
      const record = recorded[name];
      if (record === UNSEEN) return [];
      const identity =
        typeof record === 'number' ? JSON.stringify({ schemaVersion: 1, cluster: 'fams', component: 'kafka', id: record }) : record;
      const dirs = identity === undefined ? {} : { dirs: { '/home/fams/kafka-logs': dirOf(['fams-ops.json'], { identity }) } };
      return [[name, freshHost(name, dirs)]];
    }),
  );
  const resolved = resolve(cluster, specs, { kafka: KAFKA_BUNDLE }, facts, { kafka: inUse });
  return resolved.instances.filter((one) => one.component === 'kafka').map((one) => one.id);
}

const refused = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return error instanceof Error && 'code' in error ? `${String(error.code)} ${error.message}` : String(error);
  }
  return 'nothing was refused';
};

describe('ids', () => {
  it('go by position on fresh hosts, also when some of a first run were recorded already', () => {
    expect(brokerIds(['a', 'b', 'c'])).toEqual([0, 1, 2]);
    expect(brokerIds(['a', 'b', 'c'], { c: 2 })).toEqual([0, 1, 2]);
  });

  it('stay with their hosts whatever becomes of the list', () => {
    expect(brokerIds(['c', 'a', 'b'], { a: 0, b: 1, c: 2 })).toEqual([2, 0, 1]);
  });

  it('of a new host lie above every id recorded, named, or still in a replica list', () => {
    expect(brokerIds(['new', 'b', 'c'], { b: 0, c: 2 })).toEqual([3, 0, 2]);
    expect(brokerIds(['new', 'b', 'c'], { b: 1, c: 2 }, [0, 1, 2])).toEqual([3, 1, 2]);
    expect(brokerIds(['a', { address: 'b', ids: { kafka: 0 } }])).toEqual([1, 0]);
  });

  it('of a host that cannot be looked at are those that are in use and that nobody else has', () => {
    expect(brokerIds(['a', 'b', 'c'], { a: 0, b: 1, c: UNSEEN }, [0, 1, 2])).toEqual([0, 1, 2]);
    expect(brokerIds(['a', 'b', 'c'], { a: UNSEEN, b: 1, c: UNSEEN }, [2, 1, 0])).toEqual([0, 1, 2]);
    expect(brokerIds(['a', 'b', 'c'], { a: 0, b: UNSEEN, c: 2 }, [0, 2, 5])).toEqual([0, 5, 2]);
    expect(brokerIds(['a', 'b', 'c'], { a: 0, b: UNSEEN })).toEqual([0, 1, 2]);
    expect(brokerIds(['a', 'b', 'new'], { a: UNSEEN, b: 1 }, [0, 1, 2])).toEqual([0, 1, 3]);
  });

  it('refuse an explicit id that differs from the record, a second holder, and a record that is not ours', () => {
    expect(refused(() => brokerIds([{ address: 'a', ids: { kafka: 4 } }, 'b', 'c'], { a: 0 }))).toMatch(
      /^IDENTITY_REFUSED .*0.*brokerId: 4/,
    );
    expect(refused(() => brokerIds(['a', 'b'], { a: 1, b: 1 }))).toMatch(/^IDENTITY_REFUSED a and b both/);
    expect(refused(() => brokerIds(['a'], { a: '{"schemaVersion":1,"cluster":"other","component":"kafka","id":0}' }))).toMatch(
      /cluster "other"/,
    );
    expect(refused(() => brokerIds(['a'], { a: 'rubbish' }))).toMatch(/^IDENTITY_REFUSED .*cannot be read/);
  });
});

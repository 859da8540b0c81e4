import { describe, expect, it } from 'vitest';
import { stopRisks } from '../../../../src/components/kafka/live/may-stop.js';
import { readinessOf, type BrokerSight } from '../../../../src/components/kafka/live/ready.js';
import { placeOf } from '../../../../src/components/kafka/broker-place.js';
import { instancesOf } from '../../../../src/components/instances.js';
import type { Whereabouts } from '../../../../src/model/component.js';
import type { Registry } from '../../../../src/model/observed.js';
import type { Resolved } from '../../../../src/model/resolved.js';
import { metadataOf, registry, resolved, topic, withPartition } from '../../../support/evidence.js';

const want = resolved();
const kept = registry(want);

describe('what a stop would cost', () => {
  const risks = (from: Registry, id = 1, inventory: Resolved = want) => {
    const brokers = inventory.placed.filter((one) => one.instance.component === 'kafka');
    const broker = brokers.find(({ instance }) => instance.id === id);
    if (broker === undefined) throw new Error('no such broker');
    return stopRisks(broker, brokers, from).risks;
  };
  const names = (...args: Parameters<typeof risks>) => risks(...args).map(({ name, lasting }) => `${name}${lasting ? ' lasting' : ''}`);
  const without = (id: number): Registry => ({
    ...kept,
    brokers: kept.brokers.filter((one) => one.id !== id),
    topics: kept.topics.map((one) => ({
      ...one,
      partitions: one.partitions.map((part) => ({ ...part, isr: part.isr.filter((other) => other !== id) })),
    })),
  });
  const of = (declared: ReturnType<typeof topic>, hosts = 3) => {
    const inventory = resolved({ hosts, topics: [declared] });
    return { inventory, from: registry(inventory) };
  };

  it('is nothing while all others are fully back', () => {
    expect(names(kept)).toEqual([]);
  });

  it('is nothing for a broker that serves nobody', () => {
    expect(names(without(1))).toEqual([]);
  });

  it('is nothing for the only broker that lost its registration, though the ISR still names it', () => {
    const alone = of(topic('t', 1, 1), 1);
    const lost = (leader: number): Registry => ({
      ...alone.from,
      brokers: [],
      topics: alone.from.topics.map((one) => ({ ...one, partitions: one.partitions.map((part) => ({ ...part, leader })) })),
    });
    expect(names(lost(-1), 0, alone.inventory)).toEqual([]);
    // Clients that know it from before are served by it.
    expect(names(lost(0), 0, alone.inventory)).toContain('downtime lasting');
  });

  it('is min ISR while another is away: its own partitions, and a second loss at once', () => {
    const found = risks(without(2));
    expect(found.map(({ name, lasting }) => [name, lasting])).toEqual([
      ['min-isr', false],
      ['min-isr', false],
      ['min-isr', false],
    ]);
    expect(found.map(({ detail }) => detail)).toEqual([
      'without broker 1, 3 partitions (t/0, t/1, t/2) would be below min.insync.replicas',
      'broker 2 on n3 is not registered',
      'not yet in the ISR: t/0 on 2, t/1 on 2, t/2 on 2',
    ]);
  });

  it('is min ISR while another replica catches up', () => {
    expect(names(withPartition(kept, 0, { isr: [0, 1] }))).toEqual(['min-isr', 'min-isr']);
  });

  it('is min ISR while another is registered at a wrong place', () => {
    expect(names({ ...kept, brokers: kept.brokers.map((one) => (one.id === 2 ? { ...one, host: 'x' } : one)) })).toEqual(['min-isr']);
  });

  it('counts only partitions whose ISR it is in', () => {
    expect(names(withPartition(kept, 0, { isr: [0, 2] }))).toEqual([]);
  });

  it('is downtime for the only replica, for good', () => {
    const { inventory, from } = of(topic('t', 3, 1, { 'min.insync.replicas': '1' }));
    expect(names(from, 1, inventory)).toEqual(['downtime lasting']);
  });

  it('is downtime for the only one in sync, until others have caught up', () => {
    expect(names(withPartition(kept, 0, { isr: [1] }))).toEqual(['downtime', 'min-isr']);
  });

  it('is min ISR for good where a topic can spare no replica', () => {
    const { inventory, from } = of(topic('t', 3, 3, { 'min.insync.replicas': '3' }));
    const found = risks(from, 1, inventory);
    expect(found.map(({ name, lasting }) => [name, lasting])).toEqual([['min-isr', true]]);
    expect(found[0]?.detail).toContain('cannot spare any replica');
  });

  it('is downtime for the only broker, also without any topic', () => {
    const { inventory } = of(topic('t', 1, 1), 1);
    expect(names({ ...registry(inventory), topics: [] }, 0, inventory)).toEqual(['downtime lasting']);
  });

  it('goes by the rendered settings of two brokers, where one in sync is enough', () => {
    const { inventory, from } = of(topic('t', 2, 2), 2);
    expect(names(from, 0, inventory)).toEqual([]);
  });
});

describe('a stop is judged by what runs', () => {
  const running = (changes: Partial<Whereabouts>): Whereabouts => ({
    id: null,
    address: null,
    ports: {},
    dataDirs: [],
    ensemble: new Map(),
    chroot: '',
    ...changes,
  });
  const brokersOf = (inventory: Resolved, runs: (id: number) => Whereabouts | null) =>
    inventory.placed
      .filter(({ instance }) => instance.component === 'kafka')
      .map(({ instance }) => ({ instance, running: runs(instance.id) }));
  const risks = (brokers: ReturnType<typeof brokersOf>, from: Registry) => {
    const [, broker] = brokers;
    if (broker === undefined) throw new Error('no second broker');
    return stopRisks(broker, brokers, from).risks.map(({ detail }) => detail);
  };
  const renumbered = { ...want, placed: want.placed.map((one) => ({ ...one, instance: { ...one.instance, id: one.instance.id + 3 } })) };

  it('by the id of the process, where the inventory would give it another', () => {
    const brokers = brokersOf(renumbered, (id) => running({ id: id - 3 }));
    const alone = withPartition(kept, 0, { isr: [1] });
    expect(risks(brokers, alone)).toContain('broker 1 is the only one in the ISR of 1 partition (t/0)');
    expect(risks(brokers, kept)).toEqual([]);
  });

  it('by the id that is registered at its address and port, where nothing else tells', () => {
    const brokers = brokersOf(renumbered, () => null);
    expect(risks(brokers, withPartition(kept, 0, { isr: [1] }))).toContain('broker 1 is the only one in the ISR of 1 partition (t/0)');
  });

  it('by the ports of the others, which are yet to be restarted with those of the inventory', () => {
    const moved = resolved({ ports: (component): Readonly<Record<string, number>> => (component === 'kafka' ? { broker: 19092 } : {}) });
    const before = brokersOf(moved, () => running({ ports: { broker: 9092 } }));
    expect(risks(before, kept)).toEqual([]);
    const first = { ...kept, brokers: kept.brokers.map((one) => (one.id === 0 ? { ...one, port: 19092 } : one)) };
    expect(risks(before, first)).toEqual([]);
    const strange = { ...kept, brokers: kept.brokers.map((one) => (one.id === 0 ? { ...one, port: 29092 } : one)) };
    expect(risks(before, strange)).toEqual(['broker 0 on n1 is not registered']);
  });
});

describe('the gate', () => {
  const sights = (hosts: readonly string[], from: Registry = kept): BrokerSight[] =>
    instancesOf(want, 'kafka')
      .filter(({ host }) => hosts.includes(host.name))
      .map((instance) => ({ host: instance.host.name, place: placeOf(instance), metadata: metadataOf(from), reason: '' }));
  const all = ['n1', 'n2', 'n3'];

  it('is reached when all are registered, know each other and are in step', () => {
    expect(readinessOf(sights(all), kept)).toEqual({
      serves: true,
      inStep: true,
      saw: 'brokers 0,1,2 registered and answering, all replicas in step',
    });
  });

  it('waits for registration at the right place', () => {
    const missing = { ...kept, brokers: kept.brokers.filter(({ id }) => id !== 1) };
    expect(readinessOf(sights(all), missing)).toMatchObject({ serves: false, saw: 'brokers 0,2 registered; 1 missing' });
    const elsewhere = { ...kept, brokers: kept.brokers.map((one) => (one.id === 1 ? { ...one, port: 1 } : one)) };
    expect(readinessOf(sights(all), elsewhere).saw).toContain('1 registered at 10.0.0.2:1, not at 10.0.0.2:9092');
    expect(readinessOf(sights(all), { ...kept, brokers: [] }).saw).toContain('no broker registered');
  });

  it('does not wait for those that are known to be off', () => {
    const missing = { ...kept, brokers: kept.brokers.filter(({ id }) => id !== 2), topics: [] };
    expect(readinessOf(sights(['n1', 'n2'], missing), missing)).toMatchObject({ serves: true, inStep: true });
  });

  it('waits for the answer of each broker itself', () => {
    const [first, ...rest] = sights(all);
    if (first === undefined) throw new Error('no broker');
    expect(readinessOf([{ ...first, metadata: { brokers: [], topics: [] } }, ...rest], kept)).toMatchObject({
      serves: false,
      saw: 'all registered; broker 0 knows 0 of 3 brokers',
    });
    expect(readinessOf([{ ...first, metadata: null, reason: 'refused' }, ...rest], kept).saw).toBe(
      'all registered; broker 0 does not answer (refused)',
    );
    const stale = { brokers: [...kept.brokers, { id: 9, host: 'x', port: 1 }], topics: [] };
    expect(readinessOf([{ ...first, metadata: stale }, ...rest], kept).serves).toBe(false);
  });

  it('asks no more than an answer before the first topic, when brokers of 0.8.2.1 know nobody', () => {
    const fresh = { ...kept, topics: [] };
    const [first, ...rest] = sights(all, fresh);
    if (first === undefined) throw new Error('no broker');
    const knowsNobody = { ...first, metadata: { brokers: [], topics: [] } };
    expect(readinessOf([knowsNobody, ...rest], fresh).serves).toBe(true);
    expect(readinessOf([{ ...knowsNobody, metadata: null, reason: 'refused' }, ...rest], fresh).serves).toBe(false);
    expect(readinessOf([knowsNobody, ...rest], kept).serves).toBe(false);
  });

  it('tells those that serve from those that have caught up', () => {
    const behind = withPartition(kept, 0, { isr: [0, 1] });
    expect(readinessOf(sights(all), behind)).toEqual({
      serves: true,
      inStep: false,
      saw: 'brokers 0,1,2 registered and answering, 1 replica still catching up (t/0 on 2)',
    });
    expect(readinessOf(sights(all), withPartition(kept, 0, { leader: -1 })).inStep).toBe(false);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exposition } from '../../../src/views/exposition.js';
import { prometheusFailure, prometheusText } from '../../../src/views/prometheus.js';
import { allGone, allWell, brokerBehind, hostGone, LOOKS, memberWaits, report } from './looks.js';
import { parseExposition, type Series } from './parse-exposition.js';

const series = (text: string): readonly Series[] => parseExposition(text).flatMap((family) => family.series);
const values = (text: string, name: string): Record<string, number> =>
  Object.fromEntries(
    series(text)
      .filter((one) => one.name === name)
      .map(({ labels: { cluster, ...labels }, value }) => [Object.values(labels).join(' '), cluster === undefined ? NaN : value]),
  );

describe('the form for Prometheus', () => {
  it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('of %s', async (name) => {
    await expect(prometheusText(LOOKS[name](), '1.2.3')).toMatchFileSnapshot(`expected/${name}.prom`);
  });

  it.each(Object.values(LOOKS))('can be read: each family once, each series once', (look) => {
    const families = parseExposition(prometheusText(look(), '1.2.3'));
    expect(families.length).toBeGreaterThan(5);
    for (const { series: all } of families) expect(all.every(({ labels }) => labels['cluster'] === 'fams')).toBe(true);
  });

  it('has the names that people alert on', () => {
    const text = prometheusText(brokerBehind(), '1');
    expect(values(text, 'zk_up')).toEqual({ '10.0.0.1:2181': 1, '10.0.0.2:2181': 1, '10.0.0.3:2181': 1 });
    expect(values(text, 'zk_server_leader')).toEqual({ '10.0.0.1:2181': 1, '10.0.0.2:2181': 0, '10.0.0.3:2181': 0 });
    expect(values(text, 'zk_synced_followers')).toEqual({ '10.0.0.1:2181': 2 });
    expect(values(text, 'kafka_brokers')).toEqual({ '': 3 });
    expect(values(text, 'kafka_topic_partitions')).toEqual({ 'user-behavior-topic': 2, 'fams-ops-probe': 3 });
    expect(values(text, 'kafka_topic_partition_in_sync_replica')['user-behavior-topic 1']).toBe(2);
    expect(values(text, 'kafka_topic_partition_under_replicated_partition')['user-behavior-topic 1']).toBe(1);
    expect(values(text, 'kafka_topic_partition_leader_is_preferred')['user-behavior-topic 1']).toBe(1);
    const well = prometheusText(allWell(), '1');
    expect(values(well, 'kafka_consumergroupzookeeper_lag_zookeeper')).toEqual({ 'hot user-behavior-topic 0': 10 });
    expect(values(well, 'kafka_topic_partition_oldest_offset')).toEqual({ 'user-behavior-topic 0': 10 });
  });

  it('has a member that does not serve as down, and gives nothing of one that was not read', () => {
    const waits = prometheusText(memberWaits(allWell()), '1');
    expect(values(waits, 'zk_up')['10.0.0.3:2181']).toBe(0);
    const gone = prometheusText(hostGone(), '1');
    expect(values(gone, 'zk_up')['10.0.0.2:2181']).toBe(0);
    expect(values(gone, 'zk_ruok')).not.toHaveProperty('10.0.0.2:2181');
    expect(values(gone, 'fams_ops_host_up')).toEqual({ n1: 1, n2: 0, n3: 1 });
    expect(values(prometheusText(allGone(), '1'), 'kafka_brokers')).toEqual({});
  });

  it('gives a target the worst of what a check says of it, and nothing where it was left out', () => {
    const look = allWell();
    const checks = [report('ok', 'a.b', 'n1', 'x'), report('crit', 'a.b', 'n1', 'y'), report('warn', 'a.b', 'n1', 'z')];
    const skipped = report('skip', 'a.c', 'cluster', 'left out');
    const text = prometheusText({ ...look, result: { ...look.result, checks: [...checks, skipped] } }, '1');
    expect(values(text, 'fams_ops_check_status')).toEqual({ 'a.b n1': 2 });
  });

  it('is down when nothing could be looked at, with the time of the try', () => {
    expect(values(prometheusText(allWell(), '1'), 'fams_ops_up')).toEqual({ '': 1 });
    expect(values(prometheusText(allGone(), '1'), 'fams_ops_up')).toEqual({ '': 0 });
    const at = new Date('2026-01-01T00:00:00.500Z');
    const failed = series(prometheusFailure(null, at, '1'));
    expect(failed.map(({ name, labels, value }) => [name, labels, value])).toEqual([
      ['fams_ops_build_info', { version: '1' }, 1],
      ['fams_ops_up', {}, 0],
      ['fams_ops_verify_last_run_timestamp_seconds', {}, at.getTime() / 1000],
    ]);
  });
});

/** Without -0, which prints as 0. */
const NUMBERS = fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0);

describe('the text format', () => {
  it('gives back any label value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), NUMBERS, (text, value) => {
        const family = { name: 'a_b', type: 'gauge', help: text, samples: [{ labels: { one: text, two: 'x' }, value }] } as const;
        const [read] = parseExposition(exposition([family]));
        expect(read?.help).toBe(text);
        expect(read?.series).toEqual([{ name: 'a_b', labels: { one: text, two: 'x' }, value }]);
      }),
      { numRuns: 50 },
    );
  }, 20_000);

  it('leaves out a family without samples', () => {
    expect(exposition([{ name: 'a', type: 'gauge', help: '', samples: [] }])).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { kafkaConsole } from '../../../../src/components/kafka/checks/console.js';
import { kafkaController } from '../../../../src/components/kafka/checks/controller.js';
import { kafkaIsr } from '../../../../src/components/kafka/checks/isr.js';
import { kafkaLeader } from '../../../../src/components/kafka/checks/leader.js';
import { kafkaMetadata } from '../../../../src/components/kafka/checks/metadata.js';
import { kafkaRegistered } from '../../../../src/components/kafka/checks/registered.js';
import { kafkaTopics } from '../../../../src/components/kafka/checks/topics.js';
import type { Check, CheckReport } from '../../../../src/model/check.js';
import type { BrokerMetadata, PartitionState, Registry, RoundTrip } from '../../../../src/model/observed.js';
import type { Resolved } from '../../../../src/model/resolved.js';
import {
  type Answers,
  brief,
  healthy,
  metadataOf,
  read,
  registry,
  reportsOf,
  resolved,
  topic,
  unread,
  withCluster,
  withHost,
  withoutHost,
  withPartition,
} from '../../../support/evidence.js';
import { trip } from '../../../support/evidence-parts.js';

const want = resolved();
const kept = registry(want);

const judged = (check: Check, change: Partial<Registry>, inventory: Resolved = want): readonly CheckReport[] =>
  reportsOf(check, withCluster(healthy(inventory), 'registry', read({ ...registry(inventory), ...change })), inventory);

describe('kafka.registered', () => {
  const [b0, b1, b2] = kept.brokers;
  if (!b0 || !b1 || !b2) throw new Error('three brokers are needed');

  it('warns of a broker that is missing', () => {
    const reports = judged(kafkaRegistered, { brokers: [b0, b2] });
    expect(brief(reports)).toEqual(['ok n1/kafka', 'warn n2/kafka', 'ok n3/kafka']);
    expect(reports[1]).toMatchObject({ message: 'broker 1 is not registered' });
    expect(reports[1]?.fix).toContain('fams-ops restart kafka --limit n2');
  });

  it('is critical when a stranger has the id, or takes part', () => {
    expect(brief(judged(kafkaRegistered, { brokers: [b0, { ...b1, host: '10.9.9.9' }, b2] }))[1]).toBe('crit n2/kafka');
    expect(brief(judged(kafkaRegistered, { brokers: [b0, { ...b1, port: 1 }, b2] }))[1]).toBe('crit n2/kafka');
    const foreign = judged(kafkaRegistered, { brokers: [...kept.brokers, { id: 7, host: 'x', port: 9092 }] });
    expect(brief(foreign)[0]).toBe('crit cluster');
    expect(foreign[0]?.message).toContain('broker 7 at x:9092');
  });

  it('is critical when none is there', () => {
    expect(brief(judged(kafkaRegistered, { brokers: [] }))[0]).toBe('crit cluster');
  });
});

describe('kafka.controller', () => {
  it.each<[Partial<Registry>, string]>([
    [{}, 'ok cluster'],
    [{ controller: null }, 'crit cluster'],
    [{ controller: 9 }, 'crit cluster'],
  ])('for %j', (change, report) => {
    expect(brief(judged(kafkaController, change))).toEqual([report]);
  });
});

describe('kafka.leader', () => {
  const partition = (change: Partial<PartitionState>) => judged(kafkaLeader, withPartition(kept, 1, change));

  it('is critical for each partition that nobody leads', () => {
    const reports = partition({ leader: -1, isr: [2] });
    expect(brief(reports)).toEqual(['crit t/1']);
    expect(reports[0]?.fix).toContain('brokers 2:');
    expect(brief(partition({ leader: 9 }))).toEqual(['crit t/1']);
  });

  it('counts what is well in one line', () => {
    expect(judged(kafkaLeader, {}).map(({ message }) => message)).toEqual(['3 partitions of 1 topic, each with a leader']);
    expect(brief(judged(kafkaLeader, { topics: [] }))).toEqual(['ok cluster']);
  });
});

describe('kafka.isr', () => {
  const partition = (isr: readonly number[], inventory = want, config: Record<string, string> = {}) => {
    const base = registry(inventory);
    const changed = withPartition(base, 0, { isr });
    return judged(kafkaIsr, { topics: changed.topics.map((one) => ({ ...one, config })) }, inventory);
  };

  it('warns of a replica that is missing, names the broker', () => {
    const reports = partition([0, 1]);
    expect(brief(reports)).toEqual(['warn t/0']);
    expect(reports[0]?.message).toBe('2 of 3 replicas in sync, missing broker 2');
  });

  it('is critical below min.insync.replicas of the topic; that of the brokers is ignored, as they ignore it', () => {
    const with2 = { 'min.insync.replicas': '2' };
    expect(partition([0], want, with2)[0]).toMatchObject({
      status: 'crit',
      message: expect.stringMatching(/is 2: producers with acks=-1 are refused/) as string,
    });
    expect(brief(partition([0, 1], want, with2))).toEqual(['warn t/0']);
    expect(brief(partition([], want, {}))).toEqual(['crit t/0']);
    expect(brief(partition([0, 1], want, { 'min.insync.replicas': '3' }))).toEqual(['crit t/0']);
    expect(brief(partition([0, 1], resolved({ brokerConfig: { 'min.insync.replicas': '3' } })))).toEqual(['warn t/0']);
  });

  it('is critical when one of several copies is all there is, but not when one was declared', () => {
    expect(partition([0], want, {})[0]).toMatchObject({
      status: 'crit',
      message: expect.stringMatching(/^1 of 3 .* that is the only copy$/) as string,
    });
    const single = resolved({ topics: [topic('t', 3, 1)] });
    expect(judged(kafkaIsr, {}, single)[0]).toMatchObject({
      status: 'ok',
      message: '3 partitions, every replica in sync; one replica only, lost with its broker: t',
    });
  });

  it('is critical when a topic can never reach its min.insync.replicas', () => {
    const [report] = judged(kafkaIsr, {}, resolved({ topics: [topic('t', 1, 1, { 'min.insync.replicas': '2' })] }));
    expect(report).toMatchObject({ status: 'crit', target: 't/0' });
    expect(report?.fix).toContain('min.insync.replicas to 1');
  });
});

describe('kafka.topics', () => {
  const found = (change: Partial<Registry['topics'][number]>) =>
    judged(kafkaTopics, { topics: kept.topics.map((one) => ({ ...one, ...change })) });
  const partitions = kept.topics[0]?.partitions ?? [];

  it('is critical for a missing topic or another number of partitions', () => {
    expect(brief(judged(kafkaTopics, { topics: [] }))).toEqual(['crit t']);
    expect(brief(found({ partitions: partitions.slice(0, 2) }))).toEqual(['crit t']);
    const more = found({ partitions: [...partitions, { partition: 3, leader: 0, replicas: [0, 1, 2], isr: [0, 1, 2] }] });
    expect(brief(more)).toEqual(['crit t']);
    expect(more[0]?.fix).toContain('correct the inventory');
    expect(brief(judged(kafkaTopics, { deleting: ['t'] }))).toEqual(['crit t']);
  });

  it('warns of another replication factor or setting, set or not', () => {
    const config = found({ config: { ...kept.topics[0]?.config, 'retention.ms': '5' } });
    expect(config.map(({ status, message }) => `${status} ${message}`)).toEqual(['warn differs: retention.ms is 5, not unset']);
    expect(brief(found({ partitions: partitions.map((one) => ({ ...one, replicas: one.replicas.slice(0, 2) })) }))).toEqual(['warn t']);
    const declared = resolved({ topics: [topic('t', 3, 3, { 'retention.ms': '7' })] });
    expect(judged(kafkaTopics, { topics: kept.topics }, declared)[0]?.message).toContain('retention.ms is not set, not 7');
  });

  it('only warns of its own probe topic', () => {
    const probe = resolved({ topics: [{ ...topic('fams-ops-probe'), internal: true }] });
    expect(brief(judged(kafkaTopics, { topics: [] }, probe))).toEqual(['warn fams-ops-probe']);
  });

  it('leaves other topics alone, and is well with none declared', () => {
    expect(brief(judged(kafkaTopics, { topics: [...kept.topics, { name: 'other', partitions: [], config: {} }] }))).toEqual(['ok cluster']);
    expect(brief(judged(kafkaTopics, {}, resolved({ topics: [] })))).toEqual(['ok cluster']);
  });
});

describe('kafka.metadata', () => {
  const metadata = (answer: BrokerMetadata, evidence: Answers = healthy(want)) =>
    reportsOf(kafkaMetadata, withHost(evidence, 'metadata', 'n2', read(answer)), want);
  const told = metadataOf(kept);

  it('is critical for a broker that sends clients elsewhere', () => {
    const brokers = told.brokers.map((one) => (one.id === 2 ? { ...one, host: '10.9.9.9' } : one));
    const reports = metadata({ ...told, brokers });
    expect(brief(reports)).toEqual(['ok n1/kafka', 'crit n2/kafka', 'ok n3/kafka']);
    expect(reports[1]?.message).toContain('broker 2 at 10.9.9.9:9092');
  });

  it.each<[string, BrokerMetadata, RegExp]>([
    ['that knows nobody yet', { brokers: [], topics: [] }, /does not know broker 0, 1, 2/],
    ['that lacks a broker', { ...told, brokers: told.brokers.slice(0, 2) }, /does not know broker 2/],
    ['that lacks a topic', { ...told, topics: [] }, /other leaders than ZooKeeper for t\/0, t\/1, t\/2/],
    ['that has another leader', metadataOf(withPartition(kept, 1, { leader: 0 })), /for t\/1$/],
  ])('warns of one %s', (_name, answer, message) => {
    const reports = metadata(answer);
    expect(brief(reports)).toEqual(['ok n1/kafka', 'warn n2/kafka', 'ok n3/kafka']);
    expect(reports[1]?.message).toMatch(message);
  });

  it('is well with a broker that knows nobody before the first topic', () => {
    const fresh = withCluster(healthy(want), 'registry', read({ ...kept, topics: [] }));
    expect(brief(metadata({ brokers: [], topics: [] }, fresh))[1]).toBe('ok n2/kafka');
  });

  it('warns of one that still names a broker that is gone', () => {
    const gone = read({ ...kept, brokers: kept.brokers.slice(0, 2) });
    const without = withCluster(withCluster(healthy(want), 'registry', gone), 'later', gone);
    expect(brief(metadata(told, without))).toContain('warn n2/kafka');
  });

  it('is well with a broker that was asked while leadership moved, and agrees with ZooKeeper before or after', () => {
    const moved = withPartition(kept, 1, { leader: 0 });
    const moving = withCluster(healthy(want), 'later', read(moved));
    for (const answer of [told, metadataOf(moved)]) expect(brief(metadata(answer, moving))[1]).toBe('ok n2/kafka');
    expect(brief(metadata(metadataOf(withPartition(kept, 1, { leader: 2 })), moving))[1]).toBe('warn n2/kafka');
  });

  it('is critical when a broker that leads does not answer, a warning when it leads nothing', () => {
    const silent = withHost(healthy(want), 'metadata', 'n2', unread('no answer within 8 s'));
    const reports = reportsOf(kafkaMetadata, silent, want);
    expect(brief(reports)[1]).toBe('crit n2/kafka');
    expect(reports[1]?.message).toBe('leads t/1 but does not answer: no answer within 8 s');
    const idle = withCluster(silent, 'registry', read(withPartition(kept, 1, { leader: 0 })));
    expect(brief(reportsOf(kafkaMetadata, idle, want))).toContain('warn n2/kafka');
  });

  it('is unknown where the host cannot be reached', () => {
    expect(brief(reportsOf(kafkaMetadata, withoutHost(healthy(want), 'n2'), want))).toContain('unknown n2/kafka');
  });
});

describe('kafka.console', () => {
  const console = (change: Partial<RoundTrip>) =>
    reportsOf(kafkaConsole, withCluster(healthy(want), 'console', read({ ...trip, ...change })), want)[0];

  it('is well when the line was seen, and critical when not', () => {
    expect(console({})).toMatchObject({ status: 'ok', value: 4000 });
    expect(console({ to: 'n1' })?.message).toContain('on n1, the only node');
    expect(console({ outcome: 'lost', said: 'the producer said no' })).toMatchObject({
      status: 'crit',
      message: 'a line sent from n1 to n2 through fams-ops-probe was not seen: the producer said no',
    });
  });

  it('is unknown, with the reason, when a tool could not run: that says nothing of the cluster', () => {
    const finding = console({ outcome: 'not-run', said: 'the consumer on n2 said lost: connection reset' });
    expect(finding).toMatchObject({
      status: 'unknown',
      message: 'a line could not be sent from n1 to n2 through fams-ops-probe: the consumer on n2 said lost: connection reset',
    });
    expect(finding?.fix).not.toBe('');
  });
});

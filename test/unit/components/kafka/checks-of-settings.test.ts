// What makes a cluster lose records later: too few replicas, unsafe settings, work left undone.
import { describe, expect, it } from 'vitest';
import { kafkaCleanStop } from '../../../../src/components/kafka/checks/clean-stop.js';
import { kafkaPending } from '../../../../src/components/kafka/checks/pending.js';
import { kafkaPreferred } from '../../../../src/components/kafka/checks/preferred.js';
import { kafkaReplication } from '../../../../src/components/kafka/checks/replication.js';
import { kafkaSettings } from '../../../../src/components/kafka/checks/settings.js';
import { kafkaTopicSettings } from '../../../../src/components/kafka/checks/topic-settings.js';
import type { Check, CheckReport } from '../../../../src/model/check.js';
import type { DirFacts, HostFacts, ServiceFacts } from '../../../../src/model/facts.js';
import type { Registry, TopicState } from '../../../../src/model/observed.js';
import {
  brief,
  healthy,
  hostFacts,
  read,
  registry,
  reportsOf,
  resolved,
  topic,
  withCluster,
  withHost,
  withPartition,
} from '../../../support/evidence.js';
import { service } from '../../../support/service-facts.js';

const want = resolved();
const kept = registry(want);
const judged = (check: Check, change: Partial<Registry>, inventory = want): readonly CheckReport[] =>
  reportsOf(check, withCluster(healthy(inventory), 'registry', read({ ...registry(inventory), ...change })), inventory);
const onN2 = (check: Check, change: Partial<HostFacts>, inventory = want): CheckReport | undefined =>
  reportsOf(check, withHost(healthy(inventory), 'facts', 'n2', read({ ...hostFacts(inventory, 'n2'), ...change })), inventory).find(
    ({ target }) => target === 'n2/kafka',
  );

const stranger = (name: string, copies: number, config: Record<string, string> = {}): TopicState => ({
  name,
  partitions: [{ partition: 0, leader: 0, replicas: [0, 1, 2].slice(0, copies), isr: [0, 1, 2].slice(0, copies) }],
  config,
});

describe('kafka.replication', () => {
  const beside = (...topics: readonly TopicState[]) => judged(kafkaReplication, { topics: [...kept.topics, ...topics] });

  it('warns of topics with one replica that nobody declared, and of too few for the offsets of groups', () => {
    const reports = beside(stranger('x', 1), stranger('y', 2), stranger('__consumer_offsets', 2));
    expect(brief(reports)).toEqual(['warn x', 'warn __consumer_offsets']);
    expect(reports[0]?.fix).toContain('kafka-reassign-partitions.sh');
    expect(reports[1]?.message).toBe('has 2 replicas; groups lose their place with its broker');
  });

  it('is well with enough of them, with declared ones of one replica, and with one broker', () => {
    expect(brief(beside(stranger('x', 2), stranger('__consumer_offsets', 3)))).toEqual(['ok cluster']);
    expect(brief(judged(kafkaReplication, {}, resolved({ topics: [topic('t', 3, 1)] })))).toEqual(['ok cluster']);
    const single = resolved({ hosts: 1, topics: [] });
    expect(brief(judged(kafkaReplication, { topics: [stranger('__consumer_offsets', 1)] }, single))).toEqual(['ok cluster']);
  });
});

describe('kafka.topic-settings', () => {
  const of = (copies: number, config: Record<string, string>, name = 't') =>
    judged(kafkaTopicSettings, { topics: [stranger(name, copies, config)] });

  it('warns where a topic of three replicas lets one broker alone acknowledge', () => {
    const [report] = of(3, {});
    expect(report).toMatchObject({ status: 'warn', target: 't', fix: expect.stringContaining('min.insync.replicas: 2') as string });
    expect(of(3, {}, 'other')[0]?.fix).toContain('--alter --topic other --config min.insync.replicas=2');
    expect(brief(of(3, {}, '__consumer_offsets'))).toEqual(['ok cluster']);
    expect(brief(of(2, {}))).toEqual(['ok cluster']);
    expect(brief(of(3, { 'min.insync.replicas': '1' }))).toEqual(['ok cluster']);
  });

  it('warns where the first broker that is away stops producers', () => {
    expect(of(3, { 'min.insync.replicas': '3' })[0]?.message).toContain('one broker away stops acks=-1');
    expect(brief(of(2, { 'min.insync.replicas': '2' }))).toEqual(['warn t']);
    expect(brief(of(1, { 'min.insync.replicas': '1' }))).toEqual(['ok cluster']);
  });

  it('warns where a topic allows unclean election', () => {
    expect(brief(of(3, { 'min.insync.replicas': '2', 'unclean.leader.election.enable': 'true' }))).toEqual(['warn t']);
    expect(brief(of(3, { 'min.insync.replicas': '2', 'unclean.leader.election.enable': 'false' }))).toEqual(['ok cluster']);
  });
});

describe('kafka.settings', () => {
  const path = Object.keys(hostFacts(want, 'n2').files).find((one) => one.endsWith('/server.properties')) ?? '';
  const file = (text: string | null) =>
    onN2(kafkaSettings, { files: { ...hostFacts(want, 'n2').files, [path]: { kind: 'file', sha256: '', mode: 0o644, size: 1, text } } });
  const safe = 'unclean.leader.election.enable=false\nauto.create.topics.enable = false\nlog.dirs=/data/a,/data/b\n';

  it.each<[string, string, RegExp]>([
    ['unclean election is left to its default', safe.replace(/^unclean.*\n/, ''), /^unclean\.leader\.election\.enable is true$/],
    ['topics are made of misspelt names', safe.replace('enable = false', 'enable=true'), /^auto\.create\.topics\.enable is true$/],
    ['a directory is for temporary files', `${safe}log.dirs=/data/a, /tmp/kafka-logs\n`, /^\/tmp\/kafka-logs is for temporary files$/],
    ['nothing is said', '# nothing\n', /^unclean.*, auto.*, \/tmp\/kafka-logs is for temporary files$/],
  ])('warns when %s', (_what, text, message) => {
    expect(file(text)).toMatchObject({ status: 'warn', message: expect.stringMatching(message) as string });
  });

  it('is well otherwise, unknown without the file, and lets a whole node live in a directory for temporary files', () => {
    expect(file(safe)?.status).toBe('ok');
    expect(file(null)?.status).toBe('unknown');
    expect(onN2(kafkaSettings, { files: {} })?.status).toBe('unknown');
    const passing = resolved({ home: () => '/tmp/demo' });
    expect(onN2(kafkaSettings, {}, passing)?.status).toBe('ok');
  });
});

describe('kafka.pending', () => {
  it('warns of each kind of work that waits', () => {
    const reports = judged(kafkaPending, { reassigning: ['t/0', 't/1'], electing: ['t/2'], deleting: ['old'] });
    expect(reports.map(({ status, message }) => `${status} ${message}`)).toEqual([
      'warn being moved: t/0, t/1',
      'warn preferred leaders are to be elected: t/2',
      'warn to be deleted: old',
    ]);
    expect(brief(judged(kafkaPending, {}))).toEqual(['ok cluster']);
  });
});

describe('kafka.preferred', () => {
  const away = withPartition(kept, 0, { leader: 1 });

  it('warns when too many are led by others, though their own leader is in sync', () => {
    const [report] = judged(kafkaPreferred, away);
    expect(report).toMatchObject({
      status: 'warn',
      value: 33,
      message: '1 of 3 partitions led by another than the preferred replica: t/0',
    });
    expect(report?.fix).toContain('kafka-preferred-replica-election.sh');
    const generous = resolved({ thresholds: { 'kafka.preferred': { warnPercent: 50 } } });
    expect(brief(judged(kafkaPreferred, away, generous))).toEqual(['ok cluster']);
    expect(brief(judged(kafkaPreferred, withPartition(kept, 0, { leader: 1, isr: [1, 2] })))).toEqual(['ok cluster']);
  });

  it('is patient after the start of a broker', () => {
    const started = (startedAt: string | null) => {
      const host = hostFacts(want, 'n3');
      const facts = { ...host, services: { ...host.services, kafka: service({ startedAt }) } };
      return reportsOf(kafkaPreferred, withHost(withCluster(healthy(want), 'registry', read(away)), 'facts', 'n3', read(facts)), want)[0];
    };
    expect(started('2026-01-01T23:50:00Z')?.message).toContain('moves back by itself within 300 s');
    expect(started(null)?.status).toBe('ok');
    expect(started('2026-01-01T23:40:00Z')?.status).toBe('warn');
  });
});

describe('kafka.clean-stop', () => {
  const dir = (entries: readonly string[]): DirFacts => ({
    ...{ kind: 'dir', mode: 0o755, owner: 'fams', writable: true, identity: null, disk: null },
    entries,
  });
  const stopped = (entries: readonly string[], change: Partial<ServiceFacts> = {}) =>
    onN2(kafkaCleanStop, {
      services: { kafka: service({ state: 'stopped', pid: null, ...change }) },
      dirs: { '/home/fams/kafka-logs': dir(entries) },
    });

  it('warns of a broker that is off and was not stopped cleanly', () => {
    const report = stopped(['t-0', 'fams-ops.json']);
    expect(report).toMatchObject({ status: 'warn', message: 'was not stopped cleanly: no .kafka_cleanshutdown in /home/fams/kafka-logs' });
    expect(report?.fix).toContain('fams-ops start kafka --limit n2');
  });

  it('is well when it was, when it runs, and before there is data', () => {
    expect(stopped(['t-0', '.kafka_cleanshutdown'])?.value).toBe('clean');
    expect(stopped(['t-0'], { state: 'running' })?.message).toBe('runs');
    expect(stopped(['t-0'], { state: 'starting' })?.message).toBe('is about to be started again: see host.service');
    expect(stopped(['fams-ops.json'])?.message).toBe('has no data yet');
  });

  it('does not speak of a broker that fams-ops did not make as of its own', () => {
    const absent = service({ state: 'absent', pid: null });
    const running = onN2(kafkaCleanStop, { services: { kafka: absent }, dirs: { '/home/fams/kafka-logs': dir(['t-0']) } });
    expect(running).toMatchObject({ status: 'ok', message: expect.stringContaining('does not run by fams-ops: process') as string });
    const off = onN2(kafkaCleanStop, { services: { kafka: absent }, listeners: [], dirs: { '/home/fams/kafka-logs': dir(['t-0']) } });
    expect(off?.status).toBe('warn');
    expect(off?.fix).not.toContain('fams-ops start');
  });

  it('is unknown where the directory has too many names', () => {
    expect(stopped(Array.from({ length: 2000 }, (_, i) => `t-${String(i)}`))?.status).toBe('unknown');
  });
});

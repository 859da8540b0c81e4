// host.service: what runs, what does not, and what its supervisor is about to start.
import { describe, expect, it } from 'vitest';
import type { CheckReport, Evidence } from '../../../src/model/check.js';
import type { HostFacts, ServiceFacts } from '../../../src/model/facts.js';
import { hostConfig } from '../../../src/verify/checks/config.js';
import { hostJava } from '../../../src/verify/checks/java.js';
import { hostOpenFiles } from '../../../src/verify/checks/open-files.js';
import { hostService } from '../../../src/verify/checks/service.js';
import { brief, healthy, hostFacts, read, reportsOf, resolved, withHost } from '../../support/evidence.js';

const want = resolved();

function n2(change: (facts: HostFacts) => Partial<HostFacts>): Evidence {
  const facts = hostFacts(want, 'n2');
  return withHost(healthy(want), 'facts', 'n2', read({ ...facts, ...change(facts) }));
}

function serviceOf(services: HostFacts['services']): ServiceFacts {
  const kafka = services.kafka;
  if (kafka === undefined) throw new Error('no kafka');
  return kafka;
}

const notOk = (reports: readonly CheckReport[]): readonly CheckReport[] => reports.filter(({ status }) => status !== 'ok');

describe('host.service', () => {
  const kafka = (change: Partial<ServiceFacts>) =>
    notOk(
      reportsOf(
        hostService,
        n2(({ services }) => ({ services: { ...services, kafka: { ...serviceOf(services), ...change } } })),
        want,
      ),
    );

  it.each<[Partial<ServiceFacts>, RegExp]>([
    [{ state: 'stopped' }, /is stopped/],
    [{ state: 'absent' }, /not installed/],
    [{ state: 'failed', failure: 'ended 5 times in 60 s' }, /gave up: ended 5 times in 60 s/],
    [{ processState: 'T' }, /frozen/],
    [{ supervisorPid: null }, /nothing would start it again/],
    [{ restarts: 2, startedAt: '2026-01-01T23:50:00Z' }, /fell over and was started again 2 times by its supervisor/],
    [{ restarts: 1, startedAt: '2026-01-01T23:59:40Z' }, /fell over and was started again 1 time/],
    [{ restarts: 1, startedAt: null }, /fell over/],
    [{ state: 'starting', pid: null, failure: 'it waits for ZooKeeper', restarts: 0 }, /^does not run yet: it waits for ZooKeeper$/],
    [
      { state: 'starting', pid: null, failure: null, restarts: 3 },
      /^does not run yet, after 3 restarts: its supervisor is about to start it$/,
    ],
  ])('warns of %j', (change, message) => {
    const reports = kafka(change);
    expect(brief(reports)).toEqual(['warn n2/kafka']);
    expect(reports[0]?.message).toMatch(message);
    expect(reports[0]?.fix).not.toBe('');
  });

  it('is well again soon after a single fall, and says that there was one', () => {
    const change = { restarts: 1, startedAt: '2026-01-01T23:59:20Z' };
    expect(kafka(change)).toEqual([]);
    const evidence = n2(({ services }) => ({ services: { ...services, kafka: { ...serviceOf(services), ...change } } }));
    const report = reportsOf(hostService, evidence, want).find(({ target }) => target === 'n2/kafka');
    expect(report?.message).toMatch(/before that it fell over and was started again 1 time by its supervisor$/);
  });

  it('forgets a restart of long ago', () => {
    expect(kafka({ restarts: 2, startedAt: '2026-01-01T23:00:00Z' })).toEqual([]);
  });

  it('does not take a host whose script does not know the service for one that runs it', () => {
    const reports = reportsOf(
      hostService,
      n2(() => ({ services: {} })),
      want,
    );
    expect(brief(notOk(reports))).toEqual(['warn n2/zookeeper', 'warn n2/kafka']);
  });
});

describe('a service that is about to start', () => {
  const starting = { state: 'starting', pid: null, fingerprint: null, openFiles: null, openFilesLimit: null, runtime: null } as const;
  const evidence = n2(({ services }) => ({ services: { ...services, kafka: { ...serviceOf(services), ...starting } } }));

  it.each([hostConfig, hostOpenFiles, hostJava])('is judged by nothing that only a process has: $id', (check) => {
    expect(notOk(reportsOf(check, evidence, want))).toEqual([]);
  });
});

// host.java, host.memory, host.logs: what the running processes live on, and what they wrote.
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../../src/model/check.js';
import type { HostFacts, RuntimeFacts, ServiceFacts } from '../../../src/model/facts.js';
import type { Complaints } from '../../../src/model/observed.js';
import { hostJava } from '../../../src/verify/checks/java.js';
import { hostLogs } from '../../../src/verify/checks/logs.js';
import { hostMemory } from '../../../src/verify/checks/memory.js';
import { brief, healthy, hostFacts, read, reportsOf, resolved, withHost } from '../../support/evidence.js';
import { service } from '../../support/service-facts.js';
import { traces } from '../../support/evidence-parts.js';

const want = resolved();
const runtime = (change: Partial<RuntimeFacts> = {}): RuntimeFacts => ({
  home: '/opt/java',
  version: '17.0.9',
  major: 17,
  replaced: false,
  ...change,
});
const withKafka = (name: string, change: Partial<ServiceFacts>): HostFacts => {
  const host = hostFacts(want, name);
  return { ...host, services: { ...host.services, kafka: service(change) } };
};

describe('host.java', () => {
  const onN2 = (change: Partial<ServiceFacts>): CheckReport | undefined =>
    reportsOf(hostJava, withHost(healthy(want), 'facts', 'n2', read(withKafka('n2', change))), want).find(
      ({ target }) => target === 'n2/kafka',
    );

  it.each<[string, RuntimeFacts, RegExp]>([
    ['too old', runtime({ version: '1.7.0_80', major: 7 }), /^runs on Java 1\.7\.0_80 in \/opt\/java, Kafka broker needs 8$/],
    ['of another major version than on the others', runtime({ version: '21.0.1', major: 21 }), /, other hosts on Java 17$/],
    ['replaced under the process', runtime({ replaced: true }), /, whose files were replaced since$/],
  ])('warns of a Java that is %s', (_what, found, message) => {
    expect(onN2({ runtime: found })).toMatchObject({ status: 'warn', message: expect.stringMatching(message) as string });
  });

  it('is well with another build of the same version, and for what does not run', () => {
    expect(onN2({ runtime: runtime() })?.status).toBe('ok');
    expect(onN2({ state: 'stopped', pid: null, runtime: null })?.status).toBe('ok');
  });

  it('is unknown where it cannot be seen', () => {
    expect(onN2({ runtime: null })).toMatchObject({ status: 'unknown', fix: 'See "ls -l /proc/100/exe" on n2.' });
  });
});

describe('host.memory', () => {
  const onN2 = (facts: HostFacts): CheckReport | undefined =>
    reportsOf(hostMemory, withHost(healthy(want), 'facts', 'n2', read(facts)), want)[1];
  const memory = { totalKb: 2_000_000, availableKb: 150 * 1024, swapTotalKb: 0, swapFreeKb: 0 };

  it('warns when little is left', () => {
    expect(onN2({ ...hostFacts(want, 'n2'), memory })).toMatchObject({
      status: 'warn',
      value: 150,
      message: '150 MB of 1953 MB available',
    });
  });

  it('warns of a service in swap, not of a host that merely has some in use', () => {
    expect(onN2(withKafka('n2', { swapKb: 20 * 1024 }))?.message).toContain('in swap: kafka 20 MB');
    const used = { totalKb: 8_000_000, availableKb: 4_000_000, swapTotalKb: 1_000_000, swapFreeKb: 10 };
    expect(onN2({ ...hostFacts(want, 'n2'), memory: used })?.status).toBe('ok');
    expect(onN2(withKafka('n2', { swapKb: null }))?.status).toBe('ok');
  });
});

describe('host.logs', () => {
  const complaints = (change: Partial<Complaints>) => {
    const said = traces(want, 'n2');
    const kafka: Complaints = { log: '/log/kafka.log', readable: true, count: 0, newest: null, ...change };
    return reportsOf(
      hostLogs,
      withHost(healthy(want), 'traces', 'n2', read({ ...said, complaints: { ...said.complaints, kafka } })),
      want,
    ).find(({ target }) => target === 'n2/kafka');
  };

  it('warns with the newest line', () => {
    const newest = '2026-01-01 10:00:00,123 FATAL KafkaApis [kafka-request-handler-0] Halting due to unrecoverable I/O error';
    expect(complaints({ count: 2, newest })).toMatchObject({
      status: 'warn',
      value: 2,
      message: `2 lines of weight since it was started, the newest: ${newest}`,
    });
  });

  it('is unknown where the log cannot be read', () => {
    expect(complaints({ readable: false })?.status).toBe('unknown');
  });

  it('says nothing of services that do not run', () => {
    const off = withHost(healthy(want), 'traces', 'n2', read({ complaints: {}, snapshots: 1 }));
    expect(brief(reportsOf(hostLogs, off, want)).every((one) => one.startsWith('ok'))).toBe(true);
  });
});

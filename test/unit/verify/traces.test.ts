// traces.sh on this machine, by each shell that a host may have, over logs as the services write them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostFacts } from '../../../src/model/facts.js';
import type { HostTraces } from '../../../src/model/observed.js';
import { readTraces } from '../../../src/verify/traces.js';
import { hostFacts, resolved } from '../../support/evidence.js';
import { service } from '../../support/service-facts.js';
import { SHELLS, TestHost } from '../../support/test-shells.js';

const LONG = 30_000;
const { signal } = new AbortController();
const hosts: TestHost[] = [];
afterEach(() => {
  for (const host of hosts.splice(0)) host.remove();
});

/** As log4j of a host writes it, in the zone of that host. */
function stamp(epochMs: number): string {
  const date = new Date(epochMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())},123`;
}

describe.each(SHELLS)('%s', (shell) => {
  const STARTED = Date.parse('2026-03-05T10:00:00Z');

  function host(): { readonly home: string; traces(facts?: Partial<HostFacts>): Promise<HostTraces>; log(text: string): void } {
    const at = new TestHost(shell);
    hosts.push(at);
    const want = resolved({ hosts: 1, home: () => at.home });
    const running = {
      zookeeper: service({ state: 'stopped', pid: null, startedAt: null }),
      kafka: service({ startedAt: new Date(STARTED).toISOString() }),
    };
    const [log = ''] = want.placed.find(({ instance }) => instance.component === 'kafka')?.layout.service.logs ?? [];
    return {
      home: at.home,
      log: (text) => {
        mkdirSync(dirname(log), { recursive: true });
        writeFileSync(log, text);
      },
      traces: (facts = {}) =>
        readTraces(
          { ...hostFacts(want, 'n1'), services: running, ...facts },
          { resolved: want, live: { signal, session: () => at.session(), dial: () => Promise.reject(new Error('no')) }, deadlineMs: LONG },
        ),
    };
  }

  it('finds the newest cry for help since the process was started, in stack traces, too', { timeout: LONG }, async () => {
    const at = host();
    at.log(
      [
        `${stamp(STARTED - 60_000)} FATAL KafkaServerStartable [main] of the process before`,
        'java.lang.OutOfMemoryError: of the process before',
        `${stamp(STARTED + 1000)} INFO  KafkaServer [main] started; the topic is NONFATALLY named`,
        `${stamp(STARTED + 60_000)} ERROR Log [kafka-scheduler-1] Uncaught exception`,
        'java.io.IOException: No space left on device',
        `${stamp(STARTED + 61_000)} WARN  Other \u0000\u00ff\u00e9 [x] fine`,
        '',
      ].join('\n'),
    );
    const { complaints } = await at.traces();
    expect(Object.keys(complaints)).toEqual(['kafka']);
    expect(complaints.kafka).toMatchObject({ readable: true, count: 1, newest: 'java.io.IOException: No space left on device' });
  });

  it.each([
    'FATAL [KafkaApi-3] Halting due to unrecoverable I/O error while handling produce request: ',
    'ERROR Acceptor [kafka-socket-acceptor] Error while accepting connection java.io.IOException: Too many open files',
    'ERROR LogCleaner [kafka-log-cleaner-thread-0] [kafka-log-cleaner-thread-0], Error due to ',
    'ERROR NIOServerCnxnFactory [x] Thread Thread[x] died java.lang.OutOfMemoryError: Java heap space',
  ])('knows %j', { timeout: LONG }, async (line) => {
    const at = host();
    at.log(`${stamp(STARTED + 5000)} ${line}\n`);
    expect((await at.traces()).complaints.kafka).toMatchObject({ count: 1, newest: `${stamp(STARTED + 5000)} ${line}`.trimEnd() });
  });

  it('is bounded, whatever the log', { timeout: LONG }, async () => {
    const at = host();
    at.log(`${stamp(STARTED + 5000)} FATAL ${'x'.repeat(2000)}\n`.repeat(200));
    const kafka = (await at.traces()).complaints.kafka;
    expect(kafka?.count).toBe(50);
    expect(kafka?.newest?.length).toBeLessThan(400);
  });

  it('tells a log that is not there from one without complaints', { timeout: LONG }, async () => {
    const at = host();
    expect((await at.traces()).complaints.kafka).toMatchObject({ readable: false, count: 0 });
    at.log('');
    expect((await at.traces()).complaints.kafka).toMatchObject({ readable: true, count: 0, newest: null });
  });

  it('counts the snapshots of ZooKeeper', { timeout: LONG }, async () => {
    const at = host();
    expect((await at.traces()).snapshots).toBeNull();
    const dir = join(at.home, 'zk_data', 'version-2');
    mkdirSync(dir, { recursive: true });
    expect((await at.traces()).snapshots).toBe(0);
    for (const name of ['snapshot.0', 'snapshot.100000001', 'log.1', 'acceptedEpoch']) writeFileSync(join(dir, name), '');
    expect((await at.traces()).snapshots).toBe(2);
  });
});

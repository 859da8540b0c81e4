// What facts.sh says of a service that is to run and has no process yet, by each shell that a host may have.
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { gatherFacts } from '../../../src/hosts/facts/gather.js';
import type { HostFacts } from '../../../src/model/facts.js';
import { SHELLS } from '../../support/test-shells.js';
import { TestService } from '../../support/test-service.js';
import { waitUntil } from '../../support/wait-until.js';

const LONG = 180_000;
const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

describe.each(SHELLS)('%s', (shell) => {
  function look({ host }: TestService): Promise<HostFacts> {
    const nothing = { files: [], dirs: [], dataDirs: [], bundles: [], names: [] };
    const request = { home: host.home, base: host.base, javaHome: null, ...nothing, services: ['kafka'] as const };
    return gatherFacts(host.session(), request, { deadlineMs: LONG, signal: new AbortController().signal });
  }

  test('a service between two starts is about to start: how it ended, and when the next start comes', { timeout: LONG }, async () => {
    const it = new TestService(shell);
    cleanups.push(() => it.remove());
    it.runs('exit 1');
    await it.call('start');
    await waitUntil('a pause', LONG, () => Promise.resolve(it.has('retry') || it.out));
    const { services } = await look(it);
    expect(services.kafka).toMatchObject({
      state: 'starting',
      pid: null,
      supervisorPid: it.pid('pid'),
      fingerprint: null,
      processState: null,
      failure: expect.stringMatching(/^it ended with status 1 after \d s; next start at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/) as unknown,
    });
  });

  test('a start script that waits is not the service yet, and says why', { timeout: LONG }, async () => {
    const it = new TestService(shell);
    cleanups.push(() => it.remove());
    it.runs(`echo 'it waits for ZooKeeper' >'${it.base}/run/kafka.waits'; exec sleep 1000`);
    await it.call('start');
    await waitUntil('the reason', LONG, () => Promise.resolve(it.has('waits') || it.out));
    const { services } = await look(it);
    const fingerprint = createHash('sha256').update('').digest('hex');
    expect(services.kafka).toMatchObject({
      state: 'starting',
      pid: null,
      startedAt: null,
      fingerprint,
      failure: 'it waits for ZooKeeper',
    });
    await it.call('stop', '20');
    expect((await look(it)).services.kafka).toMatchObject({ state: 'stopped', failure: null });
  });
});

// Starting and stopping by executors, with a real supervisor and a process in place of the JVM.
import { afterEach, expect, test } from 'vitest';
import { join } from 'node:path';
import type { Done, ExecutorContext } from '../../../src/apply/executors/executor.js';
import { executors } from '../../../src/apply/executors/executors.js';
import type { AppError } from '../../../src/errors/app-error.js';
import type { Service } from '../../../src/model/component.js';
import { restart, start, stop } from '../../support/actions.js';
import { signal, TestService } from '../../support/test-service.js';
import { waitUntil } from '../../support/wait-until.js';

const LONG = 180_000;
const open: TestService[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((service) => service.remove()));
});

function made(script: string): { it: TestService; service: Service; context: ExecutorContext } {
  const it = new TestService('dash');
  open.push(it);
  it.runs(script);
  const run = join(it.base, 'bin', 'kafka.run');
  const service: Service = { component: 'kafka', base: it.base, run, watched: [], fingerprint: '', logs: [], stopMs: 2000 };
  return { it, service, context: { session: it.host.session(), base: it.base, bundles: {} } };
}

const CHANGED: readonly Done[] = [{ result: 'changed' }];
const OK: readonly Done[] = [{ result: 'ok' }];
const errorOf = ([done]: readonly Done[]): Partial<AppError> => (done?.result === 'failed' ? done.error : {});

test('start, start again, restart, stop, stop again', { timeout: LONG }, async () => {
  const { it, service, context } = made('exec sleep 1000');
  expect(await executors['service-start'].run([start(service)], context)).toEqual(CHANGED);
  const first = it.pid('child');
  expect(await executors['service-start'].run([start(service)], context)).toEqual(OK);
  expect(it.pid('child')).toBe(first);
  expect(await executors['service-restart'].run([restart(service)], context)).toEqual(CHANGED);
  expect(it.pid('child')).not.toBe(first);
  expect(it.pid('child')).toBeGreaterThan(0);
  expect(await executors['service-stop'].run([stop(service)], context)).toEqual(CHANGED);
  expect(it.pid('child')).toBeUndefined();
  expect(await executors['service-stop'].run([stop(service)], context)).toEqual(OK);
});

test('what dies at its start is an error with its last lines', { timeout: LONG }, async () => {
  const { service, context } = made('echo "FATAL no zookeeper.connect"; sleep 0.5; exit 1');
  const error = errorOf(await executors['service-start'].run([start(service)], context));
  expect(error).toMatchObject({ code: 'SERVICE_FAILED', exitCode: 1, where: { host: 'h1' } });
  expect(error.message).toContain('kafka could not be started on h1');
  expect(error.message).toContain('FATAL no zookeeper.connect');
});

test('an orphan is restarted under a supervisor', { timeout: LONG }, async () => {
  const { it, service, context } = made('exec sleep 1000');
  await executors['service-start'].run([start(service)], context);
  const orphan = it.pid('child');
  signal(it.pid('pid'), 'SIGKILL');
  await waitUntil('the supervisor gone', LONG, () => Promise.resolve(it.pid('pid') === undefined || 'alive'));
  const error = errorOf(await executors['service-start'].run([start(service)], context));
  expect(error).toMatchObject({
    code: 'SERVICE_FAILED',
    todo: [expect.stringContaining('fams-ops restart kafka --limit h1')],
  });
  expect(await executors['service-restart'].run([restart(service)], context)).toEqual(CHANGED);
  expect(it.pid('child')).not.toBe(orphan);
  expect(it.pid('pid')).toBeGreaterThan(0);
});

test('what does not stop is an error that says so, and is killed only when that is wanted', { timeout: LONG }, async () => {
  const { it, service, context } = made(`trap '' TERM; echo ready; while :; do sleep 0.2; done`);
  await executors['service-start'].run([start(service)], context);
  const pid = it.pid('child');
  const error = errorOf(await executors['service-stop'].run([stop(service)], context));
  expect(error).toMatchObject({ code: 'SERVICE_FAILED' });
  expect(error.message).toContain(`still there after 2 s: process ${String(pid)}`);
  expect(errorOf(await executors['service-restart'].run([restart(service)], context))).toMatchObject({ code: 'SERVICE_FAILED' });
  expect(it.pid('child')).toBe(pid);
  expect(await executors['service-stop'].run([stop(service, true)], context)).toEqual(CHANGED);
  expect(it.pid('child')).toBeUndefined();
});

test('a host where nothing was installed', { timeout: LONG }, async () => {
  const { it, service, context } = made('');
  const error = errorOf(await executors['service-start'].run([start({ ...service, base: join(it.base, 'none') })], context));
  expect(error).toMatchObject({ code: 'COMMAND_FAILED' });
});

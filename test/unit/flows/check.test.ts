import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { check, explainChecks } from '../../../src/flows/check.js';
import { checkText, explainedText } from '../../../src/views/check.js';
import { preflightChecks } from '../../../src/plan/preflight/checks.js';
import { ADDRESSES, local } from './local.js';

const LONG = 60_000;

it('judges each check of each host, changes nothing, and finds who listens and whose data is there', { timeout: LONG }, async () => {
  const { dir, broker, options } = await local();
  const stranger = createServer().listen(broker, '127.0.0.2');
  await once(stranger, 'listening');
  onTestFinished(() => void stranger.close());
  mkdirSync(join(dir, '127.0.0.1', 'kafka-logs', 'orders-0'), { recursive: true });
  const { ok, exitCode, result } = await check(options);
  expect([ok, exitCode, result.status]).toEqual([false, 1, 'crit']);
  expect(new Set(result.checks.map(({ id }) => id))).toEqual(
    new Set(['host.ssh', ...preflightChecks.map(({ id }) => id), 'host.disk', 'host.clock']),
  );
  const crits = result.checks.filter(({ status }) => status === 'crit').map(({ id, target, message }) => `${id} ${target}: ${message}`);
  expect(crits).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        new RegExp(`^host\\.ports 127\\.0\\.0\\.2: port ${String(broker)} \\(kafka broker\\) is taken by .*pid ${String(process.pid)}\\)`),
      ),
      expect.stringMatching(/^host\.data 127\.0\.0\.1\/kafka: .*orders-0/),
    ]),
  );
  expect(result.checks.filter(({ id }) => id === 'host.reach').map(({ status, message }) => `${status} ${message}`)).toEqual([
    'ok reaches 127.0.0.2 on 4 ports (1 in use)',
    'ok reaches 127.0.0.1 on 4 ports (0 in use)',
  ]);
  expect(result.checks.filter(({ status, fix }) => (status === 'ok') !== (fix === ''))).toEqual([]);
  expect(readdirSync(join(dir, '127.0.0.1'))).toEqual(['kafka-logs']);
  expect(readdirSync(join(dir, '127.0.0.2'))).toEqual([]);
});

it('refuses an unknown host in --limit before it looks at any', async () => {
  const { options } = await local();
  await expect(check({ ...options, limit: ['127.0.0.3'] })).rejects.toThrow(/There is no host "127\.0\.0\.3"/);
});

it('tells people of a host that cannot be reached once, and what to type next', () => {
  const report = (id: string, target: string, status: 'ok' | 'crit' | 'unknown', message: string, fix = '') => ({
    id,
    target,
    status,
    value: null,
    message,
    fix,
    ms: 1,
  });
  const checks = [
    report('host.ssh', 'n1', 'unknown', 'no answer'),
    report('host.java', 'n1', 'unknown', 'no answer'),
    report('host.java', 'n2', 'unknown', 'its state could not be read'),
    report('host.ssh', 'n2', 'ok', 'reached in 3 ms'),
  ];
  const text = checkText({ status: 'unknown', checks, sentence: 'Whether ...' }, false);
  expect(text.match(/no answer/g)).toHaveLength(1);
  expect(text).toMatch(/host\.java +n2/);
  const next = (fix: string) =>
    checkText({ status: 'crit', checks: [report('host.home', 'n1', 'crit', 'x', fix)], sentence: 'No.' }, false, 'my.yaml')
      .split('\n')
      .at(-1);
  expect(next('Create it.')).toBe('Next: fams-ops check --explain host.home -i my.yaml');
  expect(next('Type "fams-ops exec -- date".')).toBe('Next: fams-ops exec -- date -i my.yaml');
});

it('explains each of its checks, and knows no other', () => {
  const explained = explainChecks('host').result.checks;
  expect(explained.map(({ id }) => id)).toEqual(['host.ssh', ...preflightChecks.map(({ id }) => id), 'host.disk', 'host.clock']);
  expect(new Set(explained.map(({ id }) => id)).size).toBe(explained.length);
  expect(explainedText(explainChecks('host.reach').result.checks, 60)).toMatch(/^host\.reach: Hosts reach each other\n {2}\S.*firewall/s);
  expect(() => explainChecks('host.jav')).toThrow(/There is no check "host\.jav"/);
});

it('is interrupted by the signal', async () => {
  const { options } = await local();
  await expect(check({ ...options, signal: AbortSignal.abort() })).rejects.toThrow();
  expect(ADDRESSES).toHaveLength(2);
  writeFileSync(options.inventory, 'cluster: here\n');
  await expect(check(options)).rejects.toThrow(/inventory/i);
});

// The demo on this machine: made, interrupted and gone on with, run twice, looked at by every command and in a browser, taken down without a trace.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { expectDocumented } from '../cli/documented.js';
import { Desk, document, type Ended, type Running } from '../cli/program.js';
import { browse, installed } from '../support/browser.js';
import { freePort } from '../support/ports.js';
import { waitUntil } from '../support/wait-until.js';

interface Service {
  readonly host: string;
  readonly component: string;
  readonly state: string;
  readonly pid: number | null;
}

interface Result {
  readonly inventory: string;
  readonly changes: number;
  readonly verify: { readonly sentence: string } | null;
  readonly services: readonly Service[];
}

const CHROMIUM = installed('chromium');
const KCAT = installed('kcat');
const missing = [...(CHROMIUM === undefined ? ['chromium'] : []), ...(KCAT === undefined ? ['kcat'] : [])];
/** Where the pictures of the page go. */
const REPORTS = fileURLToPath(new URL('../../reports/', import.meta.url));
const INTERVAL_MS = 2000;

describe.skipIf(process.platform !== 'linux')('the demo', () => {
  let desk: Desk;
  let data: string;
  let env: NodeJS.ProcessEnv;
  let inventory = '';

  beforeAll(() => {
    desk = new Desk();
    // Not below the directory for temporary files: a cluster that keeps its data there is warned of.
    data = mkdtempSync(join(homedir(), '.fams-demo-'));
    env = {
      HOME: homedir(),
      XDG_DATA_HOME: data,
      XDG_STATE_HOME: join(desk.dir, 'state'),
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
    };
  });
  afterAll(async () => {
    await demo('--down').ended;
    rmSync(data, { recursive: true, force: true });
    desk.remove();
  });

  const demo = (...args: readonly string[]): Running => desk.start(['demo', '--json', ...args], env);
  const on = (...args: readonly string[]): Promise<Ended> => desk.start([...args, '-i', inventory, '--json'], env).ended;
  const resultOf = (ended: Ended): Result => document(ended).result as unknown as Result;
  const services = async (): Promise<readonly Service[]> => resultOf(await on('status')).services;
  const running = (found: readonly Service[]): number => found.filter((one) => one.state === 'running').length;

  it('is interrupted by Ctrl-C, and gone on with', async () => {
    const first = demo();
    await first.says('== Start ');
    first.child.kill('SIGINT');
    const interrupted = await first.ended;
    expect([interrupted.code, document(interrupted).error?.code], interrupted.stderr).toEqual([130, 'INTERRUPTED']);
    const second = await demo().ended;
    expect(second.code, second.stdout + second.stderr).toBe(0);
    inventory = resultOf(second).inventory;
    expect(resultOf(second).changes).toBeGreaterThan(0);
    expectDocumented('demo', document(second).result);
  });

  it('has three nodes that run', async () => {
    const found = await services();
    expect(found.map(({ host, component }) => `${host} ${component}`).toSorted()).toEqual([
      ...['n1 calculator', 'n1 kafka', 'n1 spark-master', 'n1 spark-worker', 'n1 zookeeper'],
      ...['n2 kafka', 'n2 zookeeper'],
      ...['n3 kafka', 'n3 producer', 'n3 zookeeper'],
    ]);
    expect(running(found)).toBe(10);
  });

  it('changes nothing when it is run again', async () => {
    const before = await services();
    const again = await demo().ended;
    expect([again.code, resultOf(again).changes], again.stdout + again.stderr).toEqual([0, 0]);
    expect(await services()).toEqual(before);
  });

  it('is looked at by every command, with the results that docs/commands.md shows', async () => {
    for (const [command = '', ...args] of [
      ['plan'],
      ['provision'],
      ['check'],
      ['verify', '--all'],
      ['status'],
      ['launch'],
      ['hot', '--once'],
      ['logs', 'kafka', '--lines', '2'],
      ['exec', 'true'],
      ['bundle', '--offline'],
      ['unlock'],
      ['start'],
      ['diag', '--output', 'diag.tar.gz'],
    ]) {
      const ended = await on(command, ...args);
      expect(ended.code, `${command}: ${ended.stdout}${ended.stderr}`).toBe(0);
      expectDocumented(command, document(ended).result);
    }
  });

  const inBrowser = 'shows a burst on its page within two batches, without a reload';
  it.skipIf(missing.length > 0)(missing.length === 0 ? inBrowser : `${inBrowser} (there is no ${missing.join(' and no ')})`, async () => {
    const url = `http://127.0.0.1:${String(await freePort('127.0.0.1'))}/`;
    const serving = desk.start(['hot', '--web', new URL(url).host, '-i', inventory], env);
    onTestFinished(() => void serving.child.kill('SIGKILL'));
    await waitUntil('the page', 30_000, async () => (await fetch(url)).ok || 'another answer');
    const browsing = await browse(url, CHROMIUM ?? '');
    onTestFinished(() => browsing.close());
    const { page, problems, requests } = browsing;
    const first = page.locator('#rows tr:first-child td.name');
    await first.waitFor({ timeout: 120_000 });
    // Gone, should it be loaded again.
    await page.evaluate('globalThis.untouched = true');
    expect(await page.title()).toBe("今日热点 / Today's hot topics");

    // A name that would be markup, were it not for the page.
    const name = '/news/<b>burst</b>?a=1&b=<img src=x>';
    expect(await first.textContent()).not.toBe(name);
    const lines = desk.write('burst.txt', `${name}|5|10|1\n`.repeat(120));
    const brokers = (document(await on('client-config')).result as unknown as { readonly brokers: string }).brokers;
    const flags = ['api.version.request=false', 'broker.version.fallback=0.8.2.1', 'topic.request.required.acks=-1'].flatMap((x) => [
      '-X',
      x,
    ]);
    const began = Date.now();
    const sent = await desk.command([KCAT ?? '', '-b', brokers, '-P', '-t', 'user-behavior-topic', ...flags, '-l', lines]).ended;
    const acknowledged = Date.now();
    expect(sent.code, sent.stderr).toBe(0);
    await waitUntil('the page of the burst in the first place', 120_000, async () => {
      const leader = await first.textContent();
      return leader === name || `${String(leader)} in the batch of ${String(await page.locator('#batch').getAttribute('datetime'))}`;
    });
    const batch = Date.parse((await page.locator('#batch').getAttribute('datetime')) ?? '');
    const after = (from: number): number => Math.max(0, Math.ceil((batch - from) / INTERVAL_MS));
    console.log(`first in batch ${String(after(began))} after the burst began, ${String(after(acknowledged))} after it was acknowledged`);
    expect(after(acknowledged)).toBeLessThanOrEqual(2);
    expect(await page.evaluate('globalThis.untouched')).toBe(true);
    expect(await page.locator('main img, main b').count()).toBe(0);

    const verdict = page.locator('#verdict');
    await waitUntil('the verdict', 120_000, async () => {
      const status = await verdict.getAttribute('data-status');
      return status === 'ok' || `${String(status)}: ${await verdict.innerText()}`;
    });
    await page.locator('#link[data-state="live"]').waitFor({ timeout: 60_000 });
    expect(await page.locator('#plot svg path').count()).toBeGreaterThan(0);
    mkdirSync(REPORTS, { recursive: true });
    // As it is once all rows are in their places.
    const animations = 'disabled';
    await page.screenshot({ path: join(REPORTS, 'hot-page.png'), animations });
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: join(REPORTS, 'hot-page-dark.png'), animations });
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.screenshot({ path: join(REPORTS, 'hot-page-phone.png'), fullPage: true, animations });
    expect(problems).toEqual([]);
    expect(requests.filter((one) => !one.startsWith(url))).toEqual([]);

    serving.child.kill('SIGINT');
    expect((await serving.ended).code).toBe(0);
    await page.locator('#link[data-state="away"]').waitFor();
    expect(await verdict.getAttribute('data-status')).toBe('unknown');
  });

  it('stops and starts a part of it', async () => {
    for (const [verb = '', count] of [
      ['stop', 9],
      ['start', 10],
      ['restart', 10],
    ] as const) {
      const ended = await on(verb, 'kafka', '--limit', 'n2');
      expect([ended.code, resultOf(ended).changes], ended.stdout + ended.stderr).toEqual([0, 1]);
      expectDocumented(verb, document(ended).result);
      expect(running(await services())).toBe(count);
    }
  });

  it('is taken down with its processes and its directories', async () => {
    const pids = (await services()).flatMap(({ pid }) => (pid === null ? [] : [pid]));
    expect(pids).toHaveLength(10);
    const down = await demo('--down').ended;
    expect([down.code, document(down).result], down.stderr).toEqual([0, { inventory, removed: true }]);
    expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]);
    expect(readdirSync(join(data, 'fams-ops'))).toEqual([]);
    expect((await demo('--down').ended).code).toBe(0);
  });
});

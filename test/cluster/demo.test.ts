// The demo on this machine: made, interrupted and gone on with, run twice, looked at by every command, taken down without a trace.
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDocumented } from '../cli/documented.js';
import { Desk, document, type Ended, type Running } from '../cli/program.js';

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

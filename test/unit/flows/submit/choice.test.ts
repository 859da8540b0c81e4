// Where a submitted program runs, and what it gets of the workers.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/errors/app-error.js';
import { chooseCores, chooseHost, requireDriverMemory, requireJava } from '../../../../src/flows/submit/choice.js';
import { Tail } from '../../../../src/flows/submit/tail.js';
import type { Resolved } from '../../../../src/model/resolved.js';
import type { MasterAnswer, SparkWorkerSeen } from '../../../../src/model/streaming.js';
import { JAVA_8 } from '../../../support/cluster.js';
import { clusterFor, fresh, freshHost, provisioned } from '../../../support/facts.js';

const refusal = (act: () => unknown): AppError => {
  try {
    act();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

const worker = (host: string, cores: number, used: number, change: Partial<SparkWorkerSeen> = {}): SparkWorkerSeen => ({
  host,
  port: 7078,
  cores,
  coresUsed: used,
  memoryMb: 1024,
  memoryUsedMb: used * 512,
  state: 'ALIVE',
  ...change,
});
const master = (...workers: readonly SparkWorkerSeen[]): MasterAnswer => ({
  url: 'spark://a:7077',
  status: 'ALIVE',
  workers,
  apps: [{ id: 'app-1', name: 'Popularity', state: 'RUNNING', coresAsked: 2 }],
});
const wish = { cores: null, executorMemory: '512m', receives: false };

describe('the cores of a submitted program', () => {
  it('are all that are free, of workers that are alive and have the memory', () => {
    const full = worker('c', 4, 0, { memoryUsedMb: 600 });
    const dead = worker('d', 8, 0, { state: 'DEAD' });
    expect(chooseCores(master(worker('a', 4, 1), worker('b', 2, 0), full, dead), wish)).toBe(5);
    expect(chooseCores(master(worker('a', 4, 1)), { ...wish, cores: 2 })).toBe(2);
  });

  it('are at least two where it has a receiver', () => {
    expect(chooseCores(master(worker('a', 2, 0)), { ...wish, receives: true })).toBe(2);
    const one = refusal(() => chooseCores(master(worker('a', 2, 1)), { ...wish, receives: true }));
    expect([one.code, one.exitCode]).toEqual(['NOT_READY', 1]);
    expect(one.message).toContain('needs 2 cores, and 1 is free: "Popularity" (app-1, up to 2 cores)');
    expect(refusal(() => chooseCores(master(worker('a', 2, 0)), { ...wish, cores: 1, receives: true })).exitCode).toBe(2);
    expect(refusal(() => chooseCores(master(worker('a', 1, 0)), { ...wish, receives: true })).message).toContain(
      'all workers together have 1',
    );
  });

  it('are refused in words where none are free, or no worker has the memory', () => {
    const taken = refusal(() => chooseCores(master(worker('a', 2, 2)), wish));
    expect([taken.code, taken.message]).toEqual(['NOT_READY', expect.stringContaining('no worker has 512m of memory left')]);
    const roomy = refusal(() => chooseCores(master(worker('a', 1, 1)), wish));
    expect(roomy.message).toContain('none is free: "Popularity"');
    const memory = refusal(() => chooseCores(master(worker('a', 2, 0)), { ...wish, executorMemory: '2g' }));
    expect([memory.exitCode, memory.message]).toEqual([1, expect.stringContaining('No worker offers 2g')]);
    expect(refusal(() => chooseCores(master(), wish)).message).toContain('no worker is alive');
  });
});

describe('the host of its driver', () => {
  const resolved = clusterFor({
    hosts: [
      { address: 'm', roles: ['zookeeper', 'kafka', 'spark-master'] },
      { address: 'w', roles: ['spark-worker'] },
      { address: 'c', roles: ['calculator'] },
      { address: 'k', roles: ['kafka'] },
    ],
  });
  const facts = provisioned(resolved);
  const hostOf = (on: string | null, limit: readonly string[] = [], known = facts): string =>
    chooseHost(resolved, known, { on, limit }).instance.host.name;

  it('has the role calculator, else another one of Spark, else is the one that was named', () => {
    expect([hostOf(null), hostOf('m'), hostOf(null, ['w', 'm'])]).toEqual(['c', 'm', 'w']);
    const without = new Map([...facts].map(([name, one]) => [name, name === 'c' ? { ...one, bundles: {} } : one]));
    expect(hostOf(null, [], without)).toBe('w');
  });

  it('is refused where it has no role of Spark, or not its software', () => {
    expect(refusal(() => hostOf('k'))).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(refusal(() => hostOf(null, [], fresh(resolved)))).toMatchObject({ code: 'NOT_READY', exitCode: 1 });
    const bare = clusterFor({ hosts: ['k'] });
    expect(refusal(() => chooseHost(bare, provisioned(bare), { on: null, limit: [] }))).toMatchObject({ code: 'USAGE' });
  });

  it('and those of its executors have a Java that reads its classes', () => {
    const old: Resolved = {
      ...resolved,
      placed: resolved.placed.map((one) =>
        one.instance.host.name === 'w' ? { ...one, instance: { ...one.instance, java: JAVA_8 } } : one,
      ),
    };
    const driver = chooseHost(old, facts, { on: 'c', limit: [] });
    expect(() => requireJava(old, driver, 8)).not.toThrow();
    expect(refusal(() => requireJava(old, driver, 11))).toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining('w has Java 1.8.0_412') as string,
    });
  });

  it('has the memory for it', () => {
    expect(() => requireDriverMemory(freshHost('c'), '4g')).not.toThrow();
    expect(refusal(() => requireDriverMemory(freshHost('c'), '8g'))).toMatchObject({ code: 'HOST_UNFIT' });
  });
});

it('of endless output the end is kept, from the beginning of a line', () => {
  const tail = new Tail();
  for (let i = 0; i < 100_000; i += 1) tail.add(Buffer.from(`line ${String(i)}\n`));
  const lines = tail.text().split('\n');
  expect([lines[0]?.startsWith('line '), lines.at(-2), tail.truncated]).toEqual([true, 'line 99999', true]);
  expect(tail.text().length).toBeLessThanOrEqual(64 * 1024);
  const short = new Tail();
  short.add(Buffer.from('no end of line'));
  expect([short.text(), short.truncated]).toEqual(['no end of line', false]);
});

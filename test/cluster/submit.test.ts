// Programs of somebody else's on the launched Spark of three machines: the article's own, with a receiver and a checkpoint, on
// executors of two hosts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FeedResult } from '../../src/flows/feed.js';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { fillCache } from '../support/kafka-jars.js';
import { Kcat } from '../support/kcat.js';
import { ARTICLE, compileProgram, SUM_OF_SQUARES, unpackSpark } from '../support/spark-program.js';
import { waitUntil } from '../support/wait-until.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'user-behavior-topic';
const CLASS = 'com.ibm.spark.exercise.streaming.WebPagePopularityValueCalculator';
const ROLES = ['zookeeper, kafka, spark-master, spark-worker', 'zookeeper, kafka, spark-worker', 'zookeeper, kafka, producer'];
const LONG = 180_000;

interface Page {
  readonly workers: readonly { readonly cores: number; readonly coresused: number }[];
  readonly activeapps: readonly { readonly name: string }[];
}

describe.skipIf(!available.ok)(`submitted programs${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let kcat: Kcat;
  let jar: string;
  const root = mkdtempSync(join(tmpdir(), 'fams-ops-programs-'));
  const base = '/home/fams/.fams-ops/fams/submitted';
  beforeAll(async () => {
    await fillCache();
    jar = compileProgram(root, await unpackSpark(root), { WebPagePopularityValueCalculator: ARTICLE, SumOfSquares: SUM_OF_SQUARES });
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    kcat = new Kcat(bed, HOSTS);
    const hosts = HOSTS.map((host, i) => `  - { address: ${bed.address(host)}, roles: [${ROLES[i] ?? ''}] }`);
    // One core each: a program that needs two has executors on two hosts.
    await fams.writeText(`cluster: fams
ssh: { identityFile: ${bed.keyFile} }
hosts:
${hosts.join('\n')}
spark: { workerCores: 1 }
`);
    const provisioned = await fams.run('provision');
    expect(provisioned.code, because(provisioned)).toBe(0);
    const launched = await fams.run('launch');
    expect(launched.code, because(launched)).toBe(0);
    const stopped = await fams.run('launch', '--stop', 'producer');
    expect(stopped.code, because(stopped)).toBe(0);
  });
  afterAll(async () => {
    await bed.stop();
    rmSync(root, { recursive: true, force: true });
  });

  const page = async (): Promise<Page> => {
    const url = `http://${bed.address(1)}:8080/json/`;
    const script = 'fetch(process.argv[1]).then((a) => a.text()).then((t) => console.log(t))';
    const { stdout } = await bed.operator([process.execPath, '-e', script, url]);
    return JSON.parse(stdout) as Page;
  };
  const coresUsed = async (): Promise<number> => (await page()).workers.reduce((sum, one) => sum + one.coresused, 0);

  it("runs the article's program: a receiver, state, and a checkpoint that executors of two hosts share", async () => {
    const zookeeper = HOSTS.map((host) => `${bed.address(host)}:2181`).join(',');
    const words = fams.argv('submit', jar, '--class', CLASS, '--', zookeeper, '1').filter((word) => word !== '--json');
    const child = bed.spawnOperator(words, { env: { NO_COLOR: '1' } });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    /** Of a page, as it was printed last. */
    const printed = (name: string): number | undefined => {
      const found = said.stdout.split('\n').findLast((line) => line.startsWith(`(${name},`) && line.endsWith(')'));
      return found === undefined ? undefined : Number(found.slice(name.length + 2, -1));
    };
    const counted = (name: string, value: number): Promise<unknown> =>
      waitUntil(`${name} with ${String(value)}`, LONG, () => {
        const last = printed(name);
        const right = last !== undefined && Math.abs(last - value) < 0.01;
        return Promise.resolve(
          right || `${String(last)}; exit ${String(child.exitCode)}\n${said.stdout.slice(-500)}\n${said.stderr.slice(-3000)}`,
        );
      });

    // Its group has no offsets and begins at the end of the topic.
    await waitUntil('the receiver', LONG, async () => {
      await kcat.produce(TOPIC, ['here|1|0|0']);
      return printed('here') !== undefined || `exit ${String(child.exitCode)}\n${said.stdout}\n${said.stderr.slice(-3000)}`;
    });
    expect((await page()).activeapps.map(({ name }) => name)).toEqual(['Web Page Popularity Value Calculator']);
    const lines = Array.from({ length: 100 }, (_, i) => `page${String((i % 4) + 1)}|${String(i % 5)}|1.5|${String((i % 3) - 1)}`);
    const valueOf = (name: string): number =>
      lines
        .map((line) => line.split('|'))
        .filter(([one]) => one === name)
        .reduce((sum, [, clicks, stay, like]) => sum + 0.8 * Number(clicks) + 0.8 * Number(stay) + Number(like), 0);
    const pages = [1, 2, 3, 4].map((i) => `page${String(i)}`);
    await kcat.produce(TOPIC, lines);
    for (const name of pages) await counted(name, valueOf(name));
    // Past a checkpoint of the state, which cuts its lineage: from here on it is read back.
    await waitUntil('a checkpoint of the state', LONG, async () => {
      const { stdout } = await bed.user(1, [
        'sh',
        '-c',
        `find ${base}/home/${CLASS}/popularity-data-checkpoint -path '*/rdd-*' -name 'part-*'`,
      ]);
      return stdout.trim().split('\n').length >= 2 || `${stdout}\n${said.stderr.slice(-3000)}`;
    });
    await kcat.produce(TOPIC, lines);
    for (const name of pages) await counted(name, 2 * valueOf(name));
    expect(said.stderr).not.toContain('Exception');
    const elsewhere = await bed.user(2, ['sh', '-c', `ls ${base}/work`]);
    expect(elsewhere.code).not.toBe(0);

    child.kill('SIGINT');
    expect(await ended, said.stderr).toBe(130);
    expect(said.stderr).toContain('has ended');
    await waitUntil('free cores', 30_000, async () => {
      const used = await coresUsed();
      return used === 0 || `${String(used)} cores in use`;
    });
    expect((await bed.user(1, ['sh', '-c', `ls ${base}/run`])).stdout).toBe('');
  });

  it('fails as its program does, and says with what', async () => {
    const failed = await fams.run('submit', jar, '--class', 'SumOfSquares', '--on', bed.address(2), '--cores', '1', '--', 'fail');
    expect([failed.code, failed.ok, failed.result.exitCode, failed.result.host], because(failed)).toEqual([1, false, 7, bed.address(2)]);
    expect(failed.stderr).toContain('told on the other stream');
    expect(failed.result).toMatchObject({ stdout: '333833500|fail\n', failure: 'its driver ended with 7' });
  });

  it('is not taken in by the 0 of a driver that Spark has thrown out', async () => {
    // No executor can start with that: after ten of them the master gives the application up.
    const options = ['--cores', '1', '--conf', 'spark.executor.extraJavaOptions=-Xss1k'];
    const thrown = await fams.run('submit', jar, '--class', 'SumOfSquares', ...options);
    // With what its driver ends depends on how far the program is by then.
    expect([thrown.code, thrown.ok], because(thrown)).toEqual([1, false]);
    expect(thrown.result).toMatchObject({ failure: expect.stringMatching(/^Spark ended it: .*FAILED/) as string });
  });

  it('feeds events from standard input at a rate, and says after Ctrl-C how far it got', async () => {
    const total = async (): Promise<number> => (await kcat.ends(TOPIC, 3)).reduce((sum, end) => sum + end, 0);
    const before = await total();
    const child = fams.spawn('feed', '-', '--rate', '20');
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.stdin.write(Array.from({ length: 10_000 }, (_, i) => `page${String(i)}|1|0.5|0\n`).join(''));
    await waitUntil('some events in the topic', LONG, async () => {
      const now = await total();
      return now > before + 20 || `${String(now - before)}, exit ${String(child.exitCode)}`;
    });
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    const { result } = JSON.parse(stdout) as { readonly result: FeedResult };
    expect(result).toMatchObject({ interrupted: true, lines: result.sent, acknowledged: result.sent, failed: 0, malformed: 0 });
    expect(await total()).toBe(before + result.sent);
    expect(result.sent).toBeLessThan(5000);
  });

  it('ends the driver when fams-ops is killed', async () => {
    const zookeeper = `${bed.address(1)}:2181`;
    const child = fams.spawn('submit', jar, '--class', CLASS, '--', zookeeper, '1');
    await waitUntil('two cores in use', LONG, async () => {
      const used = await coresUsed();
      return used === 2 || `${String(used)} cores in use, exit ${String(child.exitCode)}`;
    });
    child.kill('SIGKILL');
    await waitUntil('free cores', 60_000, async () => {
      const used = await coresUsed();
      return used === 0 || `${String(used)} cores in use`;
    });
  });
});

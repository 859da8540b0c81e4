// The streaming side on three machines: launched, counted right, its driver and a broker killed, and still counted right.
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDocumented } from '../cli/documented.js';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Faults } from '../support/faults.js';
import { fillCache } from '../support/kafka-jars.js';
import { linesOf, listed, recount } from '../support/recount.js';
import { Streaming, TOPIC } from '../support/streaming.js';
import { ARTICLE, compileProgram, SUM_OF_SQUARES, unpackSpark } from '../support/spark-program.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const ROLES = [
  'zookeeper, kafka, spark-master, spark-worker, calculator',
  'zookeeper, kafka, spark-worker, calculator',
  'zookeeper, kafka, producer',
];

describe.skipIf(!available.ok)(`the streaming side${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let stream: Streaming;
  let faults: Faults;
  beforeAll(async () => {
    await fillCache();
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    stream = new Streaming(bed, fams, HOSTS);
    faults = new Faults(bed);
    const hosts = HOSTS.map((host, i) => `  - { address: ${bed.address(host)}, roles: [${ROLES[i] ?? ''}] }`);
    await fams.writeText(`cluster: fams
ssh: { identityFile: ${bed.keyFile} }
hosts:
${hosts.join('\n')}
spark: { workerCores: 1 }
streaming:
  producer: { every: 100ms, messages: [80, 120], seed: 7 }
  # A frozen driver keeps its cores: the one that takes over needs another.
  calculator: { top: 200, interval: 1s, cores: 1 }
`);
  });
  afterAll(async () => {
    if (stream.told.length > 0) process.stdout.write(`\n${stream.told.join('\n')}\n\n`);
    await bed.stop();
  });

  it('refuses to launch where there is no cluster', async () => {
    const said = await fams.run('launch');
    expect([said.code, said.error.code], because(said)).toEqual([1, 'NOT_READY']);
  });

  it('is launched on a provisioned cluster, and its first list is right', async () => {
    const provisioned = await fams.run('provision');
    expect(provisioned.code, because(provisioned)).toBe(0);
    const said = await fams.run('launch');
    // On a busy machine the first batches, on cold JVMs, may be late.
    expect([0, 3], because(said)).toContain(said.code);
    const shown = await fams.run('hot', '--once');
    expect(shown.code, because(shown)).toBe(0);
    expect(shown.result).toMatchObject({ stale: false, malformed: 0 });
    // Counted once more, from the offsets that the document itself names.
    const document = await stream.newest();
    const lines = linesOf(document, await stream.log());
    expect([document.records, listed(document)]).toEqual([lines.length, recount(lines)]);
    expect(lines.length).toBeGreaterThan(0);
    const pages = said.result.consoles.map(({ url }) => url);
    expect(pages).toEqual([
      ...[`http://${bed.address(1)}:8080`, `http://${bed.address(1)}:8081`, `http://${bed.address(2)}:8081`],
      expect.stringMatching(/:4040$/),
    ]);
    for (const url of pages) {
      const answer = await bed.operator(['curl', '-sL', '-m', '30', '-o', '/dev/null', '-w', '%{http_code}', url]);
      expect([url, answer.stdout]).toEqual([url, '200']);
    }
    const status = await fams.run('status');
    expect(status.result.consoles.map(({ url }) => url)).toEqual(pages);
    expect(status.result.spark).toMatchObject({ workersAlive: 2, coresUsed: 1, applications: [{ state: 'RUNNING' }] });
    expect(status.result.job?.state).toBe('counting');
    expect(status.result.producer?.state).toBe('producing');
  });

  it('is left alone by a second launch and a second provision', async () => {
    for (const command of ['launch', 'provision']) {
      const again = await fams.run(command);
      expect([command, again.code, again.result.changes], because(again)).toEqual([command, 0, 0]);
    }
  });

  it('runs a program that is submitted to it, and refuses one that needs more cores than are free', async () => {
    const root = mkdtempSync(join(tmpdir(), 'fams-ops-programs-'));
    try {
      const sources = { WebPagePopularityValueCalculator: ARTICLE, SumOfSquares: SUM_OF_SQUARES };
      const jar = compileProgram(root, await unpackSpark(root), sources);
      const ran = await fams.run('submit', jar, '--class', 'SumOfSquares', '--', 'a b', '$(id)');
      expect(ran.code, because(ran)).toBe(0);
      expectDocumented('submit', ran.result);
      expect(ran.result).toMatchObject({ exitCode: 0, failure: null, cores: 1, stdout: '333833500|a b|$(id)\n' });
      expect(ran.result.application).toMatch(/^app-/);
      const refused = await fams.run('submit', jar, '--class', `com.ibm.spark.exercise.streaming.WebPagePopularityValueCalculator`);
      expect([refused.code, refused.error.code], because(refused)).toEqual([1, 'NOT_READY']);
      expect(refused.error.what).toContain('needs 2 cores, and 1 is free: "Web Page Popularity Value Calculator"');
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });

  it('counts every record once, whatever is killed', async () => {
    const { epoch } = await stream.newest();
    const driver = await stream.owner();
    const after = await stream.disturbed('kill -9 of the driver', () => faults.signal(driver, 'calculator', 'KILL'));
    expect(after.epoch).toBeGreaterThan(epoch);
    await stream.disturbed('kill -9 of a broker', () => faults.signal(3, 'kafka', 'KILL'));
  });

  it('has the totals of the topic, page by page, when the producer is stopped', async () => {
    const stopped = await fams.run('launch', '--stop', 'producer');
    expect(stopped.code, because(stopped)).toBe(0);
    const document = await stream.caughtUp();
    const lines = await stream.kcat.consume(TOPIC);
    stream.told.push(`${String(lines.length)} records in the topic, ${String(document.records)} counted, owner ${String(document.epoch)}`);
    expect([document.records, document.malformed]).toEqual([lines.length, 0]);
    expect(listed(document)).toEqual(recount(lines));
    const ends = await stream.ends();
    expect(Object.values(document.offsets)).toEqual(ends.map((next) => ({ from: 0, next })));
    const { result } = await fams.run('status');
    expect(result.producer?.failed).toBe(0);
    expect(result.producer?.acknowledged).toBe(result.producer?.sent);
  });

  it('counts malformed lines, and the legal ones beside them', async () => {
    const before = await stream.newest();
    await stream.kcat.produce(TOPIC, [
      'page37|5|1.5119122|-1',
      'page1|x|1|0',
      'page1|1|1',
      '|1|1|1',
      'page1|1|1|2',
      `${'p'.repeat(10_000)}|1|1|0`,
    ]);
    const after = await stream.caughtUp();
    expect([after.records - before.records, after.malformed - before.malformed]).toEqual([1, 5]);
  });

  it('counts the events that a person feeds', async () => {
    const before = await stream.newest();
    const events = Array.from({ length: 500 }, (_, i) => `page${String(i % 7)}|${String(i % 5)}|0.25|1`);
    const file = join(bed.home, 'events.txt');
    await writeFile(file, ['no page view', ...events, '|1|1|1'].join('\n'));
    const fed = await fams.run('feed', file, '--rate', '5000');
    expect(fed.code, because(fed)).toBe(3);
    expectDocumented('feed', fed.result);
    expect(fed.result).toMatchObject({ sent: 500, acknowledged: 500, failed: 0, malformed: 2, lines: 502, interrupted: false });
    expect(fed.stderr).toContain('line 1 is no page view');
    const after = await stream.caughtUp();
    expect(after.records - before.records).toBe(500);
  });

  it('is verified with the rest, and a calculator that is gone is critical', async () => {
    const stopped = await fams.run('launch', '--stop', 'calculator');
    expect(stopped.code, because(stopped)).toBe(0);
    const said = await fams.run('verify', '--fast');
    expect(said.code, because(said)).toBe(1);
    expect(said.result.checks.find(({ id, status }) => id === 'calculator.counts' && status === 'crit')).toBeDefined();
    const again = await fams.run('launch');
    // What was killed before is still a warning.
    expect([0, 3], because(again)).toContain(again.code);
  });
});

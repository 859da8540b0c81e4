// The streaming side on three machines: launched, counted right, killed in every part, and still counted right.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Faults } from '../support/faults.js';
import { fillCache } from '../support/kafka-jars.js';
import { Kcat } from '../support/kcat.js';
import { listed, recount, type RankingDocument } from '../support/recount.js';
import { waitUntil } from '../support/wait-until.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'user-behavior-topic';
const LIST = 'page-popularity-topic';
const ROLES = [
  'zookeeper, kafka, spark-master, spark-worker, calculator',
  'zookeeper, kafka, spark-worker, calculator',
  'zookeeper, kafka, producer',
];
const LONG = 180_000;
const FULL = process.env['FAMS_OPS_FULL'] === '1';

describe.skipIf(!available.ok)(`the streaming side${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let kcat: Kcat;
  let faults: Faults;
  const told: string[] = [];
  beforeAll(async () => {
    await fillCache();
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    kcat = new Kcat(bed, HOSTS);
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
    if (told.length > 0) process.stdout.write(`\n${told.join('\n')}\n\n`);
    await bed.stop();
  });

  /** The newest document: highest epoch, then latest batch. */
  const newest = async (): Promise<RankingDocument> => {
    const documents = (await kcat.tail(LIST, 5)).map((line) => JSON.parse(line) as RankingDocument);
    const last = documents.toSorted((a, b) => a.epoch - b.epoch || Date.parse(a.batchTime) - Date.parse(b.batchTime)).at(-1);
    if (last === undefined) throw new Error('no document yet');
    return last;
  };

  /** Resolves with the first document that counts everything up to the ends of the topic. */
  const caughtUp = async (): Promise<RankingDocument> => {
    // A broker that was killed knows no topic in its first moments.
    let ends: readonly number[] = [];
    await waitUntil('the ends of the topic', LONG, async () => {
      ends = await kcat.ends(TOPIC, 3);
      return true;
    });
    let found: RankingDocument | undefined;
    await waitUntil('the list to count everything', LONG, async () => {
      found = await newest();
      const next = ends.map((_, i) => found?.offsets[String(i)]?.next ?? 0);
      return next.every((one, i) => one >= (ends[i] ?? 0)) || `counted to ${next.join(' ')} of ${ends.join(' ')}`;
    });
    if (found === undefined) throw new Error('no document');
    return found;
  };

  /** Seconds from a disturbance until a document newer than that moment is published. */
  const disturbed = async (what: string, disturb: () => Promise<unknown>): Promise<void> => {
    const before = await newest();
    const began = performance.now();
    await disturb();
    const moment = Date.now();
    await waitUntil(`a list after ${what}`, LONG, async () => {
      const now = await newest();
      const moved = Object.entries(now.offsets).every(([partition, { next }]) => next > (before.offsets[partition]?.next ?? 0));
      return (Date.parse(now.batchTime) > moment && moved) || `${now.batchTime}, owner ${String(now.epoch)}`;
    });
    told.push(`${what}: counts again after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };

  /** The host whose calculator counts now. */
  const ownerHost = async (): Promise<number> => {
    const { result } = await fams.run('status');
    const owner = HOSTS.find((host) => bed.address(host) === result.job?.host && result.job.state === 'counting');
    if (owner === undefined) throw new Error(`nobody counts: ${JSON.stringify(result.job)}`);
    return owner;
  };

  const killExecutor = async (): Promise<void> => {
    const script =
      'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline | grep -q CoarseGrainedExecutorBackend && kill -9 "${p#/proc/}" && exit 0; done; exit 1';
    const tries = await Promise.all([1, 2].map((host) => bed.user(host, ['sh', '-c', script])));
    expect(tries.map(({ code }) => code)).toContain(0);
  };

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
    const listed = await fams.run('hot', '--once');
    expect(listed.code, because(listed)).toBe(0);
    expect(listed.result).toMatchObject({ stale: false, malformed: 0 });
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

  it('counts every record once, whatever is killed', async () => {
    const { epoch } = await newest();
    const driver = await ownerHost();
    await disturbed('kill -9 of the driver', () => faults.signal(driver, 'calculator', 'KILL'));
    expect((await newest()).epoch).toBeGreaterThan(epoch);
    await disturbed('kill -9 of a broker', () => faults.signal(3, 'kafka', 'KILL'));
    if (!FULL) return;
    await disturbed('kill -9 of an executor', killExecutor);
    await disturbed('kill -9 of a worker', () => faults.signal(2, 'spark-worker', 'KILL'));
    await disturbed('kill -9 of the master', () => faults.signal(1, 'spark-master', 'KILL'));
    await disturbed('kill -9 of a ZooKeeper member', () => faults.signal(2, 'zookeeper', 'KILL'));
  });

  if (FULL)
    it('goes on elsewhere when the driver is frozen, and the woken one gives way', async () => {
      const owner = await ownerHost();
      const { epoch } = await newest();
      await disturbed('a frozen driver', () => faults.signal(owner, 'calculator', 'STOP'));
      await faults.signal(owner, 'calculator', 'CONT');
      expect((await newest()).epoch).toBeGreaterThan(epoch);
    });

  it('has the totals of the topic, page by page, when the producer is stopped', async () => {
    const stopped = await fams.run('launch', '--stop', 'producer');
    expect(stopped.code, because(stopped)).toBe(0);
    const document = await caughtUp();
    const lines = await kcat.consume(TOPIC);
    told.push(`${String(lines.length)} records in the topic, ${String(document.records)} counted, owner ${String(document.epoch)}`);
    expect([document.records, document.malformed]).toEqual([lines.length, 0]);
    expect(listed(document)).toEqual(recount(lines));
    const ends = await kcat.ends(TOPIC, 3);
    expect(Object.values(document.offsets)).toEqual(ends.map((next) => ({ from: 0, next })));
    const { result } = await fams.run('status');
    expect(result.producer?.failed).toBe(0);
    expect(result.producer?.acknowledged).toBe(result.producer?.sent);
  });

  it('counts malformed lines, and the legal ones beside them', async () => {
    const before = await newest();
    await kcat.produce(TOPIC, [
      'page37|5|1.5119122|-1',
      'page1|x|1|0',
      'page1|1|1',
      '|1|1|1',
      'page1|1|1|2',
      `${'p'.repeat(10_000)}|1|1|0`,
    ]);
    const after = await caughtUp();
    expect([after.records - before.records, after.malformed - before.malformed]).toEqual([1, 5]);
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

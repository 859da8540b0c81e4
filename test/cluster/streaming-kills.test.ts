// Every part of the streaming side killed, frozen or powered off at 5,000 records a second: the totals are those of the topic, page by page.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed, type Exit } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { BASE, Faults } from '../support/faults.js';
import { fillCache } from '../support/kafka-jars.js';
import { listed, recount, type PageSum, type RankingDocument } from '../support/recount.js';
import { Streaming, TOPIC } from '../support/streaming.js';
import { waitUntil } from '../support/wait-until.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
/** The hosts whose power may go hold neither the only producer nor the only master, and one of each three that decide by majority. */
const ROLES = [
  'zookeeper, kafka, spark-worker, calculator',
  'zookeeper, kafka, spark-worker, calculator',
  'zookeeper, kafka, spark-master, spark-worker, producer',
];
const MOVED = [
  'zookeeper, kafka, spark-worker',
  'zookeeper, kafka, spark-worker',
  'zookeeper, kafka, spark-master, spark-worker, producer, calculator',
];
const FROZEN_MS = 20_000;
const BACK_MS = 120_000;
/** The producer stays for at most 10 minutes on a page; what is fed beside it stays longer, so that each can be told. */
const FED = 20_000;
const FED_RATE = 500;
const FED_FILE = '/home/fams/fed';
const MAKE_FED = `awk 'BEGIN { for (i = 0; i < ${FED}; i++) printf "page%d|%d|%.4f|%d\\n", i % 100 + 1, i % 5 + 1, 11 + i / 10000, i % 3 - 1 }' >${FED_FILE}`;
/** The producer itself, beside the one that runs as a service: it goes on whatever becomes of the connection to its host. */
const FEED =
  'java -cp "$HOME/.fams-ops/fams/jobs/fams-jobs.jar:$HOME/spark-1.3.1/lib/*" fams.streaming.UserBehaviorMsgProducer ' +
  `~/.fams-ops/fams/conf/user-behavior.properties --from ${FED_FILE} --rate ${FED_RATE}`;
const isFed = (line: string): boolean => Number(line.split('|')[2]) > 10.5;

describe.skipIf(!available.ok)(`the streaming side under load${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let stream: Streaming;
  let faults: Faults;
  let fed: Exit | undefined;

  const write = (roles: readonly string[]): Promise<void> =>
    fams.writeText(`cluster: fams
ssh: { identityFile: ${bed.keyFile} }
hosts:
${HOSTS.map((host, i) => `  - { address: ${bed.address(host)}, roles: [${roles[i] ?? ''}] }`).join('\n')}
spark: { workerCores: 1 }
streaming:
  producer: { every: 100ms, messages: [450, 550], seed: 7 }
  calculator: { top: 200, interval: 1s, cores: 1 }
`);

  beforeAll(async () => {
    await fillCache();
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    stream = new Streaming(bed, fams, HOSTS);
    await write(ROLES);
    await stream.done('provision');
    await stream.done('launch');
  });
  afterAll(async () => {
    process.stdout.write(`\n${stream.told.join('\n')}\n\n`);
    await bed.stop();
  });

  const kill = (host: number, component: Parameters<Faults['signal']>[1]) => () => faults.signal(host, component, 'KILL');

  /** The producer ends, the list catches up, and each page is compared. */
  async function compared(): Promise<{ readonly document: RankingDocument; readonly lines: readonly string[] }> {
    const stopped = await fams.run('launch', '--stop', 'producer');
    expect(stopped.code, because(stopped)).toBe(0);
    const document = await stream.caughtUp();
    const lines = await stream.kcat.consume(TOPIC);
    const [counted, there] = [listed(document), recount(lines)];
    const total = (of: (page: PageSum) => number, pages: readonly PageSum[]): string =>
      pages.reduce((sum, one) => sum + of(one), 0).toFixed(0);
    const sums = (pages: readonly PageSum[]): string =>
      `${String(pages.length)} pages, ${total((one) => one.records, pages)} records, ${total((one) => one.clicks, pages)} clicks, ` +
      `${total((one) => one.stay * 1e6, pages)} micro-minutes, ${total((one) => one.likes, pages)} likes`;
    const same = counted.filter((one, i) => JSON.stringify(one) === JSON.stringify(there[i])).length;
    stream.told.push(
      `counted:      ${sums(counted)}`,
      `in the topic: ${sums(there)}`,
      `pages that are identical: ${String(same)} of ${String(there.length)}`,
    );
    expect([document.records, document.malformed]).toEqual([lines.length, 0]);
    expect(counted).toEqual(there);
    expect(Object.values(document.offsets)).toEqual((await stream.ends()).map((next) => ({ from: 0, next })));
    return { document, lines };
  }

  it('counts again after kill -9 of the driver, and once more', async () => {
    const { epoch } = await stream.newest();
    for (const which of ['the driver', 'the driver, again'])
      await stream.disturbed(`kill -9 of ${which}`, kill(await stream.owner(), 'calculator'));
    expect((await stream.newest()).epoch).toBeGreaterThanOrEqual(epoch + 2);
  });

  it('counts again after kill -9 of an executor, of its worker, and of the master', async () => {
    await stream.disturbed('kill -9 of the executor', () => stream.killExecutor());
    const host = await stream.executorHost();
    await stream.disturbed(`kill -9 of the worker with the executor (host ${String(host)})`, kill(host, 'spark-worker'));
    await stream.disturbed('kill -9 of the master', kill(3, 'spark-master'));
  });

  it('counts again after kill -9 of a leader, through which lines are fed', async () => {
    await faults.run(3, ['sh', '-c', MAKE_FED]);
    const feeding = bed.user(3, ['sh', '-c', FEED], { timeoutMs: 400_000 });
    void feeding.then((exit) => (fed = exit));
    await waitUntil('what is fed to arrive', BACK_MS, async () => {
      const arrived = (await stream.kcat.tail(TOPIC, 2000)).some(isFed);
      return arrived || (fed === undefined ? 'nothing yet' : JSON.stringify(fed).slice(-1000));
    });
    const leader = await stream.leaderHost();
    await stream.disturbed(`kill -9 of the broker that leads ${TOPIC}/0 (host ${String(leader)})`, kill(leader, 'kafka'));
    fed = await feeding;
    const all = String(FED);
    expect([fed.code, fed.stdout.trim().split('\n').at(-1)], fed.stderr).toEqual([
      0,
      `sent ${all}, acknowledged ${all}, failed 0, malformed 0`,
    ]);
  });

  it('counts again after kill -9 of the leader of the ensemble', async () => {
    const modes = await Promise.all(HOSTS.map((host) => bed.operator(['bash', '-c', SRVR, 'bash', bed.address(host)])));
    const leader = HOSTS[modes.findIndex(({ stdout }) => stdout.includes('Mode: leader'))];
    if (leader === undefined) throw new Error(modes.map(({ stdout, stderr }) => stdout + stderr).join('\n'));
    await stream.disturbed(`kill -9 of the ZooKeeper that leads (host ${String(leader)})`, kill(leader, 'zookeeper'));
  });

  it('goes on elsewhere when the driver is frozen for 20 s, and the woken one gives way', async () => {
    const owner = await stream.owner();
    const { epoch } = await stream.newest();
    const pid = await faults.pidOf(owner, 'calculator');
    await stream.disturbed(`the driver (host ${String(owner)}) frozen for ${String(FROZEN_MS / 1000)} s`, async () => {
      await faults.signal(owner, 'calculator', 'STOP');
      await sleep(FROZEN_MS);
      await faults.signal(owner, 'calculator', 'CONT');
    });
    expect((await stream.newest()).epoch).toBeGreaterThan(epoch);
    await waitUntil('the woken driver to end and stand by', BACK_MS, async () => {
      const now = await faults.pidOf(owner, 'calculator').catch(() => pid);
      return (now !== pid && (await stateOn(owner)) === 'standby') || `process ${String(now)}, ${await stateOn(owner)}`;
    });
    expect(await faults.run(owner, ['cat', `${BASE}/log/calculator.out`])).toMatch(/ended with status 3/);
  });

  it('goes on elsewhere when the host of the driver loses its power, which comes back and stands by', async () => {
    const owner = await stream.owner();
    await stream.disturbed(`power off of the driver's host (host ${String(owner)})`, () => bed.kill(owner));
    await bed.boot(owner);
    await stream.done('start');
    await waitUntil(
      'the driver that came back to stand by',
      BACK_MS,
      async () => (await stateOn(owner)) === 'standby' || (await stateOn(owner)),
    );
    await waitUntil('all three brokers', BACK_MS, async () => (await stream.kcat.metadata()).brokers.length === 3 || 'fewer');
  });

  const stateOn = async (host: number): Promise<string> =>
    /"state":"([^"]*)"/.exec(await faults.run(host, ['cat', `${BASE}/run/calculator.state`]))?.[1] ?? 'nothing';

  it('has the totals of the topic page by page, and every message that the producer counts as acknowledged', async () => {
    const { lines } = await compared();
    const { result } = await fams.run('status');
    const { sent = 0, acknowledged = 0, failed = 0 } = result.producer ?? {};
    const arrived = lines.filter(isFed);
    const distinct = new Set(arrived).size;
    stream.told.push(
      `producer: ${String(sent)} sent, ${String(acknowledged)} acknowledged, ${String(failed)} failed; ${String(lines.length - arrived.length)} in the topic, ` +
        `${String(lines.length - arrived.length - acknowledged)} of them twice`,
      `fed through the death of a leader: ${String(FED)} acknowledged; ${String(arrived.length)} in the topic, ${String(distinct)} of them different, ` +
        `${String(arrived.length - distinct)} twice`,
    );
    expect([acknowledged, failed]).toEqual([sent, 0]);
    expect(lines.length - arrived.length).toBeGreaterThanOrEqual(acknowledged);
    expect(distinct).toBe(FED);
  });

  it('goes on from the snapshot where the role is moved to another host, and nobody counts on the old ones', async () => {
    const before = await stream.newest();
    await write(MOVED);
    const planned = await fams.run('launch', '--plan');
    const stops = planned.result.actions.filter(({ kind }) => kind === 'service-stop').map(({ host, component }) => `${component} ${host}`);
    expect(stops.toSorted(), because(planned)).toEqual([1, 2].map((host) => `calculator ${bed.address(host)}`));
    await stream.disturbed('the role of the calculator moved to host 3', () => stream.done('launch'));
    const after = await stream.newest();
    expect([after.epoch > before.epoch, after.records >= before.records, after.offsets['0']?.from]).toEqual([true, true, 0]);
    const { result } = await fams.run('status');
    expect(result.services.filter(({ component }) => component === 'calculator').map(({ host, state }) => [host, state])).toEqual([
      [bed.address(3), 'running'],
    ]);
    for (const host of [1, 2])
      expect((await faults.commands(host)).filter((line) => line.includes('fams.streaming.WebPagePopularityValueCalculator'))).toEqual([]);
    await compared();
    const again = await fams.run('launch', '--plan');
    expect(again.result.actions.map(({ kind, component }) => `${kind} ${component}`)).toEqual(['service-start producer']);
  });
});

const SRVR = 'exec 3<>"/dev/tcp/$1/2181"; echo srvr >&3; cat <&3';

// A day of the article's load, compressed, across midnight: the list begins anew exactly where the old day ends, whoever counts then.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Faults } from '../support/faults.js';
import { fillCache } from '../support/kafka-jars.js';
import { midnightIn, verifyDocuments, type DaySeen } from '../support/midnight.js';
import type { RankingDocument } from '../support/recount.js';
import { LIST, Streaming } from '../support/streaming.js';
import { waitUntil } from '../support/wait-until.js';

const available = bedAvailable();
const ROLES = 'zookeeper, kafka, spark-master, spark-worker, calculator, producer';
/** The article sends 0 to 50 messages every 5 s: 17,280 times a day. Every 7 ms that is a day in two minutes. */
const EVERY = '7ms';
const DAY_RECORDS = 17_280 * 25;
/** How long before midnight the jobs are launched in the zone that has it; more where that was too late. */
const LEADS_S = [75, 150, 300];
const ROOT = '/fams-ops/fams/calculator';

describe.skipIf(!available.ok)(`midnight${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let stream: Streaming;

  const write = (zone: string): Promise<void> =>
    fams.writeText(`cluster: fams
ssh: { identityFile: ${bed.keyFile} }
hosts:
  - { address: ${bed.address(1)}, roles: [${ROLES}] }
spark: { workerCores: 1 }
streaming:
  producer: { every: ${EVERY}, messages: [0, 50] }
  calculator: { top: 200, interval: 1s, cores: 1, zone: "${zone}" }
`);

  beforeAll(async () => {
    await fillCache();
    bed = await startBed({ hosts: 1, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    stream = new Streaming(bed, fams, [1]);
    // So far west that the day is no later there than in any zone that has midnight soon.
    await write('-18:00');
    await stream.done('provision');
    await stream.done('launch');
  });
  afterAll(async () => {
    process.stdout.write(`\n${stream.told.join('\n')}\n\n`);
    await bed.stop();
  });

  const documents = async (): Promise<readonly RankingDocument[]> =>
    (await stream.kcat.consume(LIST)).map((line) => JSON.parse(line) as RankingDocument);
  const stop = async (component: string): Promise<void> => {
    const said = await fams.run('launch', '--stop', component);
    expect(said.code, because(said)).toBe(0);
  };

  /** All days of the topic are counted anew: what was counted before in other zones has its own days. */
  async function beginAnew(): Promise<void> {
    await stop('calculator');
    await faults.zookeeper(1, 'create', `${ROOT}/begin-anew`, 'yes');
  }

  /** Resolves when the whole topic is counted for the day before a midnight that is yet to come, with time to spare. */
  async function eve(spareMs = 10_000): Promise<{ readonly at: number; readonly day: string; readonly epoch: number }> {
    for (const lead of LEADS_S) {
      await beginAnew();
      const { zone, at } = midnightIn(lead);
      await write(zone);
      await stream.done('launch');
      const { day, epoch } = await stream.caughtUp();
      if (Date.now() < at - spareMs) return { at, day, epoch };
      stream.told.push(`midnight of ${zone} came too soon on this machine`);
    }
    throw new Error(`midnight came too soon, ${LEADS_S.join(', ')} s after the start`);
  }

  const days = async (since: number): Promise<readonly DaySeen[]> => {
    const published = (await documents()).filter(({ epoch }) => epoch >= since);
    const seen = verifyDocuments(published, await stream.log());
    stream.told.push(
      ...seen.map(
        (one) => `  ${one.day}: ${String(one.documents)} documents, last ${String(one.records)} records of ${JSON.stringify(one.offsets)}`,
      ),
    );
    return seen;
  };

  /** Two days, one behind the other without a gap or an overlap, the first from the beginning of the topic. */
  function expectTiled(seen: readonly DaySeen[]): void {
    expect(seen.map(({ day }) => day)).toEqual([...new Set(seen.map(({ day }) => day))].toSorted());
    expect(seen).toHaveLength(2);
    const [before, after] = seen;
    expect(Object.values(before?.offsets ?? {}).map(({ from }) => from)).toEqual([0, 0, 0]);
    expect(Object.values(after?.offsets ?? {}).map(({ from }) => from)).toEqual(
      Object.values(before?.offsets ?? {}).map(({ next }) => next),
    );
  }

  it('ends a day of the load and begins the next one, undisturbed', async () => {
    const { day, epoch } = await eve();
    stream.told.push(`undisturbed, from ${day}:`);
    await waitUntil('a day of the load', 300_000, async () => {
      const sent = (await stream.ends()).reduce((sum, one) => sum + one, 0);
      return sent >= DAY_RECORDS || `${String(sent)} of ${String(DAY_RECORDS)} records`;
    });
    await stream.listOf(
      'a list of the next day with records',
      (one) => (one.day > day && one.records > 0) || `${one.day}, ${String(one.records)}`,
    );
    expectTiled(await days(epoch));
  });

  it('begins it where the driver was dead across midnight: the backlog counts for the new day', async () => {
    const { at, day, epoch } = await eve();
    stream.told.push(`driver dead across midnight, from ${day}:`);
    await waitUntil('the moment before midnight', 400_000, () =>
      Promise.resolve(Date.now() > at - 4000 || `${String(at - Date.now())} ms to go`),
    );
    // The supervisor first: it would start it again.
    await faults.signal(1, 'calculator', 'KILL', 'pid');
    await faults.signal(1, 'calculator', 'KILL');
    const counted = (await stream.newest()).offsets;
    await waitUntil('the time after midnight', 60_000, () =>
      Promise.resolve(Date.now() > at + 8000 || `${String(at + 8000 - Date.now())} ms to go`),
    );
    await stream.done('launch');
    const next = await stream.listOf(
      'a list of the next day',
      (one) => (one.day > day && one.records > 0) || `${one.day}, ${String(one.records)}`,
    );
    expect(next.epoch).toBeGreaterThan(epoch);
    const seen = await days(epoch);
    expectTiled(seen);
    // What was published last before the end may be one batch behind what was committed.
    for (const [partition, { next: end }] of Object.entries(counted)) expect(next.offsets[partition]?.from).toBeGreaterThanOrEqual(end);
  });

  it('begins an empty list where nothing comes at all', async () => {
    const { day, epoch } = await eve(40_000);
    stream.told.push(`nothing comes, from ${day}:`);
    await stop('producer');
    expect((await stream.caughtUp()).day).toBe(day);
    const empty = await stream.listOf('a list of the next day', (one) => one.day > day || `${one.day}, ${one.batchTime}`);
    expect([empty.records, empty.malformed, empty.top]).toEqual([0, 0, []]);
    expect(Object.values(empty.offsets).map(({ from, next }) => next - from)).toEqual([0, 0, 0]);
    expectTiled(await days(epoch));
  });
});

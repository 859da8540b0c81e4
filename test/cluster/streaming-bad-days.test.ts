// Everything that goes wrong one day with the hot list: a clear state, the reason, a way out that works as it is told, and nothing counted wrong.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { BASE, Faults } from '../support/faults.js';
import { fillCache } from '../support/kafka-jars.js';
import { linesOf, listed, Recount, type RankingDocument } from '../support/recount.js';
import { STREAMING_BAD_DAYS, type StreamingScene } from '../support/streaming-bad-days.js';
import { Streaming, TOPIC } from '../support/streaming.js';
import { waitUntil } from '../support/wait-until.js';

const available = bedAvailable();
const ROLES = 'zookeeper, kafka, spark-master, spark-worker, calculator, producer';
const TOP = 200;
const SEEN_MS = 240_000;

describe.skipIf(!available.ok)(`bad days of the hot list${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let stream: Streaming;
  let scene: Omit<StreamingScene, 'reason'>;
  const table: string[][] = [['fault', 'expected', 'seen in status', 'verify', 'seen after', 'well after']];

  beforeAll(async () => {
    await fillCache();
    bed = await startBed({ hosts: 1, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    stream = new Streaming(bed, fams, [1]);
    const write = (kafka = ''): Promise<void> =>
      fams.writeText(`cluster: fams
ssh: { identityFile: ${bed.keyFile} }
hosts:
  - { address: ${bed.address(1)}, roles: [${ROLES}] }
# What is old goes at once.
kafka: { config: { log.retention.check.interval.ms: 1000, ${kafka} } }
spark: { workerCores: 1 }
streaming:
  producer: { every: 200ms, messages: [20, 40] }
  calculator: { top: ${TOP}, interval: 1s, cores: 1 }
`);
    scene = { bed, faults, stream, write };
    await write();
    await stream.done('provision');
  });
  afterAll(async () => {
    const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
    const lines = table.map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    );
    process.stdout.write(`\n${lines.join('\n')}\n\n`);
    await bed.stop();
  });

  /** The list is what the lines that it names make, whatever happened before. */
  async function expectRight(document: RankingDocument): Promise<void> {
    const day = new Recount();
    for (const line of linesOf(document, await stream.log())) day.add(line);
    expect([document.records, document.malformed]).toEqual([day.records, day.malformed]);
    expect(listed(document)).toEqual(day.pages().slice(0, TOP));
  }

  /** The state and the reason as a person sees them. */
  async function sight(): Promise<{ readonly state: string; readonly reason: string }> {
    const { result } = await fams.run('status');
    const service = result.services.find(({ component }) => component === 'calculator');
    if (service?.state === 'failed') return { state: 'failed', reason: service.reason ?? '' };
    return { state: result.job?.state ?? 'nothing', reason: result.job?.reason ?? '' };
  }

  it('launch refuses while a topic is missing, and touches nothing', async () => {
    await faults.topics(1, '--delete', '--topic', TOPIC);
    await waitUntil('the end of the topic', 60_000, async () => {
      const there = await faults.topics(1, '--list');
      return !there.includes(TOPIC) || there;
    });
    const said = await fams.run('launch');
    expect([said.code, said.error.code, said.error.what], because(said)).toEqual([
      1,
      'NOT_READY',
      expect.stringContaining(`Topics are missing: ${TOPIC}`),
    ]);
    expect((await bed.user(1, ['ls', `${BASE}/bin/calculator.run`])).code).not.toBe(0);
    await stream.done('provision');
    await stream.done('launch');
    await expectRight(await stream.caughtUp());
  });

  it('a page name of 10 KB, a line of 900 KB and others of no sense are malformed, and those beside them are counted', async () => {
    const before = await stream.newest();
    const odd = [
      `${'p'.repeat(10_240)}|1|1|0`,
      `page1|1|${'1'.repeat(900_000)}|0`,
      'page1|1|1|2',
      '',
      ' ',
      '|||',
      'page1|1|NaN|0',
      'page1|1|1|0|',
    ];
    const lines = odd.filter((line) => line !== '');
    await stream.kcat.produce(TOPIC, [...lines, 'page37|5|1.5119122|-1']);
    const after = await stream.caughtUp();
    expect(after.malformed - before.malformed).toBe(lines.length);
    await expectRight(after);
    expect((await sight()).state).toBe('counting');
  });

  it('a second calculator that a person starts beside the first ends with the reason, or waits, and changes nothing', async () => {
    const { epoch } = await stream.newest();
    const again = await bed.user(1, ['sh', `${BASE}/bin/calculator.run`], { timeoutMs: 120_000 });
    expect([again.code, again.stdout.trim().split('\n').at(-1)], again.stderr).toEqual([
      4,
      expect.stringMatching(/^this job runs on 192\.168\.1\.1 already/),
    ]);
    // One with a state of its own is another host's to the first.
    const copy = `cd ${BASE} && sed 's#^state.file=.*#state.file=/tmp/second.state#; s#^host=.*#host=elsewhere#' conf/calculator.properties >/tmp/second.properties && sed 's#${BASE}/conf/calculator.properties#/tmp/second.properties#' bin/calculator.run >/tmp/second.run`;
    await faults.run(1, ['sh', '-c', copy]);
    await faults.run(1, ['sh', '-c', 'sh /tmp/second.run >/tmp/second.out 2>&1 </dev/null & echo $! >/tmp/second.pid']);
    const state = (): Promise<string> => faults.run(1, ['cat', '/tmp/second.state']);
    await waitUntil('the second one to stand by', 120_000, async () => {
      const said = await state();
      return (said.includes('"state":"standby"') && said.includes('the calculator on 192.168.1.1 counts')) || said;
    });
    await faults.run(1, ['sh', '-c', 'kill "$(cat /tmp/second.pid)"']);
    const now = await stream.caughtUp();
    expect(now.epoch).toBe(epoch);
    await expectRight(now);
  });

  it.each(STREAMING_BAD_DAYS.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const row = [fault.name, `${fault.state}, ${fault.says.source}`, 'not seen', '', '', ''];
    table.push(row);
    // None where the fault before this one took them all away.
    const before = await stream.newest().then(
      ({ epoch }) => epoch,
      () => 0,
    );
    await fault.inject({ ...scene, reason: '' });
    const began = performance.now();
    let reason = '';
    await waitUntil(`${fault.state} and why`, SEEN_MS, async () => {
      const seen = await sight();
      reason = fault.state === 'counting' ? await faults.run(1, ['tail', '-n', '30', `${BASE}/log/calculator.out`]) : seen.reason;
      row[2] = `${seen.state}: ${fault.state === 'counting' ? (fault.says.exec(reason)?.[0] ?? '') : reason}`
        .replaceAll('\n', ' ')
        .slice(0, 150);
      return (seen.state === fault.state && fault.says.test(reason)) || `${seen.state}: ${reason}`;
    });
    row[4] = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    const said = await fams.run('verify', '--fast');
    const finding = said.result.checks.find(({ id }) => id === 'calculator.counts');
    row[3] = `${finding?.status ?? 'nothing'}, exit ${String(said.code)}`;
    if (fault.state !== 'counting') {
      expect([said.code, finding?.status], because(said)).toEqual([1, 'crit']);
      expect(finding?.message).toMatch(fault.says);
    }
    if (!fault.heal) return;
    const healing = performance.now();
    await fault.heal({ ...scene, reason });
    await stream.listOf('a list of a later owner', ({ epoch }) => epoch > before || `owner ${String(epoch)}`);
    const document = await stream.caughtUp();
    row[5] = `${((performance.now() - healing) / 1000).toFixed(1)} s`;
    await expectRight(document);
  });
});

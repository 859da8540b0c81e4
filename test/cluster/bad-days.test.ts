// Everything that goes wrong one day with a running cluster: verify must see each of it, in time, and be calm when all is well.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { BAD_DAYS, PROBE, TOPIC } from '../support/bad-days.js';
import { because, Fams } from '../support/fams.js';
import { FaultTable, isSeen, slowest, type Look } from '../support/fault-table.js';
import { Faults } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';
import { Watching, type Look as WatchLook } from '../support/watching.js';
import { violations, type Schema } from '../unit/views/json-schema.js';
import { parseExposition } from '../unit/views/parse-exposition.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const CALM_RUNS = Number(process.env['FAMS_OPS_CALM_RUNS'] ?? 30);
/** Of consumers that keep their place in ZooKeeper, as those of 0.8 do. */
const GROUP = 'readers';
/** Until it is seen. */
const DEADLINE_S = 60;
/** Of each look, whatever is wrong. */
const LOOK_S = 30;
/** Of a watch: node with ssh2, zod and kafkajs, and the memory of its ciphers. */
const WATCH_MB = 150;
/** These disks are small: less than a gigabyte free is their normal state, and nearly full is still room to write a little. */
const THRESHOLDS = 'verify: { host.disk: { warnMegabytes: 50, critPercent: 20 } }';

const schema = JSON.parse(readFileSync(new URL('../../docs/verify.schema.json', import.meta.url), 'utf8')) as Schema;

describe.skipIf(!available.ok)(`bad days${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let kcat: Kcat;
  const table = new FaultTable();

  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java', disk: '900m' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    kcat = new Kcat(bed, HOSTS);
    await fams.write(HOSTS, THRESHOLDS);
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
  });
  afterAll(async () => {
    process.stdout.write(`\n${table.toString()}\n\n`);
    await bed.stop();
  });

  const printed = (...args: readonly string[]) =>
    bed.operator([...fams.argv(...args).filter((one) => one !== '--json')], { timeoutMs: 120_000 });
  const ends = (topic: string): Promise<readonly number[]> => kcat.ends(topic, 3);
  const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

  it('do not come of themselves: under load, one look after the other says that all is well', async () => {
    const load = kcat.load(TOPIC);
    const seconds: number[] = [];
    for (let run = 0; run < CALM_RUNS; run++) {
      const began = performance.now();
      const said = await fams.run('verify', '--fast');
      seconds.push((performance.now() - began) / 1000);
      expect(said.code, because(said)).toBe(0);
    }
    expect(await load.stop()).toBeGreaterThan(0);
    process.stdout.write(`verify --fast under load, seconds: ${seconds.map((one) => one.toFixed(1)).join(' ')}\n`);
  });

  it('are not made by looking: no form of verify adds a record to a real topic or leaves a consumer behind', async () => {
    const [real, probe] = [await ends(TOPIC), await ends(PROBE)];
    const said = await fams.run('verify');
    expect(said.code, because(said)).toBe(0);
    for (const form of ['nagios', 'prometheus']) expect((await printed('verify', '--fast', '--format', form)).code).toBe(0);
    expect(await ends(TOPIC)).toEqual(real);
    // What is sent somewhere is seen by this measure.
    expect(total(await ends(PROBE))).toBeGreaterThan(total(probe));
    // The console consumer of the article cleans up behind itself.
    expect(await faults.zookeeper(1, 'ls', '/consumers')).toMatch(/^\[\]$/m);
  });

  it('are judged on what kcat sees: every broker, leader, ISR and offset', async () => {
    await kcat.produce(
      TOPIC,
      Array.from({ length: 100 }, (_, i) => `page${String(i)}|1|0.5|1`),
    );
    const place = `/consumers/${GROUP}/offsets/${TOPIC}`;
    const nodes = [`/consumers/${GROUP}`, `/consumers/${GROUP}/offsets`, place];
    for (const node of nodes) await faults.zookeeper(1, 'create', node, 'x');
    for (const partition of [0, 1, 2]) await faults.zookeeper(1, 'create', `${place}/${String(partition)}`, String(partition));
    try {
      const { code, stdout, stderr } = await printed('verify', '--fast', '--format', 'prometheus');
      expect(code, stderr).toBe(0);
      const { brokers, topics } = await kcat.metadata();
      const newest = await ends(TOPIC);
      const families = parseExposition(stdout);
      // By the labels behind the first, which names the cluster.
      const read = (name: string): readonly string[] =>
        (families.find((one) => one.name === name)?.series ?? [])
          .map(({ labels, value }) => [...Object.values(labels).slice(1), String(value)].join(' '))
          .toSorted();
      const each = (valueOf: (one: (typeof topics)[number]['partitions'][number]) => number): readonly string[] =>
        topics
          .flatMap(({ topic, partitions }) => partitions.map((one) => `${topic} ${String(one.partition)} ${String(valueOf(one))}`))
          .toSorted();
      expect(read('kafka_broker_info')).toEqual(brokers.map(({ id, name }) => `${String(id)} ${name} 1`).toSorted());
      expect(read('kafka_topic_partition_leader')).toEqual(each(({ leader }) => leader));
      expect(read('kafka_topic_partition_in_sync_replica')).toEqual(each(({ isrs }) => isrs.length));
      expect(read('kafka_topic_partition_replicas')).toEqual(each(({ replicas }) => replicas.length));
      expect(read('kafka_topic_partition_current_offset')).toEqual(newest.map((end, i) => `${TOPIC} ${String(i)} ${String(end)}`));
      expect(total(newest)).toBeGreaterThan(0);
      const said = await fams.run('verify', '--fast');
      const lag = said.result.checks.find(({ id }) => id === 'kafka.lag');
      expect([lag?.target, lag?.value]).toEqual([`${GROUP}/${TOPIC}`, total(newest) - 3]);
      const leaders = said.result.checks.find(({ id }) => id === 'kafka.leader');
      expect(leaders?.message).toBe(
        `${String(topics.flatMap((one) => one.partitions).length)} partitions of ${String(topics.length)} topics, each with a leader`,
      );
    } finally {
      await faults.zookeeper(1, 'rmr', `/consumers/${GROUP}`);
    }
  });

  it('are seen by a watch within two looks, and so is their end, for ever in the same memory', async () => {
    const watch = new Watching(fams);
    const changed = (kind: string) => (look: WatchLook) =>
      look.changes.some((one) => one.kind === kind && one.id === 'host.service' && one.target === `${bed.address(3)}/kafka`);
    const memory: number[] = [];
    const looks = async (number: number): Promise<void> => {
      for (let i = 0; i < number; i++) await watch.next();
      memory.push(Math.round(watch.residentMb()));
    };
    await looks(10);
    await faults.signal(3, 'kafka', 'KILL', 'pid');
    await faults.signal(3, 'kafka', 'KILL');
    const before = watch.newest;
    expect((await watch.until(changed('new'))).look).toBeLessThanOrEqual(before + 2);
    const started = await fams.run('start', 'kafka');
    expect(started.code, because(started)).toBe(0);
    const after = watch.newest;
    expect((await watch.until(changed('gone'))).look).toBeLessThanOrEqual(after + 2);
    await watch.until(({ checks }) => checks.every(({ status }) => ['ok', 'skip'].includes(status)));
    for (let i = 0; i < 3; i++) await looks(10);
    process.stdout.write(`verify --watch, MB after each ten looks: ${memory.join(' ')}\n`);
    expect(memory.at(-1)).toBeLessThan(WATCH_MB);
    expect((memory.at(-1) ?? 0) - (memory[1] ?? 0), memory.join(' ')).toBeLessThan(15);
    expect(await watch.stop()).toBe(0);
  });

  it.each(BAD_DAYS.map((fault) => [fault.name, fault] as const))('%s', async (_name, fault) => {
    const scene = { bed, fams, faults };
    const looks: Look[] = [];
    let began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    const seen = (): boolean => looks.some((look) => isSeen(fault, look));
    try {
      await fault.inject(scene);
      began = performance.now();
      do {
        const before = seconds();
        const said = await fams.run('verify', '--fast');
        looks.push({ said, seconds: seconds() - before });
      } while (!seen() && seconds() < DEADLINE_S);
    } finally {
      const row = table.row(fault, looks, seconds());
      if (fault.heal) {
        await fault.heal(scene);
        row.well(await fams.healthy());
      }
    }
    expect(seen(), looks.map(({ said }) => because(said)).join('\n')).toBe(true);
    expect(slowest(looks)).toBeLessThan(LOOK_S);
    expect(looks.flatMap(({ said }) => violations(schema, JSON.parse(said.stdout)))).toEqual([]);
    if (fault.finding.status !== 'ok') expect(looks.map(({ said }) => said.code)).not.toContain(0);
  });
});

// The main story on three fresh machines: provisioned, proven, changed under load, stopped, taken down.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'user-behavior-topic';

describe.skipIf(!available.ok)(`three fresh hosts${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let kcat: Kcat;
  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    kcat = new Kcat(bed, HOSTS);
    await fams.write(HOSTS);
  });
  afterAll(async () => {
    await bed.stop();
  });

  const services = async (): Promise<readonly string[]> => {
    const { result } = await fams.run('status');
    return result.services.map((one) => `${one.host} ${one.component} ${one.state} ${String(one.pid)} ${String(one.startedAt)}`);
  };
  const zookeepers = (all: readonly string[]): readonly string[] => all.filter((one) => one.includes('zookeeper'));

  it('plans without touching anything', async () => {
    const plan = await fams.run('plan', '--exit-code');
    expect(plan.code, because(plan)).toBe(10);
    expect(plan.result.changes).toBeGreaterThan(20);
    // What was never put there cannot be started, and is not tried.
    const started = await fams.run('start');
    expect([started.code, started.error.code], because(started)).toEqual([1, 'NOT_READY']);
    expect((await bed.user(1, ['ls', '-A', '/home/fams'])).stdout).not.toContain('.fams-ops');
  });

  it('become a cluster by one command, proven by the console round trip', async () => {
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
    expect(said.result.verify.status).toBe('ok');
    expect(said.result.verify.checks.find((check) => check.id === 'kafka.console')?.status).toBe('ok');
  });

  it('serve an independent client: three brokers, the topic with three partitions on all of them', async () => {
    const { brokers, topics } = await kcat.metadata();
    expect(brokers.map((one) => one.name).toSorted()).toEqual(HOSTS.map((host) => `${bed.address(host)}:9092`));
    const topic = topics.find((one) => one.topic === TOPIC);
    expect(topic?.partitions.map((one) => [one.replicas.length, one.isrs.length])).toEqual([
      [3, 3],
      [3, 3],
      [3, 3],
    ]);
    await kcat.produce(TOPIC, ['page1|1|0.5|1']);
    expect(await kcat.consume(TOPIC)).toEqual(['page1|1|0.5|1']);
  });

  it('are left alone by a second provision: no change, no restart, no lock, one script a host', async () => {
    const before = await services();
    const scripts = async (): Promise<string> => (await fams.run('exec', '--', 'ls', '-a', '/home/fams/.fams-ops/fams')).stdout;
    const listing = await scripts();
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
    expect(said.result.changes).toBe(0);
    expect(await services()).toEqual(before);
    expect(await scripts()).toBe(listing);
    expect((await fams.run('plan', '--exit-code')).code).toBe(0);
  });

  it('take a changed setting one broker at a time, and lose nothing that was acknowledged', async () => {
    const before = await services();
    await fams.write(HOSTS, 'kafka: { config: { log.retention.hours: 48 } }');
    const plan = await fams.run('plan');
    const kinds = plan.result.actions.map((action) => action.kind).toSorted();
    expect(kinds).toEqual(['file', 'file', 'file', 'service-restart', 'service-restart', 'service-restart']);
    expect(plan.result.actions.find((action) => action.kind === 'file')?.diff).toMatch(/^\+log\.retention\.hours=48$/m);

    const acknowledged: string[] = [];
    let fewest = 3;
    const load = new AbortController();
    const watch = (async () => {
      while (!load.signal.aborted) fewest = Math.min(fewest, (await kcat.metadata()).brokers.length);
    })();
    const produce = (async () => {
      for (let batch = 0; !load.signal.aborted; batch++) {
        const lines = Array.from({ length: 20 }, (_, i) => `roll-${String(batch)}-${String(i)}`);
        // A batch that was not acknowledged as a whole is not counted; its records may or may not be there.
        await kcat.produce(TOPIC, lines).then(
          () => acknowledged.push(...lines),
          () => undefined,
        );
      }
    })();
    try {
      const said = await fams.run('provision');
      expect(said.code, because(said)).toBe(0);
    } finally {
      load.abort();
      await Promise.all([watch, produce]);
    }
    expect(fewest).toBeGreaterThanOrEqual(2);
    expect(acknowledged.length).toBeGreaterThan(0);
    const there = new Set(await kcat.consume(TOPIC));
    expect(acknowledged.filter((line) => !there.has(line))).toEqual([]);
    const after = await services();
    expect(zookeepers(after)).toEqual(zookeepers(before));
    expect(after).not.toEqual(before);
  });

  it('are left alone by an inventory that names other directories for their data', async () => {
    const before = await services();
    await fams.write(HOSTS, 'kafka: { config: { log.retention.hours: 48, log.dirs: /home/fams/elsewhere } }');
    for (const verb of ['plan', 'provision']) {
      const said = await fams.run(verb);
      expect([said.code, said.error.code], because(said)).toEqual([5, 'DATA_REFUSED']);
    }
    await fams.write(HOSTS, 'kafka: { config: { log.retention.hours: 48 } }');
    expect(await services()).toEqual(before);
  });

  it('tell their logs, and run a command as it was typed', async () => {
    const logs = await fams.run('logs', 'kafka', '-n', '5');
    expect(logs.code, because(logs)).toBe(0);
    const said = await fams.run('exec', '--', 'printf', '[%s]', '$(id)', "it's; a\nline");
    expect(said.result.hosts.map((one) => one.stdout)).toEqual(Array.from({ length: 3 }, () => "[$(id)][it's; a\nline]"));
  });

  it('stop and start in the order that the components need', async () => {
    const stopped = await fams.run('stop');
    expect(stopped.code, because(stopped)).toBe(0);
    // What "launch" would start was never there.
    const launched = (await services()).filter((one) => !one.includes(' absent '));
    expect(launched.map((one) => one.split(' ').slice(1, 3).join(' '))).toEqual(
      ['zookeeper stopped', 'kafka stopped'].flatMap((one) => HOSTS.map(() => one)),
    );
    const down = await fams.run('verify', '--fast');
    expect(down.code).toBe(1);
    const started = await fams.run('start');
    expect(started.code, because(started)).toBe(0);
    const verified = await fams.run('verify', '--fast');
    expect(verified.code, because(verified)).toBe(0);
    const early = await fams.run('start', 'calculator');
    expect([early.code, early.error.code, early.error.todo.join()], because(early)).toEqual([
      1,
      'NOT_READY',
      expect.stringContaining('fams-ops launch'),
    ]);
  });

  it('are taken down without their data, and found again', async () => {
    expect((await fams.run('destroy')).code).toBe(2);
    const gone = await fams.run('destroy', '--confirm', 'fams');
    expect(gone.code, because(gone)).toBe(0);
    const left = (await bed.user(2, ['ls', '-A', '/home/fams'])).stdout.split('\n').filter((name) => name !== '' && !name.startsWith('.'));
    expect(left).toEqual(['kafka-logs', 'zk_data']);
    const again = await fams.run('provision');
    expect(again.code, because(again)).toBe(0);
    expect(await kcat.consume(TOPIC)).toContain('page1|1|0.5|1');
    expect((await fams.run('destroy', '--confirm', 'fams', '--data')).code).toBe(0);
    expect((await bed.user(2, ['ls', '-A', '/home/fams'])).stdout).not.toMatch(/kafka|zk_data|\.fams-ops/);
  });
});

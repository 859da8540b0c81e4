// After a crash, a supervisor's death, a service that cannot start, a lost machine: what fams-ops says, and how it puts it right. At last, how it goes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams } from '../support/fams.js';
import { BASE, Faults } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'user-behavior-topic';
const LOGS = '/home/fams/kafka-logs';

describe.skipIf(!available.ok)(`a cluster after a loss${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let kcat: Kcat;

  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    kcat = new Kcat(bed, HOSTS);
    await fams.write(HOSTS);
    await done('provision');
  });
  afterAll(async () => {
    await bed.stop();
  });

  const done = async (...args: readonly string[]): Promise<void> => {
    const said = await fams.run(...args);
    expect(said.code, because(said)).toBe(0);
  };
  const processes = async (): Promise<readonly string[]> => {
    const { result } = await fams.run('status');
    return result.services.map(({ host, component, pid, startedAt }) => `${host} ${component} ${String(pid)} ${String(startedAt)}`);
  };

  it('a broker that is killed loses no acknowledged record, and is started again by its supervisor', async () => {
    const { topics } = await kcat.metadata();
    const leader = topics.find(({ topic }) => topic === TOPIC)?.partitions[0]?.leader ?? 0;
    const host = leader + 1;
    const acknowledged: string[] = [];
    const over = new AbortController();
    const load = (async () => {
      for (let batch = 0; !over.signal.aborted; batch++) {
        const lines = Array.from({ length: 20 }, (_, i) => `crash-${String(batch)}-${String(i)}`);
        await kcat.produce(TOPIC, lines).then(
          () => acknowledged.push(...lines),
          () => undefined,
        );
      }
    })();
    try {
      await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(100);
      const pid = await faults.pidOf(host, 'kafka');
      await faults.signal(host, 'kafka', 'KILL');
      await expect.poll(() => faults.pidOf(host, 'kafka').catch(() => pid), { timeout: 60_000 }).not.toBe(pid);
      await expect.poll(async () => (await kcat.metadata()).brokers.length, { timeout: 60_000 }).toBe(3);
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(before);
    } finally {
      over.abort();
      await load;
    }
    const missing = async (): Promise<readonly string[]> => {
      const there = new Set(await kcat.consume(TOPIC));
      return acknowledged.filter((line) => !there.has(line));
    };
    // A broker that has just come back knows of no topic for a moment, and says so to whoever asks it first.
    await expect.poll(missing, { timeout: 60_000 }).toEqual([]);
    await done('restart', 'kafka', '--limit', bed.address(host));
    await fams.healthy();
  });

  it('a service whose supervisor was killed runs on, is said to be unwatched, and is put right by one restart', async () => {
    const before = await processes();
    await faults.signal(2, 'kafka', 'KILL', 'pid');
    const { result } = await fams.run('status');
    const unwatched = result.services.filter(({ state, supervisor }) => state === 'running' && supervisor === null);
    expect(unwatched.map(({ host, component }) => `${host} ${component}`)).toEqual(['192.168.1.2 kafka']);
    const said = await fams.run('provision');
    expect(said.code, because(said)).toBe(0);
    expect(said.result.actions.map(({ kind, host, outcome }) => [kind, host, outcome])).toEqual([
      ['service-restart', '192.168.1.2', 'changed'],
    ]);
    expect(await faults.jvms(2, 'kafka')).toBe(1);
    const after = await processes();
    expect(after.filter((one, i) => one !== before[i]).map((one) => one.split(' ').slice(0, 2))).toEqual([['192.168.1.2', 'kafka']]);
  });

  it('a service that cannot start ends the run with its last words, and the other brokers run on', async () => {
    await fams.write(HOSTS, 'kafka: { config: { offsets.commit.required.acks: 7 } }');
    const said = await fams.run('provision');
    expect([said.code, said.error.code], because(said)).toEqual([1, 'SERVICE_FAILED']);
    expect(said.error.what).toMatch(/offsets\.commit\.required\.acks/);
    expect((await kcat.metadata()).brokers).toHaveLength(2);
    await fams.write(HOSTS);
    await done('provision');
  });

  it('what cannot be seen is never called healthy', async () => {
    await faults.closeSsh(3);
    const one = await fams.run('verify', '--fast');
    const blind = one.result.checks.filter(({ target }) => target === '192.168.1.3' || target.startsWith('192.168.1.3/'));
    // Of what the others say about it, its registration in ZooKeeper can be seen.
    const well = blind.filter(({ status }) => status === 'ok').map(({ id }) => id);
    expect([one.code, well], because(one)).toEqual([3, ['kafka.registered']]);
    expect(blind.filter(({ status }) => status === 'unknown').map(({ id }) => id)).toContain('host.disk');
    await Promise.all([faults.closeSsh(1), faults.closeSsh(2)]);
    const all = await fams.run('verify', '--fast');
    expect([all.code, all.result.checks.filter(({ status }) => status === 'ok')], because(all)).toEqual([4, []]);
    await Promise.all(HOSTS.map((host) => faults.openSsh(host)));
    await fams.healthy();
  });

  it('a machine that is replaced by an empty one gets its ids, and its replicas come back byte for byte', async () => {
    await kcat.produce(
      TOPIC,
      Array.from({ length: 500 }, (_, i) => `page${String(i)}|1|0.5|1`),
    );
    await bed.kill(3);
    await bed.wipe(3);
    await bed.boot(3);
    await fams.writeText(
      `cluster: fams\nssh: { identityFile: ${bed.keyFile} }\n` +
        'hosts: [192.168.1.1, 192.168.1.2, { address: 192.168.1.3, zookeeperId: 3, brokerId: 2 }]\n',
    );
    await done('provision');
    const segments = (host: number): Promise<string> =>
      faults.run(host, ['sh', '-c', `cd ${LOGS} && sha256sum ${TOPIC}-*/*.log && cat ../zk_data/myid`]);
    const [first, third] = [await segments(1), await segments(3)];
    expect(third.split('\n').slice(0, -2)).toEqual(first.split('\n').slice(0, -2));
    expect(third).toMatch(/\n3\n$/);
    const { brokers } = await kcat.metadata();
    expect(brokers.map(({ id }) => id).toSorted()).toEqual([0, 1, 2]);
  });

  it('destroy leaves what it did not make: with the data, and also where the data goes', async () => {
    const foreign = ['/home/fams/notes.txt', '/home/fams/.fams-ops/other/conf/server.properties'];
    await faults.run(2, [
      'sh',
      '-c',
      'mkdir -p "$HOME/.fams-ops/other/conf"; for f; do echo mine >"$f"; done',
      'sh',
      ...foreign,
      `${LOGS}/README`,
    ]);
    await done('destroy', '--confirm', 'fams');
    const listing = (): Promise<string> => faults.run(2, ['find', '/home/fams', '-path', '*/.ssh', '-prune', '-o', '-type', 'f', '-print']);
    const kept = (await listing()).split('\n').filter((line) => line !== '');
    expect(kept).toEqual(expect.arrayContaining([...foreign, `${LOGS}/README`, `${LOGS}/fams-ops.json`, '/home/fams/zk_data/myid']));
    expect(kept.filter((path) => !path.startsWith(LOGS) && !path.startsWith('/home/fams/zk_data/')).toSorted()).toEqual(foreign.toSorted());
    await done('destroy', '--confirm', 'fams', '--data');
    expect(
      (await listing())
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith(LOGS))
        .toSorted(),
    ).toEqual(foreign.toSorted());
    expect((await bed.user(2, ['ls', BASE])).code).not.toBe(0);
  });
});

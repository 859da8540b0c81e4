// Inventories that point away from where the data lie, a disk that is not mounted after a reboot, and the ways that really move data.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';
import { BASE, Faults } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'lonely';
const [FIRST, SECOND] = ['/home/fams/kafka-logs', '/home/fams/disk2/kafka'];
const RECORDS = Array.from({ length: 600 }, (_, i) => `page${String(i)}|1|0.5|1`);

describe.skipIf(!available.ok)(`data and where the inventory looks for them${available.ok ? '' : `: ${available.reason}`}`, () => {
  let bed: Bed;
  let fams: Fams;
  let faults: Faults;
  let kcat: Kcat;

  interface Change {
    readonly kafka?: string;
    readonly zookeeper?: string;
    readonly third?: string;
    readonly more?: string;
  }
  /** Each record has one copy: whatever is left behind is missed. */
  const write = ({
    kafka = `config: { log.dirs: "${FIRST},${SECOND}" }`,
    zookeeper = '',
    third = '',
    more = '',
  }: Change = {}): Promise<void> =>
    fams.writeText(
      `cluster: fams\nssh: { identityFile: ${bed.keyFile} }\n` +
        `hosts: [192.168.1.1, 192.168.1.2, { address: 192.168.1.3${third} }]\n` +
        `zookeeper: { heap: 128m${zookeeper} }\nkafka: { heap: 256m, ${kafka} }\n` +
        `topics: [{ name: ${TOPIC}, partitions: 12, replicationFactor: 1 }]\n${more}`,
    );
  const done = async (...args: readonly string[]): Promise<void> => {
    const said = await fams.run(...args);
    expect(said.code, because(said)).toBe(0);
  };
  const refused = (said: Said): readonly [number, string, string] => {
    expect(said.error, because(said)).toBeDefined();
    return [said.code, said.error.code, said.error.what];
  };
  const processes = async (): Promise<readonly string[]> => {
    const { result } = await fams.run('status');
    return result.services.map(({ host, component, pid, startedAt }) => `${host} ${component} ${String(pid)} ${String(startedAt)}`);
  };
  const mount = (): Promise<string> => faults.root(2, ['mount', '--bind', '/var/disk2', '/home/fams/disk2']);
  /** All records are there, each once, and the brokers have the ids that they had. */
  const whole = async (): Promise<void> => {
    expect((await kcat.consume(TOPIC)).toSorted()).toEqual(RECORDS.toSorted());
    expect((await kcat.metadata()).brokers.map(({ id }) => id).toSorted()).toEqual([0, 1, 2]);
  };

  beforeAll(async () => {
    bed = await startBed({ hosts: 3, rootfs: 'java' });
    fams = new Fams(bed);
    faults = new Faults(bed);
    kcat = new Kcat(bed, HOSTS);
    await faults.root(2, ['install', '-d', '-o', 'fams', '-g', 'fams', '/var/disk2', '/home/fams/disk2']);
    await mount();
    await write();
    await done('provision');
    await kcat.produce(TOPIC, RECORDS);
  });
  afterAll(async () => {
    await bed.stop();
  });

  it('other directories, another path in ZooKeeper or another home are refused by plan and provision, and nothing is restarted', async () => {
    const before = await processes();
    const changes: readonly (readonly [Change, string, RegExp])[] = [
      [{ kafka: 'config: { log.dirs: /home/fams/disk1/kafka }' }, 'DATA_REFUSED', /broker 0 on 192\.168\.1\.1 runs with its data in/],
      [{ kafka: `config: { log.dirs: ${FIRST} }` }, 'DATA_REFUSED', /runs with its data in \/home\/fams\/disk2\/kafka/],
      [{ kafka: `chroot: /other, config: { log.dirs: "${FIRST},${SECOND}" }` }, 'DATA_REFUSED', /keeps its topics below \/ in ZooKeeper/],
      [{ more: 'paths: { home: /home/fams/new }\n' }, 'IDENTITY_REFUSED', /"fams" lies in \/home\/fams on 192\.168\.1\.1/],
    ];
    for (const [change, code, what] of changes) {
      await write(change);
      const [plan, provision] = [refused(await fams.run('plan')), refused(await fams.run('provision'))];
      expect(provision).toEqual([5, code, expect.stringMatching(what)]);
      expect(plan).toEqual(provision);
    }
    await write();
    expect(await processes()).toEqual(before);
    await done('provision');
    expect(await processes()).toEqual(before);
  });

  it('a disk that is not mounted after a reboot: nothing starts over its mount point, and verify calls it critical', async () => {
    await bed.kill(2);
    await bed.boot(2);
    const boot = (component: string) => bed.user(2, ['sh', `${BASE}/bin/service.sh`, 'boot', BASE, component]);
    expect((await boot('zookeeper')).code).toBe(0);
    const booted = await boot('kafka');
    expect([booted.code, booted.stderr]).toEqual([
      1,
      expect.stringMatching(
        /it asks for a person: \/home\/fams\/disk2\/kafka has no record \(fams-ops\.json\) of kafka 1 of the cluster fams/,
      ),
    ]);
    const gone =
      /^\/home\/fams\/disk2\/kafka on 192\.168\.1\.2 is a data directory of Kafka broker 1, and its record fams-ops\.json is gone/;
    for (const verb of ['start', 'plan', 'provision'])
      expect(refused(await fams.run(verb)), verb).toEqual([5, 'DATA_REFUSED', expect.stringMatching(gone)]);
    const verify = await fams.run('verify', '--fast');
    expect(
      verify.result.checks.filter(({ id, status }) => id === 'host.identity' && status === 'crit').map(({ target }) => target),
    ).toEqual(['192.168.1.2/kafka']);
    await mount();
    await done('start');
    await fams.healthy();
    await whole();
  });

  it("a broker's data are moved by stopping it, moving the directory with its record, and provisioning: no record is lost", async () => {
    const moved = '/home/fams/disk1/kafka';
    await write({ third: `, kafka: { config: { log.dirs: "${moved},${SECOND}" } }` });
    const [, , what] = refused(await fams.run('provision'));
    expect(what).toContain('runs with its data in /home/fams/kafka-logs');
    await done('stop', 'kafka', '--limit', '192.168.1.3');
    expect(refused(await fams.run('provision'))[2]).toContain('has its data in /home/fams/kafka-logs');
    await bed.user(3, ['sh', '-c', `mkdir -p /home/fams/disk1 && mv ${FIRST} ${moved}`]);
    await done('provision');
    await whole();
    const again = await fams.run('provision');
    expect([again.code, again.result.changes], because(again)).toEqual([0, 0]);
  });

  it('ports are changed: those of the brokers one after the other, those of ZooKeeper while the brokers are off', async () => {
    const third = `, kafka: { config: { log.dirs: "/home/fams/disk1/kafka,${SECOND}" } }`;
    const ports = `ports: { broker: 19092 }, config: { log.dirs: "${FIRST},${SECOND}" }`;
    await write({ third, kafka: ports });
    await done('provision', '--allow', 'downtime');
    kcat = new Kcat(bed, HOSTS, 19092);
    await whole();
    await write({ third, kafka: ports, zookeeper: ', ports: { client: 12181 }' });
    expect(refused(await fams.run('provision'))[2]).toMatch(/reaches ZooKeeper on 192\.168\.1\.1 by port 2181/);
    await done('stop', 'kafka');
    await done('provision');
    await whole();
  });

  it('a blank directory is taken in place of a lost one only once a person has said so', async () => {
    await done('stop', 'kafka', '--limit', '192.168.1.3');
    await bed.user(3, ['mv', SECOND, `${SECOND}.away`]);
    const said = await fams.run('provision');
    expect(refused(said)[1]).toBe('DATA_REFUSED');
    const remedy = /say so on 192\.168\.1\.3: (.*)$/.exec(said.error.todo.join('\n'))?.[1];
    expect((await bed.user(3, ['sh', '-c', remedy ?? 'false'])).code).toBe(0);
    await done('provision');
    expect((await kcat.metadata()).brokers.map(({ id }) => id).toSorted()).toEqual([0, 1, 2]);
  });
});

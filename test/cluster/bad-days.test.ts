// Everything that goes wrong one day with a running cluster: verify must see each of it, in time, and be calm when all is well.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bedAvailable, startBed, type Bed } from '../support/bed.js';
import { because, Fams, type Said } from '../support/fams.js';
import { FaultTable, isSeen, type Fault } from '../support/fault-table.js';
import { BASE, CONFIG, Faults, SOFTWARE, type Component } from '../support/faults.js';
import { Kcat } from '../support/kcat.js';

const available = bedAvailable();
const HOSTS = [1, 2, 3];
const TOPIC = 'user-behavior-topic';
const PROBE = 'fams-ops-probe';
const CALM_RUNS = process.env['FAMS_OPS_FULL'] === '1' ? 30 : 10;
const DEADLINE_S = 60;
/** These disks are small: less than a gigabyte free is their normal state, and nearly full is still room to write a little. */
const THRESHOLDS = 'verify: { host.disk: { warnMegabytes: 50, critPercent: 20 } }';

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

  const done = async (...args: readonly string[]): Promise<void> => {
    const said = await fams.run(...args);
    expect(said.code, because(said)).toBe(0);
  };
  const start = (component: Component, host: number) => done('start', component, '--limit', bed.address(host));
  const stop = (component: Component, host: number) => done('stop', component, '--limit', bed.address(host));
  const forgotten = async (topic: string): Promise<void> => {
    await expect.poll(() => faults.topics(1, '--list'), { timeout: DEADLINE_S * 1000 }).not.toContain(topic);
  };

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

  it('are not made by looking: a full verify adds no record to a real topic, and says what kcat says', async () => {
    const before = await kcat.ends(TOPIC, 3);
    const said = await fams.run('verify');
    expect(said.code, because(said)).toBe(0);
    expect(await kcat.ends(TOPIC, 3)).toEqual(before);
    expect((await kcat.ends(PROBE, 3)).reduce((sum, one) => sum + one)).toBeGreaterThan(0);

    const { brokers, topics } = await kcat.metadata();
    const registered = said.result.checks.filter(({ id }) => id === 'kafka.registered').map(({ value }) => value);
    expect(registered.toSorted()).toEqual(brokers.map(({ name }) => name).toSorted());
    const partitions = topics.flatMap((topic) => topic.partitions);
    expect(said.result.checks.find(({ id }) => id === 'kafka.leader')?.message).toContain(`${String(partitions.length)} partitions`);
    expect(partitions.every(({ isrs, replicas }) => isrs.length === replicas.length)).toBe(true);
  });

  const FAULTS: readonly Fault[] = [
    {
      name: 'slow link: 50 ms there and back',
      inject: () => bed.slow(3, 25),
      heal: () => bed.fast(3),
      finding: null,
      exit: [0],
    },
    {
      name: 'host powered off',
      inject: () => bed.kill(3),
      heal: async () => {
        await bed.boot(3);
        await done('start');
      },
      finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn' },
      exit: [3],
    },
    {
      name: 'ssh refused, services run on',
      inject: () => faults.closeSsh(3),
      heal: () => faults.openSsh(3),
      finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn', says: /refuse/ },
      exit: [3],
    },
    {
      name: 'host frozen: takes connections, says nothing',
      inject: () => bed.pause(3),
      heal: () => bed.resume(3),
      finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn' },
      exit: [1, 3],
    },
    {
      name: 'disk nearly full',
      inject: () => bed.fill(3, 2000),
      heal: () => bed.drain(3),
      finding: { id: 'host.disk', target: '192.168.1.3', status: 'crit' },
      exit: [1],
    },
    {
      name: 'clock 90 s ahead',
      inject: () => bed.clock(3, '+90s'),
      heal: () => bed.clock(3, '0'),
      finding: { id: 'host.clock', target: 'cluster', status: 'crit', says: /192\.168\.1\.3/ },
      exit: [1],
    },
    {
      name: 'two hosts cannot hear each other',
      inject: () => bed.part(1, 2),
      heal: () => bed.join(1, 2),
      finding: { id: 'host.peers', target: '192.168.1.1', status: 'crit', says: /192\.168\.1\.2/ },
      exit: [1],
    },
    {
      name: 'broker stopped',
      inject: () => stop('kafka', 3),
      finding: { id: 'kafka.registered', target: '192.168.1.3/kafka', status: 'warn' },
      exit: [3],
    },
    {
      name: 'partition whose only broker is off',
      inject: async () => {
        await start('kafka', 3);
        await faults.topics(1, '--create', '--topic', 'lonely', '--replica-assignment', '2');
        await stop('kafka', 3);
      },
      heal: async () => {
        await start('kafka', 3);
        await faults.topics(1, '--delete', '--topic', 'lonely');
        await forgotten('lonely');
      },
      finding: { id: 'kafka.leader', target: 'lonely/0', status: 'crit' },
      exit: [1],
    },
    {
      name: 'broker frozen',
      inject: () => faults.signal(3, 'kafka', 'STOP'),
      heal: () => faults.signal(3, 'kafka', 'CONT'),
      finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /frozen/ },
      exit: [1, 3],
    },
    {
      name: 'broker killed, started again by its supervisor',
      inject: () => faults.signal(3, 'kafka', 'KILL'),
      finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /started again/ },
      exit: [1, 3],
    },
    {
      name: 'its supervisor killed',
      inject: () => faults.signal(3, 'kafka', 'KILL', 'pid'),
      heal: () => done('provision'),
      finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /nothing would start it again/ },
      exit: [1, 3],
    },
    {
      name: 'broker registered under another address',
      inject: () => faults.zookeeper(1, 'set', '/brokers/ids/2', registration('10.0.0.9')),
      heal: () => faults.zookeeper(1, 'set', '/brokers/ids/2', registration(bed.address(3))),
      finding: { id: 'kafka.registered', target: '192.168.1.3/kafka', status: 'crit', says: /10\.0\.0\.9/ },
      exit: [1],
    },
    {
      name: 'one ZooKeeper of three gone',
      inject: () => stop('zookeeper', 3),
      finding: { id: 'zookeeper.quorum', target: '192.168.1.3/zookeeper', status: 'warn' },
      exit: [3],
    },
    {
      name: 'two ZooKeepers of three gone',
      inject: () => stop('zookeeper', 2),
      heal: () => done('start', 'zookeeper'),
      finding: { id: 'zookeeper.quorum', target: 'cluster', status: 'crit' },
      exit: [1],
    },
    {
      name: 'probe topic gone',
      inject: () => faults.topics(1, '--delete', '--topic', PROBE),
      finding: { id: 'kafka.topics', target: PROBE, status: 'warn' },
      exit: [3],
    },
    {
      name: 'a declared topic gone',
      inject: () => faults.topics(1, '--delete', '--topic', TOPIC),
      finding: { id: 'kafka.topics', target: TOPIC, status: 'crit' },
      exit: [1],
    },
    {
      name: 'a declared topic with one replica',
      inject: async () => {
        await forgotten(TOPIC);
        await faults.topics(1, '--create', '--topic', TOPIC, '--partitions', '3', '--replication-factor', '1');
      },
      heal: async () => {
        await faults.topics(1, '--delete', '--topic', TOPIC);
        await forgotten(TOPIC);
        await done('provision');
      },
      finding: { id: 'kafka.topics', target: TOPIC, status: 'warn', says: /replica/ },
      exit: [3],
    },
    {
      name: 'configuration changed by hand',
      inject: () => faults.edit(2, CONFIG, '$a num.io.threads=9'),
      finding: { id: 'host.config', target: '192.168.1.2/kafka', status: 'warn', says: /server\.properties/ },
      exit: [3],
    },
    {
      name: 'a service runs with other files',
      inject: async () => {
        const service = (...args: readonly string[]) => faults.run(2, ['sh', `${BASE}/bin/service.sh`, ...args]);
        await service('stop', BASE, 'kafka', '60');
        await service('start', BASE, 'kafka');
        await faults.edit(2, CONFIG, '$d');
      },
      finding: { id: 'host.config', target: '192.168.1.2/kafka', status: 'warn', says: /restart pending/ },
      exit: [1, 3],
    },
    {
      name: 'a jar removed',
      inject: () => faults.run(2, ['sh', '-c', 'rm "$1"/libs/jopt-simple*', 'sh', SOFTWARE]),
      heal: () => done('provision'),
      finding: { id: 'host.bundle', target: '192.168.1.2', status: 'warn' },
      exit: [1, 3],
    },
    {
      // The last one: the hosts go away with it.
      name: 'Java removed',
      inject: () => faults.root(2, ['rm', '-r', '/usr/lib/jvm']),
      finding: { id: 'host.config', target: '192.168.1.2/kafka', status: 'warn', says: /kafka\.run/ },
      exit: [3],
    },
  ];

  it.each(FAULTS)('$name', async (fault) => {
    const looks: Said[] = [];
    let began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      await fault.inject();
      began = performance.now();
      do looks.push(await fams.run('verify', '--fast'));
      while (!looks.some((look) => isSeen(fault, look)) && seconds() < DEADLINE_S);
    } finally {
      const row = table.row(fault, looks, seconds());
      if (fault.heal) {
        await fault.heal();
        row.well(await fams.healthy());
      }
    }
    expect(
      looks.some((look) => isSeen(fault, look)),
      looks.map(because).join('\n'),
    ).toBe(true);
    if (fault.finding !== null) expect(looks.map(({ code }) => code)).not.toContain(0);
  });
});

/** What a broker writes into ZooKeeper about itself. */
const registration = (address: string): string =>
  JSON.stringify({ jmx_port: -1, timestamp: '1448000000000', host: address, version: 1, port: 9092 });

// What goes wrong one day with a running cluster of three, in this order, and what verify has to say of it.
import type { Fault, Scene } from './fault-table.js';
import { BASE, CONFIG, SOFTWARE, type Component, type Faults } from './faults.js';
import { because } from './fams.js';
import { waitUntil } from './wait-until.js';

const GONE_MS = 60_000;

/** The one that the inventory declares. */
export const TOPIC = 'user-behavior-topic';
export const PROBE = 'fams-ops-probe';

async function done({ fams }: Scene, ...args: readonly string[]): Promise<void> {
  const said = await fams.run(...args);
  if (said.code !== 0) throw new Error(`fams-ops ${args.join(' ')}: ${because(said)}`);
}
const start = (scene: Scene, component: Component, host: number) => done(scene, 'start', component, '--limit', scene.bed.address(host));
const stop = (scene: Scene, component: Component, host: number) => done(scene, 'stop', component, '--limit', scene.bed.address(host));

async function removed(faults: Faults, topic: string): Promise<void> {
  await faults.topics(1, '--delete', '--topic', topic);
  await forgotten(faults, topic);
}

const forgotten = (faults: Faults, topic: string): Promise<void> =>
  waitUntil(`the end of ${topic}`, GONE_MS, async () => {
    const listed = await faults.topics(1, '--list');
    return !listed.includes(topic) || listed;
  });

/** What a broker writes into ZooKeeper about itself. */
const registration = (address: string): string =>
  JSON.stringify({ jmx_port: -1, timestamp: '1448000000000', host: address, version: 1, port: 9092 });

const HOSTS: readonly Fault[] = [
  {
    name: 'slow link: 50 ms there and back',
    inject: ({ bed }) => bed.slow(3, 25),
    heal: ({ bed }) => bed.fast(3),
    // No fault, but to be seen: some ten round trips to log in.
    finding: { id: 'host.ssh', target: '192.168.1.3', status: 'ok', says: /reached in ([3-9]\d\d|\d{4,}) ms/ },
    exit: [0],
  },
  {
    name: 'host powered off',
    inject: ({ bed }) => bed.kill(3),
    heal: async (scene) => {
      await scene.bed.boot(3);
      await done(scene, 'start');
    },
    finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn' },
    // Where the controller was there, 0.8.2.1 leaves partitions without a leader for some 30 s.
    exit: [1, 3],
  },
  {
    name: 'ssh refused, services run on',
    inject: ({ faults }) => faults.closeSsh(3),
    heal: ({ faults }) => faults.openSsh(3),
    finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn', says: /refuse/ },
    exit: [3],
  },
  {
    name: 'host frozen: takes connections, says nothing',
    inject: ({ bed }) => bed.pause(3),
    heal: ({ bed }) => bed.resume(3),
    finding: { id: 'host.ssh', target: '192.168.1.3', status: 'warn' },
    exit: [1, 3],
  },
  {
    name: 'disk nearly full',
    inject: ({ bed }) => bed.fill(3, 2000),
    heal: ({ bed }) => bed.drain(3),
    finding: { id: 'host.disk', target: '192.168.1.3', status: 'crit' },
    exit: [1],
  },
  {
    name: 'disk full',
    inject: ({ bed }) => bed.fill(3),
    // What cannot write ends, and is started again: that is told until a person has restarted it.
    heal: async (scene) => {
      await scene.bed.drain(3);
      await done(scene, 'start');
      await done(scene, 'restart', '--limit', scene.bed.address(3));
    },
    finding: { id: 'host.disk', target: '192.168.1.3', status: 'crit' },
    exit: [1],
  },
  {
    name: 'clock 90 s ahead',
    inject: ({ bed }) => bed.clock(3, '+90s'),
    heal: ({ bed }) => bed.clock(3, '0'),
    finding: { id: 'host.clock', target: '192.168.1.3', status: 'warn', says: /ahead of 192\.168\.1\.1/ },
    exit: [3],
  },
  {
    name: 'two hosts cannot hear each other',
    inject: ({ bed }) => bed.part(1, 2),
    heal: ({ bed }) => bed.join(1, 2),
    finding: { id: 'host.peers', target: '192.168.1.1', status: 'crit', says: /192\.168\.1\.2/ },
    exit: [1],
  },
];

const BROKERS: readonly Fault[] = [
  {
    name: 'broker stopped',
    inject: (scene) => stop(scene, 'kafka', 3),
    finding: { id: 'kafka.registered', target: '192.168.1.3/kafka', status: 'warn' },
    exit: [3],
  },
  {
    name: 'its replicas are missing',
    inject: () => Promise.resolve(),
    finding: { id: 'kafka.isr', target: `${TOPIC}/0`, status: 'warn', says: /missing broker 2/ },
    exit: [3],
  },
  {
    name: 'partition whose only broker is off',
    inject: async (scene) => {
      await start(scene, 'kafka', 3);
      await scene.faults.topics(1, '--create', '--topic', 'lonely', '--replica-assignment', '2');
      await stop(scene, 'kafka', 3);
    },
    heal: async (scene) => {
      await start(scene, 'kafka', 3);
      await removed(scene.faults, 'lonely');
    },
    finding: { id: 'kafka.leader', target: 'lonely/0', status: 'crit' },
    exit: [1],
  },
  {
    name: 'broker frozen',
    inject: ({ faults }) => faults.signal(3, 'kafka', 'STOP'),
    heal: ({ faults }) => faults.signal(3, 'kafka', 'CONT'),
    finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /frozen/ },
    exit: [1, 3],
  },
  {
    name: 'broker killed, started again by its supervisor',
    inject: ({ faults }) => faults.signal(3, 'kafka', 'KILL'),
    finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /started again/ },
    exit: [1, 3],
  },
  {
    name: 'its supervisor killed',
    inject: ({ faults }) => faults.signal(3, 'kafka', 'KILL', 'pid'),
    heal: (scene) => done(scene, 'provision'),
    finding: { id: 'host.service', target: '192.168.1.3/kafka', status: 'warn', says: /nothing would start it again/ },
    exit: [1, 3],
  },
  {
    name: 'broker registered under another address',
    inject: ({ faults }) => faults.zookeeper(1, 'set', '/brokers/ids/2', registration('10.0.0.9')),
    heal: ({ bed, faults }) => faults.zookeeper(1, 'set', '/brokers/ids/2', registration(bed.address(3))),
    finding: { id: 'kafka.registered', target: '192.168.1.3/kafka', status: 'crit', says: /10\.0\.0\.9/ },
    exit: [1],
  },
];

const ENSEMBLE: readonly Fault[] = [
  {
    name: 'newer ZooKeeper that answers with its whitelist sentence',
    inject: async (scene) => {
      await stop(scene, 'zookeeper', 3);
      await scene.faults.newerZookeeper(3);
    },
    finding: { id: 'zookeeper.ruok', target: '192.168.1.3/zookeeper', status: 'unknown', says: /refuses to answer "ruok"/ },
    exit: [1, 3],
  },
  {
    name: 'members of different versions',
    inject: () => Promise.resolve(),
    heal: async (scene) => {
      await scene.faults.endNewerZookeeper(3);
      await start(scene, 'zookeeper', 3);
    },
    finding: { id: 'zookeeper.version', target: 'cluster', status: 'warn', says: /192\.168\.1\.3 3\.9\.2/ },
    exit: [1, 3],
  },
  {
    name: 'one ZooKeeper of three gone',
    inject: (scene) => stop(scene, 'zookeeper', 3),
    finding: { id: 'zookeeper.quorum', target: '192.168.1.3/zookeeper', status: 'warn' },
    exit: [3],
  },
  {
    name: 'two ZooKeepers of three gone',
    inject: (scene) => stop(scene, 'zookeeper', 2),
    heal: (scene) => done(scene, 'start', 'zookeeper'),
    finding: { id: 'zookeeper.quorum', target: 'cluster', status: 'crit' },
    exit: [1],
  },
];

const TOPICS: readonly Fault[] = [
  {
    name: 'probe topic gone',
    inject: ({ faults }) => removed(faults, PROBE),
    heal: (scene) => done(scene, 'provision'),
    finding: { id: 'kafka.topics', target: PROBE, status: 'warn' },
    exit: [3],
  },
  {
    name: 'probe topic gone and not to be made: its deletion waits for a broker',
    inject: async (scene) => {
      await stop(scene, 'kafka', 3);
      await scene.faults.topics(1, '--delete', '--topic', PROBE);
    },
    finding: { id: 'kafka.topics', target: PROBE, status: 'warn', says: /marked for deletion/ },
    exit: [3],
  },
  {
    name: 'work left undone for a broker that is away',
    inject: () => Promise.resolve(),
    heal: async (scene) => {
      await start(scene, 'kafka', 3);
      await forgotten(scene.faults, PROBE);
      await done(scene, 'provision');
    },
    finding: { id: 'kafka.pending', target: 'cluster', status: 'warn', says: /to be deleted: fams-ops-probe/ },
    exit: [3],
  },
  {
    name: 'a declared topic gone',
    inject: ({ faults }) => faults.topics(1, '--delete', '--topic', TOPIC),
    finding: { id: 'kafka.topics', target: TOPIC, status: 'crit' },
    exit: [1],
  },
  {
    name: 'a declared topic with one replica',
    inject: async ({ faults }) => {
      await forgotten(faults, TOPIC);
      await faults.topics(1, '--create', '--topic', TOPIC, '--partitions', '3', '--replication-factor', '1');
    },
    heal: async (scene) => {
      await removed(scene.faults, TOPIC);
      await done(scene, 'provision');
    },
    finding: { id: 'kafka.topics', target: TOPIC, status: 'warn', says: /replica/ },
    exit: [3],
  },
];

const FILES: readonly Fault[] = [
  {
    name: 'configuration changed by hand',
    inject: ({ faults }) => faults.edit(2, CONFIG, '$a num.io.threads=9'),
    finding: { id: 'host.config', target: '192.168.1.2/kafka', status: 'warn', says: /server\.properties/ },
    exit: [3],
  },
  {
    name: 'a service runs with other files',
    inject: async ({ faults }) => {
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
    inject: ({ faults }) => faults.run(2, ['sh', '-c', 'rm "$1"/libs/jopt-simple*', 'sh', SOFTWARE]),
    heal: (scene) => done(scene, 'provision'),
    finding: { id: 'host.bundle', target: '192.168.1.2', status: 'warn' },
    exit: [1, 3],
  },
  {
    // The last one: the hosts go away with it.
    name: 'Java removed',
    inject: ({ faults }) => faults.root(2, ['rm', '-r', '/usr/lib/jvm']),
    finding: { id: 'host.config', target: '192.168.1.2/kafka', status: 'warn', says: /kafka\.run/ },
    exit: [3],
  },
];

/** Those without a `heal` stay, and the next comes on top. */
export const BAD_DAYS: readonly Fault[] = [...HOSTS, ...BROKERS, ...ENSEMBLE, ...TOPICS, ...FILES];

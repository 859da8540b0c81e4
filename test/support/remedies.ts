// Faults, each with the remedy that its finding prints, done as it is printed: commands word for word, a person's part by the test.
import { PROBE, TOPIC } from './bad-days.js';
import type { Scene } from './fault-table.js';
import { BASE } from './faults.js';
import { Kcat } from './kcat.js';
import { printedCommands } from './printed-commands.js';
import { ANY, AT, done, HOST, HOSTS, stop, toolWords, type Remedied } from './remedied.js';
import { FILES } from './remedies-of-files.js';
import { waitUntil } from './wait-until.js';

const LONELY = 'lonely';
const GROUP = 'readers';
const RUN = `${BASE}/bin/kafka.run`;

const gone = ({ faults }: Scene, topic: string): Promise<void> =>
  waitUntil(`the end of ${topic}`, 60_000, async () => {
    const listed = await faults.topics(1, '--list');
    return !listed.includes(topic) || listed;
  });
async function removed(scene: Scene, topic: string): Promise<void> {
  await scene.faults.topics(1, '--delete', '--topic', topic);
  await gone(scene, topic);
}

/** Its start script ends at once, as one does whose Java or disk is broken. */
async function broken({ faults }: Scene): Promise<void> {
  await faults.edit(HOST, RUN, '2i exit 1');
  await faults.signal(HOST, 'kafka', 'KILL');
}
const mended = ({ faults }: Scene): Promise<void> => faults.edit(HOST, RUN, '2d');

/** Consumers that committed their place and went away, with records waiting. */
async function left({ bed, faults }: Scene): Promise<void> {
  await new Kcat(bed, [1, 2, 3]).produce(
    TOPIC,
    Array.from({ length: 60 }, (_, i) => `page${String(i)}|1|0.5|1`),
  );
  const place = `/consumers/${GROUP}/offsets/${TOPIC}`;
  for (const node of [`/consumers/${GROUP}`, `/consumers/${GROUP}/offsets`, place]) await faults.zookeeper(1, 'create', node, 'x');
  for (const partition of [0, 1, 2]) await faults.zookeeper(1, 'create', `${place}/${String(partition)}`, '0');
}

const SERVICES: readonly Remedied[] = [
  {
    name: 'a service is off',
    inject: (scene) => stop(scene, 'kafka'),
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /is stopped/ },
    exit: ANY,
  },
  {
    name: 'a service and its supervisor were killed',
    inject: async ({ faults }) => {
      await faults.signal(HOST, 'kafka', 'KILL', 'pid');
      await faults.signal(HOST, 'kafka', 'KILL');
    },
    finding: { id: 'kafka.clean-stop', target: `${AT}/kafka`, status: 'warn', says: /was not stopped cleanly/ },
    exit: ANY,
  },
  {
    name: 'a supervisor waits before the next start',
    inject: broken,
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /does not run yet.*it ended with status 1/ },
    exit: ANY,
    person: mended,
    // How often it fell over is told until it is restarted: the next fault.
    heal: (scene) => done(scene, 'restart', 'kafka', '--limit', AT),
  },
  {
    name: 'a service fell over more than once',
    inject: async (scene) => {
      await broken(scene);
      await waitUntil('a second restart', 60_000, async () => {
        const restarts = Number(await scene.faults.run(HOST, ['cat', `${BASE}/run/kafka.restarts`]));
        return restarts > 1 || `${String(restarts)} restarts`;
      });
      await mended(scene);
      await done(scene, 'start', 'kafka', '--limit', AT);
    },
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /fell over and was started again \d+ times/ },
    exit: ANY,
  },
  {
    name: 'a supervisor gave up',
    inject: async (scene) => {
      await broken(scene);
      await waitUntil('the supervisor to give up', 120_000, async () => {
        const { code } = await scene.bed.user(HOST, ['test', '-e', `${BASE}/run/kafka.failed`]);
        return code === 0 || 'it goes on';
      });
    },
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /gave up after 5 starts/ },
    exit: ANY,
    person: mended,
  },
  {
    name: 'a process is frozen',
    inject: ({ faults }) => faults.signal(HOST, 'kafka', 'STOP'),
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /frozen/ },
    exit: ANY,
    byHand: true,
    person: ({ faults }, fix) => faults.run(HOST, ['sh', '-c', printedCommands(fix, 'kill')[0] ?? 'false']),
  },
  {
    name: 'a supervisor was killed',
    inject: ({ faults }) => faults.signal(HOST, 'kafka', 'KILL', 'pid'),
    finding: { id: 'host.service', target: `${AT}/kafka`, status: 'warn', says: /nothing would start it again/ },
    exit: ANY,
  },
  {
    name: 'a port is taken by a stranger',
    inject: async (scene) => {
      await stop(scene, 'zookeeper');
      await scene.faults.newerZookeeper(HOST);
    },
    finding: { id: 'host.ports', target: `${AT}/zookeeper`, status: 'crit' },
    exit: ANY,
    byHand: true,
    person: ({ faults }) => faults.endNewerZookeeper(HOST),
    heal: (scene) => done(scene, 'start', 'zookeeper', '--limit', AT),
  },
];

const BROKERS: readonly Remedied[] = [
  {
    name: 'a broker runs and is not registered',
    inject: ({ faults }) => faults.zookeeper(1, 'delete', '/brokers/ids/2'),
    finding: { id: 'kafka.registered', target: `${AT}/kafka`, status: 'warn', says: /is not registered/ },
    exit: ANY,
  },
  {
    name: 'a broker is registered at another address',
    inject: ({ faults }) =>
      faults.zookeeper(1, 'set', '/brokers/ids/2', '{"jmx_port":-1,"timestamp":"1448000000000","host":"10.0.0.9","version":1,"port":9092}'),
    finding: { id: 'kafka.registered', target: `${AT}/kafka`, status: 'crit', says: /10\.0\.0\.9/ },
    exit: ANY,
  },
  {
    name: 'no broker is registered',
    inject: (scene) => done(scene, 'stop', 'kafka'),
    finding: { id: 'kafka.registered', target: 'cluster', status: 'crit', says: /no broker is registered/ },
    exit: ANY,
  },
  {
    name: 'the controller is a broker that is not there',
    inject: ({ faults }) => faults.zookeeper(1, 'set', '/controller', '{"version":1,"brokerid":9,"timestamp":"1448000000000"}'),
    finding: { id: 'kafka.controller', target: 'cluster', status: 'crit', says: /broker 9, which is not registered/ },
    exit: ANY,
  },
  {
    name: 'a broker does not answer',
    inject: (scene) => stop(scene, 'kafka'),
    finding: { id: 'kafka.metadata', target: `${AT}/kafka`, status: 'warn', says: /does not answer/ },
    exit: ANY,
  },
  {
    name: 'replicas are missing in the ISR',
    inject: (scene) => stop(scene, 'kafka'),
    finding: { id: 'kafka.isr', target: `${TOPIC}/0`, status: 'warn', says: /missing broker 2/ },
    exit: ANY,
  },
  {
    name: 'a partition has no leader',
    inject: async (scene) => {
      await scene.faults.topics(1, '--create', '--topic', LONELY, '--replica-assignment', '2', '--config', 'min.insync.replicas=1');
      await stop(scene, 'kafka');
    },
    finding: { id: 'kafka.leader', target: `${LONELY}/0`, status: 'crit' },
    exit: ANY,
    heal: (scene) => removed(scene, LONELY),
  },
  {
    name: 'another replica leads than the preferred',
    inject: async (scene) => {
      // Only after a quarter of an hour it would be a warning.
      await scene.fams.write(HOSTS, 'verify: { kafka.preferred: { warnPercent: 0, settleMinutes: 0 } }');
      await stop(scene, 'kafka');
      await done(scene, 'start', 'kafka', '--limit', AT);
    },
    finding: { id: 'kafka.preferred', target: 'cluster', status: 'warn', says: /led by another than the preferred replica/ },
    exit: ANY,
    byHand: true,
    person: ({ faults }, fix) =>
      faults.tool(1, 'kafka-preferred-replica-election.sh', ...toolWords(fix, 'kafka-preferred-replica-election.sh')),
    heal: ({ fams }) => fams.write(HOSTS),
  },
];

const ENSEMBLE: readonly Remedied[] = [
  {
    name: 'a member does not answer',
    inject: (scene) => stop(scene, 'zookeeper'),
    finding: { id: 'zookeeper.ruok', target: `${AT}/zookeeper`, status: 'warn' },
    exit: ANY,
  },
  {
    name: 'a member does not serve',
    inject: (scene) => stop(scene, 'zookeeper'),
    finding: { id: 'zookeeper.quorum', target: `${AT}/zookeeper`, status: 'warn' },
    exit: ANY,
  },
  {
    name: 'there is no quorum',
    inject: async (scene) => {
      await stop(scene, 'zookeeper');
      await stop(scene, 'zookeeper', 2);
    },
    finding: { id: 'zookeeper.quorum', target: 'cluster', status: 'crit', says: /no quorum/ },
    exit: ANY,
  },
  {
    name: 'no member takes a write',
    inject: async (scene) => {
      await stop(scene, 'zookeeper');
      await stop(scene, 'zookeeper', 2);
    },
    finding: { id: 'zookeeper.write', target: 'cluster', status: 'crit', says: /no member takes a write/ },
    exit: ANY,
  },
  {
    name: 'a member has another id',
    inject: async (scene) => {
      await stop(scene, 'zookeeper');
      const { faults } = scene;
      await faults.edit(HOST, `${BASE}/conf/zookeeper.properties`, 's/^server\\.3=/server.4=/');
      await faults.run(HOST, ['sh', '-c', 'echo 4 >/home/fams/zk_data/myid']);
      await faults.service(HOST, 'start', 'zookeeper');
    },
    finding: { id: 'zookeeper.myid', target: `${AT}/zookeeper`, status: 'crit', says: /has id 4, the inventory says 3/ },
    exit: ANY,
    person: async ({ faults }) => {
      await faults.edit(HOST, '/home/fams/zk_data/myid', 's/.*/3/');
      await faults.edit(HOST, `${BASE}/conf/zookeeper.properties`, 's/^server\\.4=/server.3=/');
    },
  },
];

const TOPICS: readonly Remedied[] = [
  {
    name: 'a topic is missing',
    inject: (scene) => removed(scene, PROBE),
    finding: { id: 'kafka.topics', target: PROBE, status: 'warn', says: /does not exist/ },
    exit: ANY,
  },
  {
    name: 'there is nothing to send through',
    inject: (scene) => removed(scene, PROBE),
    finding: { id: 'kafka.round-trip', target: PROBE, status: 'unknown', says: /does not exist/ },
    exit: ANY,
    meant: /provision/,
  },
  {
    name: 'one broker alone may acknowledge',
    inject: ({ faults }) => faults.topics(1, '--create', '--topic', LONELY, '--replica-assignment', '0:1:2'),
    finding: { id: 'kafka.topic-settings', target: LONELY, status: 'warn', says: /min\.insync\.replicas/ },
    exit: ANY,
    byHand: true,
    person: ({ faults }, fix) => faults.topics(1, ...toolWords(fix, 'kafka-topics.sh').slice(2)),
    heal: (scene) => removed(scene, LONELY),
  },
  {
    name: 'a group that nobody is in any more',
    inject: left,
    finding: { id: 'kafka.lag', target: `${GROUP}/${TOPIC}`, status: 'warn' },
    exit: ANY,
    byHand: true,
    person: ({ faults }, fix) => faults.zookeeper(1, ...toolWords(fix, 'zookeeper-shell.sh').slice(1)),
  },
];

export const REMEDIES: readonly Remedied[] = [...SERVICES, ...BROKERS, ...ENSEMBLE, ...TOPICS, ...FILES];

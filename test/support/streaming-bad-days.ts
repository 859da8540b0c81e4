// What goes wrong one day with a running hot list, in this order, and what status and verify have to say of it.
import { execPath } from 'node:process';
import { randomBytes } from 'node:crypto';
import type { Bed } from './bed.js';
import { BASE, type Faults } from './faults.js';
import { LIST, SNAPSHOTS, TOPIC, type Streaming } from './streaming.js';
import { waitUntil } from './wait-until.js';

/** Where it happens: everything on the first host. */
export interface StreamingScene {
  readonly bed: Bed;
  readonly faults: Faults;
  readonly stream: Streaming;
  /** Another inventory: lines of the section kafka. */
  readonly write: (kafka?: string) => Promise<void>;
  /** What status gave as the reason. */
  readonly reason: string;
}

export interface StreamingFault {
  readonly name: string;
  readonly inject: (scene: StreamingScene) => Promise<unknown>;
  /** Of the job, or of its service where its supervisor gave up. */
  readonly state: 'counting' | 'waiting-for-cores' | 'failed';
  /** In the reason of status, and in the finding of verify; of a job that counts on, in the log of its supervisor. */
  readonly says: RegExp;
  /** Left out where the next fault comes on top of this one. */
  readonly heal?: (scene: StreamingScene) => Promise<unknown>;
}

const HOST = 1;
const GONE_MS = 120_000;
const JAR = `${BASE}/jobs/fams-jobs.jar`;
const COMMIT = '/fams-ops/fams/calculator/commit';

const kill = ({ faults }: StreamingScene): Promise<void> => faults.signal(HOST, 'calculator', 'KILL');
const stop = ({ stream }: StreamingScene, component = 'calculator'): Promise<unknown> => stream.done('stop', component);
/** It does not come up, and start says so. */
const startInVain = async ({ faults }: StreamingScene): Promise<void> => {
  await faults.run(HOST, ['sh', `${BASE}/bin/service.sh`, 'start', BASE, 'calculator']);
};
const launch = ({ stream }: StreamingScene): Promise<unknown> => stream.done('launch');

const gone = ({ faults }: StreamingScene, topic: string): Promise<void> =>
  waitUntil(`the end of ${topic}`, GONE_MS, async () => {
    const there = await faults.topics(HOST, '--list');
    return !there.split('\n').includes(topic) || there;
  });
async function removed(scene: StreamingScene, topic: string): Promise<void> {
  await scene.faults.topics(HOST, '--delete', '--topic', topic);
  await gone(scene, topic);
}

/** Exactly what the calculator says, typed by the user of the service after a login. */
async function asItSays(scene: StreamingScene): Promise<void> {
  const [, host, command] = /from nothing: on (\S+) type `([^`]*)`, then "fams-ops start calculator"/.exec(scene.reason) ?? [];
  if (command === undefined) throw new Error(`no command in: ${scene.reason}`);
  if (host !== scene.bed.address(HOST)) throw new Error(`not the host: ${String(host)}`);
  const typed = await scene.bed.ssh(HOST, [command], { timeoutMs: 60_000 });
  if (typed.code !== 0) throw new Error(`${command}: exit ${String(typed.code)}: ${typed.stdout}${typed.stderr}`);
  await scene.stream.done('start', 'calculator');
}

/** The shell of ZooKeeper 3.4.6 takes no blanks: by the client of fams-ops. */
const SET = `
const [dist, host, path, change] = process.argv.slice(1);
const { openTcp } = await import(dist + 'hosts/tcp.js');
const { ZooKeeperClient } = await import(dist + 'wire/zookeeper/client.js');
const client = await ZooKeeperClient.connect(() => openTcp(host, 2181, { deadlineMs: 10000 }), { host, deadlineMs: 10000 });
const { value } = await client.getData(path);
const [epoch, offset] = value.toString().split(' ').map(Number);
const next = change === 'epoch' ? epoch + 1 + ' ' + offset : epoch + ' ' + change;
await client.setData(path, Buffer.from(next), -1);
await client.close();
`;

/** @param change `epoch`: the next one, as another owner would; else the offset of the snapshot that counts */
async function setCommit({ bed }: StreamingScene, change: string): Promise<void> {
  const dist = new URL('../../dist/', import.meta.url).href;
  const argv = [execPath, '--input-type=module', '-e', SET, dist, bed.address(HOST), COMMIT, change];
  const { code, stderr } = await bed.operator(argv, { timeoutMs: 60_000 });
  if (code !== 0) throw new Error(`the commit was not changed: ${stderr}`);
}

/** A thousand bytes that no compression makes smaller. */
const longName = (): string => randomBytes(748).toString('base64url');

export const STREAMING_BAD_DAYS: readonly StreamingFault[] = [
  {
    name: 'another owner has written the commit',
    inject: (scene) => setCommit(scene, 'epoch'),
    state: 'counting',
    says: /another calculator took over: the commit is of epoch \d+, this one has epoch \d+\n.*ended with status 3/,
    heal: () => Promise.resolve(),
  },
  {
    name: 'no free cores: no worker is there',
    inject: async (scene) => {
      await stop(scene, 'spark-worker');
      await kill(scene);
    },
    state: 'waiting-for-cores',
    says: /Spark has given it no executor/,
    heal: ({ stream }) => stream.done('start', 'spark-worker'),
  },
  {
    name: 'the jar is gone',
    inject: async (scene) => {
      await scene.faults.run(HOST, ['rm', JAR]);
      await kill(scene);
    },
    state: 'failed',
    says: /gave up after 5 starts/,
    heal: launch,
  },
  {
    name: 'the output topic is gone',
    inject: async (scene) => {
      await scene.faults.topics(HOST, '--delete', '--topic', LIST);
      await gone(scene, LIST);
      await kill(scene);
    },
    state: 'failed',
    says: /there is no topic page-popularity-topic/,
    heal: async ({ faults, stream }) => {
      await faults.topics(HOST, '--create', '--topic', LIST, '--partitions', '1', '--replication-factor', '1');
      await stream.done('start', 'calculator');
    },
  },
  {
    name: 'the committed snapshot is damaged',
    inject: async (scene) => {
      await stop(scene);
      await scene.stream.kcat.produce(SNAPSHOTS, ['this is no snapshot']);
      const [end = 0] = await scene.stream.kcat.ends(SNAPSHOTS, 1);
      await setCommit(scene, String(end - 1));
      await startInVain(scene);
    },
    state: 'failed',
    says: /the committed snapshot \(fams-ops-snapshots\/0, offset \d+\) is damaged/,
    heal: asItSays,
  },
  {
    name: 'the committed snapshot is not there',
    inject: async (scene) => {
      await stop(scene);
      await setCommit(scene, '123456789');
      await startInVain(scene);
    },
    state: 'failed',
    says: /the committed snapshot \(fams-ops-snapshots\/0, offset 123456789\) is not there/,
    heal: asItSays,
  },
  {
    name: 'retention ate records that were not counted',
    inject: async (scene) => {
      await stop(scene);
      const { offsets } = await scene.stream.newest();
      await scene.faults.topics(HOST, '--alter', '--topic', TOPIC, '--config', 'retention.ms=1000', '--config', 'segment.ms=1000');
      await waitUntil('the deletion of records that were not counted', GONE_MS, async () => {
        const begins = await scene.stream.kcat.begins(TOPIC, 3);
        return begins.some((one, i) => one > (offsets[String(i)]?.next ?? 0)) || `the logs begin at ${begins.join(' ')}`;
      });
      await startInVain(scene);
    },
    state: 'failed',
    says: /\d+ records were deleted before they were counted: user-behavior-topic\/\d is counted up to offset \d+/,
    heal: async (scene) => {
      await scene.faults.topics(HOST, '--alter', '--topic', TOPIC, '--delete-config', 'retention.ms', '--delete-config', 'segment.ms');
      await asItSays(scene);
    },
  },
  {
    name: 'more pages than a snapshot holds',
    inject: async ({ stream }) => {
      for (let i = 0; i < 4; i++)
        await stream.kcat.produce(
          TOPIC,
          Array.from({ length: 500 }, () => `${longName()}|1|0.5|1`),
        );
    },
    state: 'failed',
    says: /\d+ pages of \S+ make a snapshot of \d+ bytes, and \d+ are allowed: raise message\.max\.bytes/,
    heal: async (scene) => {
      await scene.write('message.max.bytes: 8388608');
      await scene.stream.done('provision', '--allow', 'downtime');
      await launch(scene);
    },
  },
  {
    name: 'the topic is gone',
    inject: async (scene) => {
      await stop(scene, 'producer');
      await stop(scene);
      await removed(scene, TOPIC);
      await startInVain(scene);
    },
    state: 'failed',
    says: /there is no topic user-behavior-topic: create it, then start this again/,
  },
  {
    name: 'the topic was made anew',
    inject: async (scene) => {
      await scene.stream.done('provision');
      await startInVain(scene);
    },
    state: 'failed',
    says: /is counted up to offset \d+, and its log ends at 0: the topic was deleted and created anew/,
    heal: async (scene) => {
      await asItSays(scene);
      await launch(scene);
    },
  },
  {
    name: 'the clock was three days ahead for a while',
    inject: async (scene) => {
      await stop(scene);
      await scene.bed.clock(HOST, '+3d');
      await scene.stream.done('start', 'calculator');
      const today = new Date().toISOString().slice(0, 10);
      await scene.stream.listOf('a list of a day to come', ({ day }) => day > today || day);
      await stop(scene);
      await scene.bed.clock(HOST, '0');
      await startInVain(scene);
    },
    state: 'failed',
    says: /the totals are of \S+, and by this host's clock today is \S+: set the clock right/,
    heal: asItSays,
  },
];

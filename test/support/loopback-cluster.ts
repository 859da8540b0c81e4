// A real ZooKeeper ensemble with Kafka brokers on 127.0.0.1, 127.0.0.2, ..., each node on free ports of its own address.
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Jvm, runJava } from './jvm.js';
import { softwareJars } from './kafka-jars.js';
import { freePort } from './ports.js';
import { waitUntil } from './wait-until.js';

interface LoopbackOptions {
  readonly nodes?: number;
  /** Empty, or `/name`. */
  readonly chroot?: string;
  /** Further keys of server.properties. */
  readonly brokerConfig?: Readonly<Record<string, string>>;
  /** Only the ensemble. */
  readonly withoutKafka?: boolean;
}

export interface LoopbackNode {
  /** Of the broker; the member of the ensemble has one more. */
  readonly id: number;
  readonly address: string;
  readonly ports: { readonly client: number; readonly peer: number; readonly election: number; readonly broker: number };
  readonly zookeeper: Jvm;
  readonly broker: Jvm;
}

const START_MS = 120_000;
const LOG4J = `log4j.rootLogger=INFO, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=[%d] %p %m (%c)%n
`;

export class LoopbackCluster {
  readonly nodes: readonly LoopbackNode[];
  readonly chroot: string;
  private readonly dir: string;
  private readonly classPath: readonly string[];

  private constructor(dir: string, classPath: readonly string[], nodes: readonly LoopbackNode[], chroot: string) {
    this.dir = dir;
    this.classPath = classPath;
    this.nodes = nodes;
    this.chroot = chroot;
  }

  /** Starts everything and returns once every member has a mode and every broker is registered. */
  static async start(options: LoopbackOptions = {}): Promise<LoopbackCluster> {
    const { nodes: count = 3, chroot = '/kafka' } = options;
    const dir = mkdtempSync(join(tmpdir(), 'fams-ops-loopback-'));
    writeFileSync(join(dir, 'log4j.properties'), LOG4J);
    // A test cluster lives for seconds: the first compiler is enough, and starts twice as fast on two cores.
    const classPath = [
      '-XX:TieredStopAtLevel=1',
      `-Dlog4j.configuration=file:${dir}/log4j.properties`,
      '-cp',
      join(await softwareJars(), '*'),
    ];
    const places = await Promise.all(Array.from({ length: count }, (_, id) => place(id)));
    const nodes = places.map((at) => makeNode(dir, classPath, at, places, chroot, options.brokerConfig ?? {}));
    const cluster = new LoopbackCluster(dir, classPath, nodes, chroot);
    try {
      await cluster.startAll(options.withoutKafka ?? false);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** `127.0.0.1:2181,127.0.0.2:2181/kafka` */
  get connectString(): string {
    return this.nodes.map((node) => `${node.address}:${String(node.ports.client)}`).join(',') + this.chroot;
  }

  get brokers(): readonly string[] {
    return this.nodes.map((node) => `${node.address}:${String(node.ports.broker)}`);
  }

  node(id: number): LoopbackNode {
    const node = this.nodes[id];
    if (node === undefined) throw new Error(`no node ${String(id)}`);
    return node;
  }

  /** Creates a topic with the cluster's own tool, which ends with 0 whatever happened. */
  async createTopic(
    name: string,
    partitions: number,
    replicationFactor: number,
    config: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const settings = Object.entries(config).flatMap(([key, value]) => ['--config', `${key}=${value}`]);
    const output = await this.tool('kafka.admin.TopicCommand', [
      ...['--create', '--zookeeper', this.connectString, '--topic', name],
      ...['--partitions', String(partitions), '--replication-factor', String(replicationFactor), ...settings],
    ]);
    if (!output.includes(`Created topic "${name}".`)) throw new Error(`topic ${name} was not created: ${output}`);
  }

  async tool(mainClass: string, args: readonly string[]): Promise<string> {
    return (await runJava(['-Xmx128M', ...this.classPath, mainClass, ...args])).output;
  }

  async waitForMember(node: LoopbackNode): Promise<void> {
    await waitUntil(`a mode of ZooKeeper on ${node.address}`, START_MS, async () => {
      const answer = await word(node, 'srvr');
      return /^Mode: /m.test(answer) || answer || node.zookeeper.tail();
    });
  }

  async waitForBroker(node: LoopbackNode): Promise<void> {
    await waitUntil(`registration of broker ${String(node.id)}`, START_MS, async () => {
      const answers = await Promise.all(this.nodes.filter((one) => one.zookeeper.running).map((one) => word(one, 'dump')));
      return answers.some((dump) => dump.includes(`${this.chroot}/brokers/ids/${String(node.id)}\n`)) || node.broker.tail();
    });
  }

  /** kill -9 of everything, and the directories go: nothing in a test needs an orderly end. */
  async stop(): Promise<void> {
    await Promise.all(this.nodes.flatMap((node) => [node.broker.kill(), node.zookeeper.kill()]));
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async startAll(withoutKafka: boolean): Promise<void> {
    for (const node of this.nodes) node.zookeeper.start();
    await Promise.all(this.nodes.map((node) => this.waitForMember(node)));
    if (withoutKafka) return;
    for (const node of this.nodes) node.broker.start();
    await Promise.all(this.nodes.map((node) => this.waitForBroker(node)));
  }
}

type Place = Pick<LoopbackNode, 'id' | 'address' | 'ports'>;

async function place(id: number): Promise<Place> {
  const address = `127.0.0.${String(id + 1)}`;
  const port = (): Promise<number> => freePort(address);
  return { id, address, ports: { client: await port(), peer: await port(), election: await port(), broker: await port() } };
}

function makeNode(
  dir: string,
  classPath: readonly string[],
  at: Place,
  all: readonly Place[],
  chroot: string,
  brokerConfig: Readonly<Record<string, string>>,
): LoopbackNode {
  const home = join(dir, `node${String(at.id)}`);
  mkdirSync(join(home, 'zk'), { recursive: true });
  writeFileSync(join(home, 'zk', 'myid'), String(at.id + 1));
  const peers = all.map((one): [string, string] => [
    `server.${String(one.id + 1)}`,
    `${one.address}:${String(one.ports.peer)}:${String(one.ports.election)}`,
  ]);
  writeProperties(join(home, 'zookeeper.properties'), {
    ...{ tickTime: '2000', initLimit: '10', syncLimit: '5', maxClientCnxns: '0' },
    ...{ dataDir: join(home, 'zk'), clientPort: String(at.ports.client), clientPortAddress: at.address },
    // A list of one is not an ensemble: without it the server runs standalone.
    ...(all.length > 1 ? Object.fromEntries(peers) : {}),
  });
  const host = { 'host.name': at.address, port: String(at.ports.broker) };
  writeProperties(join(home, 'server.properties'), {
    ...{
      'broker.id': String(at.id),
      ...host,
      'advertised.host.name': at.address,
      'advertised.port': host.port,
      'log.dirs': join(home, 'kafka'),
    },
    ...{ 'auto.create.topics.enable': 'false', 'offsets.topic.num.partitions': '3', 'zookeeper.connection.timeout.ms': '30000' },
    'zookeeper.connect': all.map((one) => `${one.address}:${String(one.ports.client)}`).join(',') + chroot,
    ...brokerConfig,
  });
  const jvm = (name: string, heap: string, main: string, file: string): Jvm =>
    new Jvm(join(home, `${name}.out`), [heap, ...classPath, main, join(home, file)]);
  return {
    ...at,
    zookeeper: jvm('zookeeper', '-Xmx128M', 'org.apache.zookeeper.server.quorum.QuorumPeerMain', 'zookeeper.properties'),
    broker: jvm('broker', '-Xmx256M', 'kafka.Kafka', 'server.properties'),
  };
}

function writeProperties(path: string, keys: Readonly<Record<string, string>>): void {
  writeFileSync(
    path,
    Object.entries(keys)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
}

/** The bare protocol, so that the tests of the wire do not start on the wire itself. */
async function word(node: LoopbackNode, name: string): Promise<string> {
  const socket = connect({ host: node.address, port: node.ports.client }).setTimeout(2000, () =>
    socket.destroy(new Error(`no answer to ${name}`)),
  );
  socket.write(name);
  return text(socket);
}

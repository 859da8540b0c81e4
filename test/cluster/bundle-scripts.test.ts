// The scripts of the assembled bundle by hand, as its user types them: two nodes of two directories on one machine.
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { obtainBundle } from '../../src/bundle/obtain.js';
import { kafka } from '../../src/bundle/products/kafka.js';
import { freePort } from '../support/ports.js';
import { waitUntil } from '../support/wait-until.js';

const CACHE = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'fams-ops');
const BROKER = 'kafka.Kafka';
const ZOOKEEPER = 'org.apache.zookeeper.server.quorum.QuorumPeerMain';
const JAVAS: readonly (readonly [string, string | undefined])[] = [
  ['the Java in PATH', undefined],
  ['Java 25', '/usr/lib/jvm/temurin-25-jdk-amd64'],
];

const nodes: Node[] = [];
afterEach(() => {
  for (const node of nodes.splice(0)) node.remove();
});

/** One directory with the unpacked bundle, its configuration and data. */
class Node {
  readonly home: string;
  readonly zookeeperPort: number;
  readonly brokerPort: number;
  private readonly root: string;
  private readonly env: NodeJS.ProcessEnv;

  private constructor(root: string, home: string, ports: readonly [number, number], javaHome: string | undefined) {
    this.root = root;
    this.home = home;
    [this.zookeeperPort, this.brokerPort] = ports;
    this.env = { ...process.env, JAVA_HOME: javaHome, KAFKA_STOP_SECONDS: '60' };
  }

  static async make(javaHome: string | undefined): Promise<Node> {
    const { archive, directory } = await obtainBundle(
      kafka,
      { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null },
      { offline: false, cacheDir: CACHE, progress: () => undefined },
    );
    const root = mkdtempSync(join(tmpdir(), 'fams-ops bundle-'));
    await extract({ file: archive, cwd: root });
    const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')] as const;
    const node = new Node(root, join(root, directory), ports, javaHome);
    nodes.push(node);
    node.configure('zookeeper.properties', { dataDir: join(root, 'zookeeper'), clientPort: String(ports[0]) });
    node.configure('server.properties', {
      port: String(ports[1]),
      'log.dirs': join(root, 'kafka'),
      'zookeeper.connect': `127.0.0.1:${String(ports[0])}`,
    });
    return node;
  }

  /** Runs a script of bin/ to its end, in the bundle's directory. */
  run(script: string, args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    return spawnSync(join('bin', script), args, {
      cwd: this.home,
      input,
      encoding: 'utf8',
      timeout: 120_000,
      env: { ...this.env, ...env },
    });
  }

  async start(): Promise<void> {
    expect(this.run('zookeeper-server-start.sh', ['-daemon', 'config/zookeeper.properties']).stdout).toContain('Started');
    const answers = async (path: string, what: string): Promise<true | string> => {
      const { stdout } = this.run('zookeeper-shell.sh', [`127.0.0.1:${String(this.zookeeperPort)}`, 'ls', path]);
      return Promise.resolve(stdout.includes(what) || stdout);
    };
    await waitUntil('ZooKeeper', 60_000, () => answers('/', '[zookeeper'));
    expect(this.run('kafka-server-start.sh', ['-daemon', 'config/server.properties']).stdout).toContain('Started');
    await waitUntil('the broker', 60_000, () => answers('/brokers/ids', '[0]'));
  }

  /** Pids of this directory's processes with this main class, read independently of the scripts. */
  pids(mainClass: string): readonly number[] {
    return readdirSync('/proc').flatMap((entry) => {
      if (!/^\d+$/.test(entry)) return [];
      const args = commandLine(entry);
      return args[0]?.endsWith('java') === true && args.includes(`${this.home}/libs/*`) && args.includes(mainClass) ? [Number(entry)] : [];
    });
  }

  remove(): void {
    for (const pid of [...this.pids(BROKER), ...this.pids(ZOOKEEPER)]) process.kill(pid, 'SIGKILL');
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  private configure(file: string, values: Readonly<Record<string, string>>): void {
    const path = join(this.home, 'config', file);
    let text = readFileSync(path, 'utf8');
    for (const [key, value] of Object.entries(values)) {
      const line = new RegExp(`^${key.replaceAll('.', '\\.')}=.*$`, 'm');
      expect(text).toMatch(line);
      text = text.replace(line, () => `${key}=${value}`);
    }
    writeFileSync(path, text);
  }
}

function commandLine(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

describe.each(JAVAS)('with %s', (_name, javaHome) => {
  it.skipIf(javaHome !== undefined && !existsSync(javaHome))('a node of its own runs, and only that node is stopped', async () => {
    const one = await Node.make(javaHome);
    const two = await Node.make(javaHome);
    await one.start();
    await two.start();

    const zookeeper = `127.0.0.1:${String(one.zookeeperPort)}`;
    const broker = `127.0.0.1:${String(one.brokerPort)}`;
    const create = ['--create', '--zookeeper', zookeeper, '--topic', 'by-hand', '--partitions', '1', '--replication-factor', '1'];
    expect(one.run('kafka-topics.sh', create).stdout).toBe('Created topic "by-hand".\n');
    const produce = ['--broker-list', broker, '--topic', 'by-hand', '--sync', '--request-required-acks', '-1'];
    expect(one.run('kafka-console-producer.sh', produce, 'page37|5|1.51|-1\n').status).toBe(0);
    const consume = ['--zookeeper', zookeeper, '--topic', 'by-hand', '--from-beginning', '--max-messages', '1'];
    // Exactly the record: log lines go to standard error.
    expect(one.run('kafka-console-consumer.sh', consume).stdout).toBe('page37|5|1.51|-1\n');

    // A text search over the processes would find this one.
    const decoy = spawn('sleep', ['600'], { argv0: `java -cp ${one.home}/libs/* ${BROKER}`, stdio: 'ignore' });
    onTestFinished(() => void decoy.kill());
    const [pid = 0] = one.pids(BROKER);
    const stopped = one.run('kafka-server-stop.sh', []);
    expect(stopped).toMatchObject({ status: 0, stdout: `Stopping the broker, process ${pid} ...\nStopped the broker, process ${pid}.\n` });
    expect(one.pids(BROKER)).toEqual([]);
    expect([one.pids(ZOOKEEPER).length, two.pids(BROKER).length, two.pids(ZOOKEEPER).length, decoy.exitCode]).toEqual([1, 1, 1, null]);

    const again = one.run('kafka-server-stop.sh', []);
    expect(again).toMatchObject({ status: 1, stderr: `No broker that was started from ${one.home} is running.\n` });
    expect(one.run('zookeeper-server-stop.sh', []).status).toBe(0);
    expect([one.pids(ZOOKEEPER).length, two.pids(BROKER).length, two.pids(ZOOKEEPER).length]).toEqual([0, 1, 1]);
    expect(two.run('kafka-topics.sh', ['--list', '--zookeeper', `127.0.0.1:${String(two.zookeeperPort)}`]).status).toBe(0);

    // What does not end in time is said to be running, and is not killed.
    const [frozen = 0] = two.pids(BROKER);
    process.kill(frozen, 'SIGSTOP');
    const stuck = two.run('kafka-server-stop.sh', [], '', { KAFKA_STOP_SECONDS: '1' });
    expect(stuck.status).toBe(1);
    expect(stuck.stderr).toContain(`The broker, process ${frozen}, is still running after 1 s.`);
    expect(two.pids(BROKER)).toEqual([frozen]);
    process.kill(frozen, 'SIGCONT');
    await waitUntil('the end of the thawed broker', 60_000, () => Promise.resolve(two.pids(BROKER).length === 0 || 'still running'));
    expect(two.run('zookeeper-server-stop.sh', []).status).toBe(0);
  });
});

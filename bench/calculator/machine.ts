// The whole system on this machine as "fams-ops" itself sets it up, in a directory and on ports of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../test/support/ports.js';

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const ADDRESS = '127.0.0.1';
const CLUSTER = 'bench';
const COMMAND_MS = 600_000;

export interface Job {
  readonly topic: string;
  /** Topic of the list. */
  readonly output: string;
  readonly partitions: number;
  /** Of the executors together. */
  readonly cores: number;
  /** `500ms` */
  readonly interval: string;
  /** Records a second. */
  readonly maxRatePerPartition: number;
  /** Pages in the list. */
  readonly top: number;
}

export class Machine {
  readonly broker: string;
  readonly zookeeper: string;
  private readonly dir: string;

  private constructor(dir: string, zookeeper: string, broker: string) {
    this.dir = dir;
    this.zookeeper = zookeeper;
    this.broker = broker;
  }

  /** ZooKeeper, one broker and the topics; what `launch` starts is not running yet. */
  static async provision(job: Job): Promise<Machine> {
    const dir = await mkdtemp(join(tmpdir(), 'fams-ops-bench-'));
    const port = (): Promise<number> => freePort(ADDRESS);
    const [client, peer, election, broker] = [await port(), await port(), await port(), await port()];
    const spark = { master: await port(), masterWeb: await port(), worker: await port(), workerWeb: await port(), driverWeb: await port() };
    const roles = ['zookeeper', 'kafka', 'spark-master', 'spark-worker', 'calculator'];
    const inventory = {
      cluster: CLUSTER,
      connection: 'local',
      hosts: [{ name: 'n1', address: ADDRESS, roles, paths: { home: join(dir, 'home') } }],
      zookeeper: { ports: { client, peer, election } },
      kafka: { ports: { broker } },
      spark: { ports: spark, workerCores: job.cores },
      topics: [{ name: job.topic, partitions: job.partitions, replicationFactor: 1 }],
      streaming: { calculator: { ...calculatorOf(job), zone: zoneOfNoon() } },
    };
    // JSON is YAML.
    await writeFile(join(dir, 'inventory.yaml'), JSON.stringify(inventory, null, 2));
    const machine = new Machine(dir, `${ADDRESS}:${client}`, `${ADDRESS}:${broker}`);
    try {
      await machine.fams('provision');
    } catch (error) {
      await machine.stop();
      throw error;
    }
    return machine;
  }

  /** Runs a command of fams-ops to its good end. */
  async fams(...args: readonly string[]): Promise<void> {
    await run(process.execPath, [PROGRAM, ...args, '-i', join(this.dir, 'inventory.yaml'), '--quiet', '--yes']);
  }

  /** Runs a class of the installed Kafka. */
  async kafka(heap: string, ...words: readonly string[]): Promise<string> {
    return (await run(this.bin('kafka-run-class.sh'), words, { KAFKA_HEAP_OPTS: `-Xmx${heap}` })).stdout;
  }

  /** One command of ZooKeeper's shell, which says what became of it on standard error, and nothing by its exit code. */
  async zooKeeperShell(...words: readonly string[]): Promise<string> {
    const { stdout, stderr } = await run(this.bin('zookeeper-shell.sh'), [this.zookeeper, ...words]);
    return stdout + stderr;
  }

  async stop(): Promise<void> {
    await this.fams('destroy', '--confirm', CLUSTER, '--data');
    await rm(this.dir, { recursive: true, force: true });
  }

  private bin(script: string): string {
    return join(this.dir, 'home', 'kafka_2.10-0.8.2.1', 'bin', script);
  }
}

const calculatorOf = ({ topic, output, cores, interval, maxRatePerPartition, top }: Job): Partial<Job> => ({
  topic,
  output,
  cores,
  interval,
  maxRatePerPartition,
  top,
});

/** The list begins anew at midnight; in this zone that is half a day away. */
function zoneOfNoon(): string {
  const hours = 12 - new Date().getUTCHours();
  return `${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;
}

interface Said {
  readonly stdout: string;
  readonly stderr: string;
}

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const timeout = { timeout: COMMAND_MS, killSignal: 'SIGKILL' } as const;
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env }, ...timeout });
  const ended = once(child, 'close');
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  if (child.exitCode !== 0)
    throw new Error(`${command} ${args.join(' ')}: exit ${child.exitCode ?? child.signalCode ?? ''}\n${stdout}${stderr}`);
  return { stdout, stderr };
}

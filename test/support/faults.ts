// What goes wrong on the hosts of a bed, done on purpose: to processes, to Kafka's own state, to files.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Bed, Exit } from './bed.js';
import { waitUntil } from './wait-until.js';

export type Component = 'kafka' | 'zookeeper' | 'spark-master' | 'spark-worker' | 'calculator' | 'producer';

const HOME = '/home/fams';
export const BASE = `${HOME}/.fams-ops/fams`;
export const SOFTWARE = `${HOME}/kafka_2.10-0.8.2.1`;
export const CONFIG = `${BASE}/conf/server.properties`;

const NEWER_ZOOKEEPER = readFileSync(new URL('newer-zookeeper.pl', import.meta.url), 'utf8');
const IMPOSTOR = '/tmp/newer-zookeeper.pid';
/** Leaves a command behind, and its process id in a file. */
const BEHIND = 'pid=$1; shift; "$@" >/dev/null 2>&1 </dev/null & echo $! >"$pid"';

/** Runs after everything that a person would have read into a shell there. */
const TOOL = '. "$1/conf/tools.env"; cd "$2"; shift 2; exec "$@"';

export class Faults {
  private readonly bed: Bed;

  constructor(bed: Bed) {
    this.bed = bed;
  }

  /** As user fams; rejects unless it ends with 0. */
  async run(host: number, argv: readonly string[]): Promise<string> {
    return expectDone(argv, await this.bed.user(host, argv, { timeoutMs: 60_000 }));
  }

  /** As root; rejects unless it ends with 0. */
  async root(host: number, argv: readonly string[]): Promise<string> {
    return expectDone(argv, await this.bed.exec(host, argv, { timeoutMs: 60_000 }));
  }

  /** A process that the service has on record: its JVM (`child`) or its supervisor (`pid`). */
  async pidOf(host: number, component: Component, record: 'child' | 'pid' = 'child'): Promise<number> {
    return Number((await this.run(host, ['cut', '-d', ' ', '-f', '1', `${BASE}/run/${component}.${record}`])).trim());
  }

  async signal(host: number, component: Component, signal: 'KILL' | 'STOP' | 'CONT', record: 'child' | 'pid' = 'child'): Promise<void> {
    await this.run(host, ['sh', '-c', 'kill -"$1" "$2"', 'sh', signal, String(await this.pidOf(host, component, record))]);
  }

  /** Nobody can log in any more, and everything else runs on: the host's init would start sshd again, so it is put away. */
  async closeSsh(host: number): Promise<void> {
    await this.root(host, ['sh', '-c', 'mv /usr/sbin/sshd /usr/sbin/sshd.away && kill "$(cat /run/sshd.pid)"']);
  }

  async openSsh(host: number): Promise<void> {
    await this.root(host, ['mv', '/usr/sbin/sshd.away', '/usr/sbin/sshd']);
    await waitUntil(`sshd of host ${String(host)}`, 30_000, async () => {
      const { code, stderr } = await this.bed.ssh(host, ['true'], { timeoutMs: 20_000 });
      return code === 0 || stderr;
    });
  }

  /** kafka-topics.sh, as the article has it. */
  topics(host: number, ...args: readonly string[]): Promise<string> {
    return this.tool(host, 'kafka-topics.sh', '--zookeeper', `${this.bed.address(host)}:2181`, ...args);
  }

  /** One command of ZooKeeper's own shell. */
  zookeeper(host: number, ...command: readonly string[]): Promise<string> {
    return this.tool(host, 'zookeeper-shell.sh', `${this.bed.address(host)}:2181`, ...command);
  }

  /** Puts something in the place of the member, which must be stopped; it listens when this resolves. */
  async newerZookeeper(host: number): Promise<void> {
    await this.run(host, ['sh', '-c', BEHIND, 'sh', IMPOSTOR, 'perl', '-e', NEWER_ZOOKEEPER, this.bed.address(host), '2181']);
    await waitUntil('what stands for a newer ZooKeeper', 10_000, async () => {
      const { code } = await this.bed.user(host, ['grep', '-q', ':0885 [^ ]* 0A', '/proc/net/tcp']);
      return code === 0 || 'nobody listens on port 2181';
    });
  }

  async endNewerZookeeper(host: number): Promise<void> {
    await this.run(host, ['sh', '-c', 'kill "$(cat "$1")"', 'sh', IMPOSTOR]);
  }

  /** One of Kafka's own tools. */
  tool(host: number, name: string, ...args: readonly string[]): Promise<string> {
    return this.run(host, ['sh', '-c', TOOL, 'sh', BASE, SOFTWARE, `bin/${name}`, ...args]);
  }

  /** The host's own script, as its boot calls it. */
  async service(host: number, verb: 'start' | 'stop', component: Component, ...more: readonly string[]): Promise<void> {
    await this.run(host, ['sh', `${BASE}/bin/service.sh`, verb, BASE, component, ...more]);
  }

  async edit(host: number, file: string, script: string): Promise<void> {
    await this.run(host, ['sed', '-i', script, file]);
  }

  /** Runs a line of shell as root again and again until it is stopped, and then gives the lines that it printed. */
  watch(host: number, script: string): { stop(): Promise<readonly string[]> } {
    const over = `/run/fams-watch-${randomBytes(6).toString('hex')}`;
    const loop = `until [ -e "$1" ]; do ${script}; sleep 0.05; done`;
    const watching = this.bed.exec(host, ['sh', '-c', loop, 'sh', over]);
    return {
      stop: async () => {
        await this.root(host, ['touch', over]);
        return (await watching).stdout.split('\n').filter((line) => line !== '');
      },
    };
  }

  /** Command lines of all processes of a host, one a line. */
  async commands(host: number): Promise<readonly string[]> {
    const script = 'for p in /proc/[0-9]*; do tr "\\0" " " <$p/cmdline 2>/dev/null; echo; done';
    return (await this.root(host, ['sh', '-c', script])).split('\n').filter((line) => line !== '');
  }

  /** How many JVMs of the component there are. */
  async jvms(host: number, component: 'kafka' | 'zookeeper'): Promise<number> {
    const main = component === 'kafka' ? ' kafka.Kafka ' : ' org.apache.zookeeper.server.quorum.QuorumPeerMain ';
    return (await this.commands(host)).filter((line) => line.includes('java') && line.includes(main)).length;
  }
}

function expectDone(argv: readonly string[], { code, stdout, stderr }: Exit): string {
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${String(code)}: ${stdout}${stderr}`);
  return stdout;
}

// Real machines for a test: hosts in network namespaces of this one, made and driven by test/testbed/bed.
import { spawn, spawnSync, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { constants, homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const testbed = join(dirname(dirname(fileURLToPath(import.meta.url))), 'testbed');
const bedScript = join(testbed, 'bed');
const rootfsScript = join(testbed, 'rootfs.sh');

/** `bare` has no Java; `systemd` is `java` with systemd as init and sessions for users; without it the init is a shell. */
export type Rootfs = 'java' | 'bare' | 'systemd';

export interface BedOptions {
  readonly hosts: number;
  readonly rootfs: Rootfs;
  /** `512m` in memory, or `loop:512m` as a real ext4; without a limit a disk cannot be filled. */
  readonly disk?: string;
  /** What a host's /etc/hosts has: all hosts, only itself as 127.0.1.1 as Debian does, or no name at all. */
  readonly names?: 'full' | 'debian' | 'ip';
  /** More variables for `bed up`, such as SSHD_OPTS or PASSWORD. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Exit {
  /** As a shell says it: 128 + n for one ended by signal n. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  readonly cwd?: string;
}

export type Availability = { readonly ok: true } | { readonly ok: false; readonly reason: string };

let availability: Availability | undefined;

/** Whether beds can be made here, found out by making the parts of one. */
export function bedAvailable(): Availability {
  availability ??= probe();
  return availability;
}

function probe(): Availability {
  if (process.platform !== 'linux') return { ok: false, reason: `the test bed needs Linux, this is ${process.platform}` };
  if (spawnSync('mmdebstrap', ['--version']).error) return { ok: false, reason: 'mmdebstrap is not installed' };
  const { status, stderr, error } = spawnSync(bedScript, ['probe'], { encoding: 'utf8' });
  return status === 0 ? { ok: true } : { ok: false, reason: error?.message ?? stderr.trim() };
}

export async function startBed(options: BedOptions): Promise<Bed> {
  const dir = await mkdtemp(join(tmpdir(), 'fams-bed-'));
  const up = spawn(bedScript, ['up', String(options.hosts)], {
    env: { ...process.env, ...options.env, ...(await settings(options)), BED: dir, LIFELINE: '3' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  // The bed ends when this process does, even by SIGKILL: the kernel closes our end.
  const lifeline = up.stdio[3];
  if (!(lifeline instanceof Socket)) throw new Error('no lifeline to the bed');
  lifeline.unref();
  const { code, stderr } = await ended(up);
  if (code !== 0) {
    await execa(bedScript, ['down'], { env: { BED: dir } });
    throw new Error(`bed up: exit ${code}: ${stderr.trim()}`);
  }
  return new Bed(dir, (await readFile(join(dir, 'op', 'password'), 'utf8')).trim(), lifeline);
}

async function settings({ rootfs, disk, names }: Partial<BedOptions>): Promise<Record<string, string>> {
  return {
    ...(rootfs && {
      ROOTFS: (await execa(rootfsScript, [rootfs], { stderr: 'inherit' })).stdout,
      INIT: rootfs === 'systemd' ? 'systemd' : 'bash',
    }),
    ...(disk && { DISK: disk }),
    ...(names && { NAMES: names }),
  };
}

/** Not by `close`: that one would wait for the lifeline. */
function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve({ code, stderr });
    });
  });
}

/** Hosts are numbers from 1; a command on a paused, cut or dead host is the caller's to limit in time. */
export class Bed {
  readonly dir: string;
  readonly password: string;
  readonly keyFile: string;
  readonly knownHostsFile: string;
  /** The operator's home, with nothing of the person who runs the test. */
  readonly home: string;
  readonly #lifeline: Socket;
  readonly #spawned = new Set<ChildProcess>();

  constructor(dir: string, password: string, lifeline: Socket) {
    this.dir = dir;
    this.password = password;
    this.keyFile = join(dir, 'op', 'id_ed25519');
    this.home = join(dir, 'op', 'home');
    this.knownHostsFile = join(this.home, '.ssh', 'known_hosts');
    this.#lifeline = lifeline;
  }

  address(host: number): string {
    return `192.168.1.${host}`;
  }

  /** Runs a command of this machine in the operator's network. */
  operator(argv: readonly string[], options: RunOptions = {}): Promise<Exit> {
    return this.#run(['op', ...argv], { ...options, env: { ...this.#operatorEnv(), ...options.env } });
  }

  /** The child is the command itself, not a wrapper: a signal sent to it arrives. What still runs at `stop` is killed. */
  spawnOperator(argv: readonly string[], options: Pick<RunOptions, 'env' | 'cwd'> = {}): ChildProcessWithoutNullStreams {
    const child = spawn(bedScript, ['op', ...argv], {
      env: { ...process.env, ...this.#operatorEnv(), ...options.env, BED: this.dir },
      cwd: options.cwd,
      stdio: 'pipe',
    });
    this.#spawned.add(child);
    child.once('close', () => this.#spawned.delete(child));
    return child;
  }

  /** As root inside the host, without ssh. */
  exec(host: number, argv: readonly string[], options: RunOptions = {}): Promise<Exit> {
    return this.#run(['exec', String(host), ...argv], options);
  }

  /** As user fams inside the host, without ssh. */
  user(host: number, argv: readonly string[], options: RunOptions = {}): Promise<Exit> {
    return this.#run(['userx', String(host), ...argv], options);
  }

  /** Over ssh, by OpenSSH and the bed's key. */
  ssh(host: number, argv: readonly string[], options: RunOptions = {}): Promise<Exit> {
    return this.#run(['ssh', String(host), ...argv], options);
  }

  /** Power off: the peers hear nothing of it. */
  kill = (host: number) => this.#do('kill', host);
  pause = (host: number) => this.#do('pause', host);
  resume = (host: number) => this.#do('resume', host);
  cut = (host: number) => this.#do('cut', host);
  heal = (host: number) => this.#do('heal', host);
  /** What the two send to each other is dropped; everyone else still hears both. */
  part = (a: number, b: number) => this.#do('part', a, b);
  join = (a: number, b: number) => this.#do('join', a, b);
  /** `ms` is the delay of one way; a rate is like `10mbit`. */
  slow = (host: number, ms: number, rate?: string) => this.#do('slow', host, ms, ...(rate === undefined ? [] : [rate]));
  fast = (host: number) => this.#do('fast', host);
  fill = (host: number, leaveKb = 0) => this.#do('fill', host, leaveKb);
  drain = (host: number) => this.#do('drain', host);
  /** A new empty disk for a host that is off. */
  wipe = (host: number) => this.#do('wipe', host);
  /** The known_hosts file learns the new key only when the host is booted. */
  newKey = (host: number) => this.#do('newkey', host);
  /** New ssh sessions see the time wrong by `+90s`, `-2h`; `0` puts it right. */
  clock = (host: number, offset: string) => this.#do('clock', host, offset);

  /** Also makes a new machine of a number that the bed does not have yet, if wanted of another kind. */
  async boot(host: number, kind: Pick<BedOptions, 'disk' | 'names'> & { readonly rootfs?: Rootfs } = {}): Promise<void> {
    await this.#checked(['boot', String(host)], await settings(kind));
  }

  async stop(): Promise<void> {
    for (const child of this.#spawned) child.kill('SIGKILL');
    await this.#checked(['down']);
    this.#lifeline.destroy();
  }

  async #do(verb: string, ...args: readonly (string | number)[]): Promise<void> {
    await this.#checked([verb, ...args.map(String)]);
  }

  async #checked(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
    const { code, stderr } = await this.#run(args, { env, timeoutMs: 120_000 });
    if (code !== 0) throw new Error(`bed ${args.join(' ')}: exit ${code}: ${stderr.trim()}`);
  }

  async #run(args: readonly string[], { env, input, timeoutMs, signal, cwd }: RunOptions): Promise<Exit> {
    const done = await execa(bedScript, args, {
      env: { ...env, BED: this.dir },
      ...(input === undefined ? { stdin: 'ignore' } : { input }),
      ...(timeoutMs !== undefined && { timeout: timeoutMs }),
      ...(signal && { cancelSignal: signal }),
      ...(cwd !== undefined && { cwd }),
      reject: false,
      stripFinalNewline: false,
    });
    const { exitCode, signal: endedBy, stdout, stderr } = done;
    if (done.timedOut) throw new Error(`bed ${args.join(' ')}: not done after ${String(timeoutMs)} ms\n${stdout}${stderr}`);
    const code = exitCode ?? (endedBy && 128 + constants.signals[endedBy]);
    if (code === undefined) throw new Error(`bed ${args.join(' ')}: ${done.message ?? 'not started'}`);
    return { code, stdout, stderr };
  }

  #operatorEnv(): Record<string, string | undefined> {
    return {
      HOME: this.home,
      XDG_STATE_HOME: join(this.home, '.local', 'state'),
      XDG_CONFIG_HOME: join(this.home, '.config'),
      XDG_DATA_HOME: join(this.home, '.local', 'share'),
      // What was downloaded once need not be downloaded again for each bed.
      XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'),
      SSH_AUTH_SOCK: undefined,
      FAMS_OPS_INVENTORY: undefined,
    };
  }
}

// A HostSession over whatever carries it: scripts, files and connections behave the same over SSH and on this machine.
import type { Duplex } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import type { Chunk, FollowEnd, FollowOptions, HostSession, PutOptions, RunOptions, RunOutcome } from '../../model/session.js';
import { Capture } from './capture.js';
import { ChunkQueue } from './chunk-queue.js';
import { dialFailed } from '../ssh/dial-error.js';
import { Execution, type Ending, type ExecutionOptions } from './execution.js';
import { pour } from './pipe-input.js';
import type { Carrier, DialOptions } from './shell.js';
import { shellText, type ShellText } from './shell-text.js';
import { Slots } from './semaphore.js';
import { lostHost, notBegun } from './script-outcome.js';
import { upload } from './upload.js';

/** A stock sshd allows ten on one connection, and a hardened one fewer. */
const SESSIONS_AT_ONCE = 2;
/** How long a script waits for a free session; each running script has a deadline of its own. */
const SESSION_WAIT_MS = 300_000;
const MAX_OUTPUT = 1 << 20;

export class ShellSession implements HostSession {
  readonly host: string;
  private readonly carrier: Carrier;
  private readonly readyMs: number;
  private readonly slots = new Slots(SESSIONS_AT_ONCE);

  /** @param readyMs how long a login shell may take to become ready */
  constructor(host: string, carrier: Carrier, readyMs: number) {
    this.host = host;
    this.carrier = carrier;
    this.readyMs = readyMs;
  }

  get label(): string {
    return this.carrier.label;
  }

  get lost(): string | undefined {
    return this.carrier.lost;
  }

  async run(script: string, args: readonly string[], options: RunOptions): Promise<RunOutcome> {
    const { deadlineMs, signal, env, maxOutput = MAX_OUTPUT, stopWhenFull = false } = options;
    const kept = { stdout: new Capture(maxOutput), stderr: new Capture(maxOutput) };
    const begun = await this.begin(
      { script, args, input: 'none', ...(env !== undefined && { env }) },
      {
        deadlineMs,
        signal,
        onOutput: (stream, bytes, execution) => {
          kept[stream].add(bytes);
          if (stopWhenFull && kept[stream].truncated) execution.cut({ kind: 'aborted' });
        },
      },
    );
    const ending = begun instanceof Execution ? await begun.ending : begun;
    const truncated = kept.stdout.truncated || kept.stderr.truncated;
    return { ...ending, stdout: kept.stdout.text(), stderr: kept.stderr.text(), truncated };
  }

  put(from: string, to: string, options: PutOptions): Promise<void> {
    return upload({ host: this.host, begin: (text, how) => this.begin(text, how) }, from, to, options);
  }

  async *follow(script: string, args: readonly string[], { signal, env, input }: FollowOptions): AsyncGenerator<Chunk, FollowEnd> {
    const queue = new ChunkQueue();
    const begun = await this.begin(
      { script, args, input: input === undefined ? 'none' : 'payload', ...(env !== undefined && { env }) },
      {
        deadlineMs: null,
        signal,
        onOutput: (stream, bytes, source) => queue.add({ stream, bytes }, source),
        ...(input !== undefined && { onBegin: (stdin) => void pour(input, stdin) }),
      },
    );
    if (begun instanceof Execution) {
      try {
        void begun.ending.then(() => queue.end());
        yield* queue.read(begun);
      } finally {
        begun.stop({ kind: 'aborted' });
      }
    }
    const ending = begun instanceof Execution ? await begun.ending : begun;
    if (ending.kind === 'lost') throw lostHost(this.host, 'while its output was followed', ending.reason);
    if (ending.kind === 'refused') throw notBegun(this.host, 'give its output', ending.reason);
    return ending.kind === 'exit' ? ending : { kind: 'aborted' };
  }

  async dial(address: string, port: number, options: DialOptions): Promise<Duplex> {
    try {
      return await this.carrier.connectTo(address, port, options);
    } catch (error) {
      throw error instanceof AppError ? error : dialFailed(this.host, address, port, error);
    }
  }

  close(): void {
    this.carrier.close();
  }

  /** An ending instead of an execution means that the script was not begun. */
  private async begin(text: ShellText, options: Omit<ExecutionOptions, 'readyMs'>): Promise<Execution | Ending> {
    const whole = shellText(text);
    if (this.carrier.lost !== undefined) return { kind: 'lost', reason: this.carrier.lost };
    const release = await this.slots.take({ deadlineMs: SESSION_WAIT_MS, signal: options.signal });
    if (release === undefined) {
      if (options.signal?.aborted) return { kind: 'aborted' };
      return { kind: 'refused', reason: `${String(SESSIONS_AT_ONCE)} other scripts are running there` };
    }
    const execution = new Execution(() => this.carrier.startShell(), whole, { ...options, readyMs: this.readyMs });
    void execution.ending.then(release);
    return execution;
  }
}

// One script in one shell, from its start to exactly one ending.
import type { Writable } from 'node:stream';
import { whenAborted } from '../../errors/signals.js';
import type { Chunk } from '../../model/session.js';
import { AfterMarker } from './profile-noise.js';
import type { Flow } from './chunk-queue.js';
import type { NotStarted, Shell, ShellEnd } from './shell.js';
import { BEGIN, READY } from './shell-text.js';

/** `refused`: the script was not begun. */
export type Ending = ShellEnd | NotStarted | { readonly kind: 'timed-out'; readonly afterMs: number } | { readonly kind: 'aborted' };

export interface ExecutionOptions {
  /** From the moment that the shell is ready; null for a script that may never end. */
  readonly deadlineMs: number | null;
  /** How long the login shell may take to become ready. */
  readonly readyMs: number;
  readonly signal?: AbortSignal | undefined;
  /** `source` can be told to wait, and to end. */
  readonly onOutput: (stream: Chunk['stream'], bytes: Buffer, source: Execution) => void;
  /** The script begins: from here on its standard input is the caller's to write and to end. */
  readonly onBegin?: (stdin: Writable, execution: Execution) => void;
}

/** Bytes that a profile may print, on either stream. */
const MOST_NOISE = 1 << 20;
/** How long a script that is to stop may take; the watcher on the host kills it after two seconds. */
const STOP_MS = 5000;

export class Execution implements Flow {
  readonly ending: Promise<Ending>;
  private readonly text: string;
  private readonly options: ExecutionOptions;
  private readonly stdout = new AfterMarker(READY);
  private readonly stderr = new AfterMarker(BEGIN);
  private settle: ((ending: Ending) => void) | undefined;
  private shell: Shell | undefined;
  private timer: NodeJS.Timeout;
  /** The decided ending; later output of the shell does not change it. */
  private decided: Ending | undefined;

  constructor(start: () => Promise<Shell | NotStarted>, text: string, options: ExecutionOptions) {
    this.text = text;
    this.options = options;
    this.ending = new Promise((resolve) => (this.settle = resolve));
    this.timer = setTimeout(() => this.stop(this.notReady()), this.readyMs);
    whenAborted(options.signal, this.onAbort);
    if (options.signal?.aborted) this.onAbort();
    else void start().then((shell) => ('kind' in shell ? this.end(shell) : this.attach(shell)));
  }

  /** The deadline counts anew from now: something moved. */
  extend(): void {
    if (this.decided === undefined && this.settle !== undefined) this.timer.refresh();
  }

  pause(): void {
    this.shell?.stdout.pause();
    this.shell?.stderr.pause();
  }

  resume(): void {
    this.shell?.stdout.resume();
    this.shell?.stderr.resume();
  }

  /**
   * Ends the script's standard input, which tells the watcher on the host (or the payload's reader) to stop the script. We then wait for
   * the script to end. So after `timed-out` or `aborted` the script no longer runs, as long as the link is up.
   */
  stop(ending: Ending): void {
    if (this.decided !== undefined || this.settle === undefined) return;
    this.decided = ending;
    clearTimeout(this.timer);
    if (this.shell === undefined) {
      this.end(ending);
      return;
    }
    this.resume();
    this.shell.stdin.end();
    this.timer = setTimeout(() => this.end(ending), STOP_MS);
  }

  /** Ends at once, without waiting for the far side: of one that talks without end, no end comes. */
  cut(ending: Ending): void {
    if (this.settle === undefined) return;
    this.decided ??= ending;
    this.end(ending);
  }

  private get readyMs(): number {
    return Math.min(this.options.readyMs, this.options.deadlineMs ?? Infinity);
  }

  private attach(shell: Shell): void {
    if (this.settle === undefined) {
      shell.abandon();
      return;
    }
    this.shell = shell;
    shell.stdout.on('data', (chunk: Buffer) => {
      const wasReady = this.stdout.seen;
      this.give('stdout', this.stdout.take(chunk));
      if (!wasReady && this.stdout.seen) this.onReady(shell);
      this.limitNoise(this.stdout);
    });
    shell.stderr.on('data', (chunk: Buffer) => {
      const hadBegun = this.stderr.seen;
      this.give('stderr', this.stderr.take(chunk));
      if (!hadBegun && this.stderr.seen) this.options.onBegin?.(shell.stdin, this);
      this.limitNoise(this.stderr);
    });
    // A write to a shell that has ended: the shell's own ending is the error to report.
    shell.stdin.on('error', () => undefined);
    void shell.ended.then((ended) => this.onEnded(ended));
  }

  private limitNoise({ seen, length }: AfterMarker): void {
    if (seen || length <= MOST_NOISE) return;
    const reason = `its login shell printed more than ${String(MOST_NOISE >> 20)} MiB before the script began; see its profile (.bashrc, .profile, .cshrc)`;
    this.cut({ kind: 'refused', reason: `${reason}${this.printed()}` });
  }

  private onReady({ stdin }: Shell): void {
    if (this.decided !== undefined) return;
    const { deadlineMs } = this.options;
    clearTimeout(this.timer);
    if (deadlineMs !== null) this.timer = setTimeout(() => this.stop({ kind: 'timed-out', afterMs: deadlineMs }), deadlineMs);
    stdin.write(this.text);
  }

  private onEnded(ended: ShellEnd): void {
    if (ended.kind === 'exit' && !this.stdout.seen) {
      this.end({ kind: 'refused', reason: `its login shell ended with ${String(ended.code)} before /bin/sh began${this.printed()}` });
      return;
    }
    // The shell could not read the text; its complaint is the only output.
    if (!this.stderr.seen) this.give('stderr', Buffer.from(this.stderr.noise));
    this.end(ended);
  }

  private notReady(): NotStarted {
    const reason =
      this.shell === undefined
        ? `it opened no session within ${seconds(this.readyMs)}`
        : `its login shell was not ready within ${seconds(this.readyMs)}; does a profile (.bashrc, .profile, .cshrc) wait for input?${this.printed()}`;
    return { kind: 'refused', reason };
  }

  private printed(): string {
    const text = `${this.stdout.noise}\n${this.stderr.noise}`.trim();
    return text === '' ? '' : `; it printed: ${text.slice(-300)}`;
  }

  private give(stream: Chunk['stream'], bytes: Buffer): void {
    if (bytes.length > 0) this.options.onOutput(stream, bytes, this);
  }

  private readonly onAbort = (): void => this.stop({ kind: 'aborted' });

  private end(ending: Ending): void {
    clearTimeout(this.timer);
    this.options.signal?.removeEventListener('abort', this.onAbort);
    // Also after a normal exit: it closes the streams that are still open.
    this.shell?.abandon();
    this.settle?.(this.decided ?? ending);
    this.settle = undefined;
  }
}

const seconds = (ms: number): string => `${String(ms / 1000)} s`;

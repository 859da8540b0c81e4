// SSH carrier: a logged-in SSH connection that carries a session.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { ConnectionFailure } from './socket-failure.js';
import { openForward } from './forward.js';
import type { Carrier, DialOptions, NotStarted, Shell, ShellEnd } from '../session/shell.js';
import { SHELL_COMMAND } from '../session/shell-text.js';
import { Slots } from '../session/semaphore.js';
import type { LoggedIn } from './login.js';

/** A server frees a session later than we see its end, so one that has a low MaxSessions refuses the next for a moment. */
const SESSION_TRIES = 5;
const SESSION_RETRY_MS = 100;
const FORWARDS_AT_ONCE = 32;

export class SshCarrier implements Carrier {
  readonly label: string;
  lost: string | undefined;
  private readonly login: LoggedIn;
  private readonly forwards = new Slots(FORWARDS_AT_ONCE);
  private readonly onClosed: () => void;

  /** @param onClosed called once, when nothing goes through this connection any more */
  constructor(label: string, login: LoggedIn, onClosed: () => void) {
    const { connection } = login;
    this.label = label;
    this.login = login;
    this.onClosed = onClosed;
    // Every channel listens for the end of the link; that is no leak.
    connection.setMaxListeners(0);
    // Permanent: without it a reset after the login is an unhandled 'error' and ends the process.
    connection.on('error', (error) => (this.lost ??= error.message));
    connection.once('close', () => {
      this.lost ??= 'the connection was closed';
      this.onClosed();
    });
  }

  async startShell(): Promise<Shell | NotStarted> {
    for (let attempt = 1; ; attempt += 1) {
      const started = await this.exec();
      if (!('kind' in started) || !started.again || attempt === SESSION_TRIES) return started;
      await sleep(SESSION_RETRY_MS * 2 ** (attempt - 1));
    }
  }

  async connectTo(address: string, port: number, options: DialOptions): Promise<Duplex> {
    if (this.lost !== undefined) throw new ConnectionFailure('link-lost', this.lost);
    const release = await this.forwards.take(options);
    if (release === undefined)
      throw options.signal?.aborted
        ? new ConnectionFailure('aborted', 'interrupted')
        : new ConnectionFailure('busy', `${String(FORWARDS_AT_ONCE)} other connections through this session are open`);
    try {
      const stream = await openForward(this.login.client, address, port, options);
      stream.once('close', release);
      return stream;
    } catch (error) {
      release();
      throw error;
    }
  }

  close(): void {
    this.lost ??= 'closed';
    this.login.close();
  }

  private exec(): Promise<Shell | (NotStarted & { readonly again: boolean })> {
    return new Promise((resolve) => {
      const lost = (): void => resolve({ kind: 'lost', reason: this.reason(), again: false });
      try {
        this.login.connection.exec(SHELL_COMMAND, (error, channel) => {
          if (error === undefined) resolve(this.shell(channel));
          // ssh2 marks a refused channel by a reason, a refused command by this text; anything else is the end of the link.
          else if ('reason' in error) resolve({ kind: 'refused', reason: error.message, again: true });
          else if (error.message.startsWith('Unable to exec')) resolve({ kind: 'refused', reason: error.message, again: false });
          else lost();
        });
      } catch {
        // ssh2 throws here, not in the callback, once the connection has ended.
        lost();
      }
    });
  }

  private shell(channel: ClientChannel): Shell {
    let exit: { readonly code: number | null; readonly signal: string | undefined } | undefined;
    channel.on('exit', (code: number | null, signal?: string) => (exit = { code, signal }));
    // Output may follow the exit status, so only 'close' ends it; without a status, the link or the server went away.
    const closed = Promise.all([closeOf(channel), closeOf(channel.stderr)]);
    const ended = closed.then((): ShellEnd => {
      if (exit === undefined) return { kind: 'lost', reason: this.lost ?? 'the server closed the session without a status' };
      return { kind: 'exit', code: exit.code ?? 128, ...(exit.signal !== undefined && { signal: exit.signal }) };
    });
    return { stdin: channel, stdout: channel, stderr: channel.stderr, ended, abandon: () => channel.close() };
  }

  private readonly reason = (): string => this.lost ?? 'the connection was closed';
}

const closeOf = (stream: NodeJS.EventEmitter): Promise<void> => new Promise((resolve) => stream.once('close', () => resolve()));

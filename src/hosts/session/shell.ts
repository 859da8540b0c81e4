// Carrier of a session: starts shells on a machine and connects to its ports. SSH is one carrier, this machine is another.
import type { Duplex, Readable, Writable } from 'node:stream';

export type ShellEnd =
  { readonly kind: 'exit'; readonly code: number; readonly signal?: string } | { readonly kind: 'lost'; readonly reason: string };

/** SHELL_COMMAND under way in the login shell of the user. */
export interface Shell {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles once it has ended and everything that it wrote was read. Never rejects. */
  readonly ended: Promise<ShellEnd>;
  /** Lets go of it without waiting for its end. */
  abandon(): void;
}

/** `refused`: the machine is there but starts no further shell. */
export interface NotStarted {
  readonly kind: 'refused' | 'lost';
  readonly reason: string;
}

export interface DialOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

export interface Carrier {
  /** `user@host:port`, or `local`. */
  readonly label: string;
  readonly lost: string | undefined;
  startShell(): Promise<Shell | NotStarted>;
  /** Throws ConnectionFailure. */
  connectTo(address: string, port: number, options: DialOptions): Promise<Duplex>;
  close(): void;
}

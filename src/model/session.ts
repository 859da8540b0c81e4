// Host session: a connected machine, over ssh or local. Every ending of a command is a value.
import type { Duplex } from 'node:stream';
import type { HostName } from './cluster.js';

interface Captured {
  readonly stdout: string;
  readonly stderr: string;
  /** True when one of the two was longer than the cap; the rest was read and dropped. */
  readonly truncated: boolean;
}

export type RunOutcome =
  | ({ readonly kind: 'exit'; readonly code: number; readonly signal?: string } & Captured)
  | ({ readonly kind: 'lost'; readonly reason: string } & Captured)
  /** The link is up, but the host opens no further channel (its limit on sessions). */
  | ({ readonly kind: 'refused'; readonly reason: string } & Captured)
  | ({ readonly kind: 'timed-out'; readonly afterMs: number } & Captured)
  | ({ readonly kind: 'aborted' } & Captured);

export interface RunOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  /** Bytes of stdout and of stderr that are kept, 1 MiB each by default. */
  readonly maxOutput?: number;
  /** Stops the script as soon as it prints more: the outcome is `aborted` and truncated. Otherwise the rest is read and dropped. */
  readonly stopWhenFull?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface PutOptions {
  /** Hex digest of the local file; compared with what arrived before it gets its name. */
  readonly sha256: string;
  readonly mode: number;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (sentBytes: number) => void;
}

export interface Chunk {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

/** The ending of a followed script; a lost link is thrown instead. */
export type FollowEnd = { readonly kind: 'exit'; readonly code: number; readonly signal?: string } | { readonly kind: 'aborted' };

export interface FollowOptions {
  readonly signal: AbortSignal;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Becomes the script's standard input, as fast as the script takes it, and ends with it. The script itself must
   * end when its input ends too early, because nothing else watches whether the operator is still there.
   */
  readonly input?: AsyncIterable<Uint8Array>;
}

export interface HostSession {
  readonly host: HostName;
  /** `user@host:port`, or `local`. */
  readonly label: string;
  /** Why the link is gone, or undefined while it is up. */
  readonly lost: string | undefined;
  /** Runs a POSIX shell script; `args` are its `$1`, `$2`, ... and reach it unchanged, whatever they hold. */
  run(script: string, args: readonly string[], options: RunOptions): Promise<RunOutcome>;
  /** Streams a local file to `to`: temporary name beside it, SHA-256 compared on the host, mode, rename. Throws AppError. */
  put(from: string, to: string, options: PutOptions): Promise<void>;
  /** Output of a script that may never end, as it comes; ends with the script, the link or the signal, and returns how. */
  follow(script: string, args: readonly string[], options: FollowOptions): AsyncIterable<Chunk, FollowEnd, undefined>;
  /** A connection made by the host itself to `address:port`, carried by this session. */
  dial(address: string, port: number, options: { readonly deadlineMs: number; readonly signal?: AbortSignal }): Promise<Duplex>;
  close(): void;
}

// How the wire gets its connections, and the limits that every wait on them obeys.
import type { Duplex } from 'node:stream';
import { whenAborted } from '../errors/signals.js';
import { AppError } from '../errors/app-error.js';

/** Opens one connection to a place that the caller has fixed: a forwarded channel of a session, or a socket. */
export type Dial = () => Promise<Duplex>;

export interface Endpoint {
  /** Host name for messages. */
  readonly host: string;
  readonly dial: Dial;
}

export interface WireOptions {
  /** Host name for messages. */
  readonly host: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal;
}

/** What a wait says of itself when it fails. */
interface Awaited {
  /** `an answer to ruok` */
  readonly what: string;
  /** What was seen until now. */
  readonly saw: () => string;
  readonly todo: string;
}

export const SEE_ZOOKEEPER = "Look at ZooKeeper's state and log on that host: fams-ops status, fams-ops logs zookeeper.";
export const SEE_KAFKA = "Look at the broker's state and log on that host: fams-ops status, fams-ops logs kafka.";

const RUN_AGAIN = 'Run it again.';

export function wireFailed(host: string, what: string, todo: string, cause?: unknown): AppError {
  return new AppError('WIRE_FAILED', what, { where: { host }, todo: [todo], ...(cause !== undefined && { cause }) });
}

/** Settles with `work`; fails at the deadline or the abort. The work itself goes on: the caller closes what it runs on. */
export async function within<T>(work: Promise<T>, options: WireOptions, awaited: Awaited): Promise<T> {
  const { host, deadlineMs, signal } = options;
  let stop = (): void => undefined;
  const limit = new Promise<never>((_, reject) => {
    const onAbort = (): void => reject(interrupted(signal, host, awaited.what));
    const timer = setTimeout(
      () => reject(wireFailed(host, `No ${awaited.what} within ${deadlineMs} ms; last seen: ${awaited.saw()}`, awaited.todo)),
      deadlineMs,
    );
    whenAborted(signal, onAbort);
    if (signal?.aborted) onAbort();
    stop = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  });
  try {
    return await Promise.race([work, limit]);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw wireFailed(host, `Waited for ${awaited.what}, but ${describe(error)}; last seen: ${awaited.saw()}`, awaited.todo, error);
  } finally {
    stop();
  }
}

/**
 * Opens a connection and lets `use` talk on it; the deadline covers both. The connection is closed when that fails,
 * also one that opens too late; otherwise it belongs to what `use` made of it.
 */
export async function connectWithin<T>(
  dial: Dial,
  options: WireOptions,
  awaited: Awaited,
  use: (stream: Duplex) => Promise<T>,
): Promise<T> {
  let stream: Duplex | undefined;
  let failed = false;
  const talk = async (): Promise<T> => {
    stream = await dial();
    // Whoever talks listens only as long as it talks; a later error must not end the process.
    stream.on('error', () => undefined);
    if (failed) stream.destroy();
    return use(stream);
  };
  try {
    if (options.signal?.aborted) throw interrupted(options.signal, options.host, awaited.what);
    return await within(talk(), options, { ...awaited, saw: () => (stream === undefined ? 'no connection' : awaited.saw()) });
  } catch (error) {
    failed = true;
    stream?.destroy();
    throw error;
  }
}

export function interrupted(signal: AbortSignal | undefined, host: string, what: string): AppError {
  const reason: unknown = signal?.reason;
  if (reason instanceof AppError) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return wireFailed(host, `No ${what} in the time given`, RUN_AGAIN, reason);
  return new AppError('INTERRUPTED', `Interrupted while waiting for ${what}`, { where: { host }, todo: [RUN_AGAIN], cause: reason });
}

/** `connect ECONNREFUSED ...` says it well; an aggregate of several addresses has an empty message. */
export function describe(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(describe).join(', ');
  return error instanceof Error ? error.message : String(error);
}

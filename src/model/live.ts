// Looking at running systems: the way to them, and gates that wait for what they say.
import type { Duplex } from 'node:stream';
import type { HostName } from './cluster.js';
import type { HostSession } from './session.js';

/** One look at what is waited for. */
export interface Poll {
  readonly done: boolean;
  readonly saw: string;
  /** The goal is not reached, and waiting longer is pointless. */
  readonly enough?: boolean;
}

export interface Gate {
  /** `a quorum of the ZooKeeper ensemble`. */
  readonly waitsFor: string;
  readonly deadlineMs: number;
  /** @param elapsedMs since the wait began */
  poll(live: Live, elapsedMs: number): Promise<Poll>;
}

/** Access to the running systems through the sessions of a run. */
export interface Live {
  readonly signal: AbortSignal;
  /** Throws AppError HOST_UNREACHABLE for a host without a session. */
  session(host: HostName): HostSession;
  /** A connection to the host's own address and this port. */
  dial(host: HostName, port: number, deadlineMs: number): Promise<Duplex>;
}

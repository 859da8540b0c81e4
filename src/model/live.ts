// Looking at running systems: gates, and the side of a component that knows when it serves and when it may stop.
import type { Duplex } from 'node:stream';
import type { Check } from './check.js';
import type { ComponentName, HostName } from './cluster.js';
import type { Instance } from './component.js';
import type { Resolved } from './resolved.js';
import type { Risk } from './risk.js';
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

/** The side of a component that looks at running systems. */
export interface ComponentLive {
  readonly name: ComponentName;
  /** Opens when every instance of `hosts` serves. It does not wait for instances on other hosts. */
  ready(resolved: Resolved, hosts: readonly string[]): Gate;
  /** The risks of a stop of this instance now; none when all others are fully back. `saw` describes the look behind the answer. */
  mayStop(instance: Instance, resolved: Resolved, live: Live): Promise<{ readonly risks: readonly Risk[]; readonly saw: string }>;
  /** The host whose instance is to be stopped last (ensemble leader, controller), or null. */
  lastToStop(resolved: Resolved, live: Live): Promise<string | null>;
  readonly checks: readonly Check[];
}

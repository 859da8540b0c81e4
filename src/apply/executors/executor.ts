// Executor: carries out the actions of one kind on one host. It may be killed at any moment and run again, because it goes by the
// present state of the host and not by a memory of its own work.
import { toAppError, type AppError } from '../../errors/app-error.js';
import type { ActionKind, ActionOf } from '../../model/action.js';
import type { Clock } from '../../model/clock.js';
import type { Sink } from '../../model/event.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostSession } from '../../model/session.js';

export type Done =
  /** `ok`: it was as wanted already. */
  | { readonly result: 'changed' | 'ok' }
  | { readonly result: 'failed'; readonly error: AppError }
  /** An earlier one of the same call failed. */
  | { readonly result: 'not-run' };

/** The archive of a bundle on the operator's machine. */
export interface Archive {
  readonly archive: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface ExecutorContext {
  readonly session: HostSession;
  /** Ends a running script; the next run finishes its work. */
  readonly signal?: AbortSignal;
  /** `<home>/.fams-ops/<cluster>` */
  readonly base: string;
  /** By the bundle's name. */
  readonly bundles: Readonly<Record<string, Archive>>;
  /** Told while an archive is sent. */
  readonly onBytes?: (what: string, sent: number, total: number) => void;
}

export interface Executor<K extends ActionKind, C = ExecutorContext> {
  /** @returns the result of each action, in their order; a failure is a value */
  run(actions: readonly ActionOf<K>[], context: C): Promise<readonly Done[]>;
}

/** For actions that change the cluster and not a single host. */
export interface ClusterContext {
  readonly resolved: Resolved;
  readonly live: Live;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** One executor for every kind of action there is. */
export type Executors = { readonly [K in ActionKind]: Executor<K, ExecutorContext & { readonly cluster: ClusterContext }> };

/** Carries out one after the other, up to the first failure. */
export async function inTurn<A>(actions: readonly A[], one: (action: A) => Promise<Done>): Promise<readonly Done[]> {
  const done: Done[] = [];
  let failed = false;
  for (const action of actions) {
    const outcome: Done = failed ? { result: 'not-run' } : await one(action);
    failed ||= outcome.result === 'failed';
    done.push(outcome);
  }
  return done;
}

/** The result of `attempt`; an error that it throws becomes a failed result. */
export async function settled(attempt: () => Promise<Done>): Promise<Done> {
  try {
    return await attempt();
  } catch (error) {
    return { result: 'failed', error: toAppError(error) };
  }
}

// Locked run: work under the cluster lock, recorded in a journal.
import { acquireLock, type LockPlace } from '../../apply/lock.js';
import { baseOf } from '../../components/places.js';
import { AppError, toAppError } from '../../errors/app-error.js';
import { eitherSignal } from '../../errors/signals.js';
import type { Cluster } from '../../model/cluster.js';
import type { Sink } from '../../model/event.js';
import type { RiskName } from '../../model/risk.js';
import type { Connections } from './connections.js';
import type { FlowOptions } from './options.js';
import type { Run } from './run.js';

export interface ChangeOptions extends FlowOptions {
  readonly allow: readonly RiskName[];
}

/**
 * Holds the cluster lock and a journal while `work` runs, and releases both in any case.
 * @throws AppError LOCK_HELD, LOCK_LOST, and the errors of `work`, each with the path of the journal
 */
export async function underLock<T>(run: Run, work: (locked: Run) => Promise<T>): Promise<T> {
  const { command, cluster, connections, options, equipment } = run;
  const { clock, gone } = equipment;
  const journal = equipment.journal(cluster.name, command, options.env, (text) => options.sink({ kind: 'note', text }));
  const sink = both(journal.sink, options.sink);
  const aborter = new AbortController();
  const signal = eitherSignal(options.signal, aborter.signal);
  const places = lockPlaces(cluster, connections);
  const lock = await acquireLock(places, await equipment.holder(command), { signal: options.signal, clock, gone });
  let lost: AppError | undefined;
  lock.onLost((reason) => {
    lost = new AppError('LOCK_LOST', `The cluster lock was lost: ${reason}. What was in hand was finished, the rest was not started.`, {
      todo: ['Find out who else is at work ("fams-ops unlock" shows the holder), then run the same command again.'],
    });
    aborter.abort(lost);
  });
  let exitCode = 0;
  let failure: string | undefined;
  try {
    return await work({ ...run, options: { ...options, sink, signal } });
  } catch (thrown) {
    const error = toAppError(lost ?? thrown);
    exitCode = error.exitCode;
    failure = error.message;
    throw journal.path === null ? error : withJournal(error, journal.path);
  } finally {
    await lock.release();
    sink({ kind: 'run-ends', exitCode, ...(failure !== undefined && { error: failure }) });
    journal.close();
  }
}

/** The ensemble's hosts in address order; a cluster without one is locked on all hosts. */
export function lockPlaces(cluster: Cluster, { sessions }: Connections): readonly LockPlace[] {
  const members = cluster.hosts.filter((host) => host.roles.includes('zookeeper'));
  const ordered = (members.length > 0 ? members : cluster.hosts).toSorted((a, b) =>
    a.address.localeCompare(b.address, 'en', { numeric: true }),
  );
  return ordered.flatMap((host) => {
    const session = sessions.get(host.name);
    return session === undefined ? [] : [{ session, base: baseOf(cluster, host) }];
  });
}

const both =
  (...sinks: readonly Sink[]): Sink =>
  (event) => {
    for (const sink of sinks) sink(event);
  };

function withJournal(error: AppError, path: string): AppError {
  const { where, problems, causes, cause } = error;
  return new AppError(error.code, error.message, {
    where,
    problems,
    causes,
    cause,
    todo: [...error.todo, `The journal of this run: ${path}`],
  });
}

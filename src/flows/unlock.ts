// unlock: shows who holds the cluster lock, and takes it away from them when the person says so.
import { breakLocks, readLocks, type HeldLock } from '../apply/lock.js';
import { AppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import { lockPlaces } from './run/locked-run.js';
import { connect, requireAll } from './run/connections.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';

export interface UnlockResult {
  readonly locks: readonly HeldLock[];
  readonly removed: boolean;
}

export async function unlock(options: FlowOptions): Promise<Outcome<UnlockResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const places = lockPlaces(cluster, connections);
    const locks = await readLocks(places, { signal: options.signal });
    if (locks.length === 0) return done(cluster.name, { locks, removed: false });
    const who = holdersOf(locks);
    if (!(await options.questions.confirm(`The lock is held by ${who}. Take it away?`)))
      throw new AppError(
        options.questions.interactive ? 'LOCK_HELD' : 'QUESTION_UNANSWERED',
        `The lock is held by ${who}; it was left alone.`,
        {
          todo: ['Make sure that this run is dead, then: fams-ops unlock --yes'],
        },
      );
    await breakLocks(locks, places, { signal: options.signal });
    return done(cluster.name, { locks, removed: true });
  } finally {
    connections.close();
  }
}

/** Each holder once. Two have it where one died on a minority of the hosts. */
function holdersOf(locks: readonly HeldLock[]): string {
  const each = new Map(locks.map(({ token, holder }) => [token, holder]));
  return [...each.values()]
    .map(({ user, machine, command, since }) => `${user} on ${machine} ("${command}", since ${since})`)
    .join(' and by ');
}

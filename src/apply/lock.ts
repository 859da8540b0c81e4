// Cluster lock: a majority of per-host locks, kept alive by a heartbeat. Two operators never change the cluster at the same time.
import { randomBytes } from 'node:crypto';
import { AppError, toAppError } from '../errors/app-error.js';
import type { Clock } from '../model/clock.js';
import { isGone, type Holder } from './holder.js';
import { LockKeeper, type Lock } from './lock-keeper.js';
import { systemClock } from './system-clock.js';
import { read, release, take, type Claim, type HeldLock, type LockPlace } from './lock-place.js';

export type { HeldLock, LockPlace } from './lock-place.js';

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Hosts that count, also those that cannot be reached now; the number of places by default. */
  readonly members?: number;
  readonly beatMs?: number;
  /** Without a beat for so long, by the host's own clock, a lock may be taken over. */
  readonly staleSeconds?: number;
  readonly clock?: Clock;
  /** Whether a holder is known to have died; by default as this machine can tell. */
  readonly gone?: typeof isGone;
}

const BEAT_MS = 5000;
const STALE_SECONDS = 30;
/** Two runs that begin at the same moment can keep each other from a majority, so we try again. */
const ATTEMPTS = 4;

/**
 * @param places in the same order for every run
 * @throws AppError LOCK_HELD with the holder; INTERRUPTED; the first host's failure when too few hosts answered
 */
export async function acquireLock(places: readonly LockPlace[], holder: Holder, options: LockOptions): Promise<Lock> {
  const { signal, members = places.length, beatMs = BEAT_MS, staleSeconds = STALE_SECONDS, clock = systemClock, gone = isGone } = options;
  const majority = Math.floor(members / 2) + 1;
  for (let attempt = 1; ; attempt++) {
    const claim: Claim = { token: randomBytes(8).toString('hex'), staleSeconds, holder };
    const { mine, others, errors } = await takeAll(places, claim, signal, gone);
    if (mine.length >= majority) return new LockKeeper({ places: mine, token: claim.token, majority, beatMs, staleSeconds, others, clock });
    await giveBack(mine, claim.token);
    const [error] = errors;
    // If no other run holds a majority, the others are contenders that give way as we do. We have released our claims, and try again
    // after a random pause.
    const contended = others.length > 0 && !others.some((one) => share(others, one) >= majority) && errors.length === 0;
    if (!contended || attempt === ATTEMPTS || signal.aborted)
      throw others.length > 0 ? lockHeld(others) : (error ?? tooFew(places.length, members));
    await clock.sleep(200 + Math.random() * 800, signal);
  }
}

const share = (locks: readonly HeldLock[], one: HeldLock): number => locks.filter(({ token }) => token === one.token).length;

async function takeAll(places: readonly LockPlace[], claim: Claim, signal: AbortSignal, gone: typeof isGone) {
  const mine: LockPlace[] = [];
  const others: HeldLock[] = [];
  const errors: AppError[] = [];
  for (const place of places) {
    try {
      const other = await takeOrReplace(place, claim, signal, gone);
      if (other === null) mine.push(place);
      else others.push(other);
    } catch (thrown) {
      const error = toAppError(thrown);
      // It may have been taken before the answer was lost.
      await giveBack([place], claim.token);
      if (error.code === 'INTERRUPTED') {
        await giveBack(mine, claim.token);
        throw error;
      }
      errors.push(error);
    }
  }
  return { mine, others, errors };
}

/** A holder that ran on this machine and is not there any more is replaced at once. */
async function takeOrReplace(place: LockPlace, claim: Claim, signal: AbortSignal, gone: typeof isGone): Promise<HeldLock | null> {
  const other = await take(place, claim, signal);
  if (other === null || !(await gone(other.holder, claim.holder))) return other;
  return take(place, { ...claim, dead: other.token }, signal);
}

async function giveBack(places: readonly LockPlace[], token: string): Promise<void> {
  await Promise.all(places.map((place) => release(place, token).catch(() => undefined)));
}

function tooFew(reached: number, members: number): AppError {
  return new AppError(
    'HOST_UNREACHABLE',
    `${String(reached)} of the ${String(members)} hosts that hold the cluster lock can be reached: no majority.`,
    {
      todo: ['Bring enough of the ZooKeeper hosts back, then run the same command again.'],
    },
  );
}

function lockHeld(others: readonly HeldLock[]): AppError {
  const [first] = others;
  if (first === undefined) throw new Error('no lock is held');
  const { user, machine, command, pid, since } = first.holder;
  const hosts = [...new Set(others.filter(({ token }) => token === first.token).map(({ host }) => host))].join(', ');
  return new AppError(
    'LOCK_HELD',
    `The cluster is locked by ${user} on ${machine} ("${command}", process ${String(pid)}) since ${since}; ` +
      `its last sign of life was ${String(first.secondsSinceBeat)} s ago.`,
    {
      where: { host: hosts },
      todo: [
        'Wait until that run has ended, then run the same command again.',
        'Without a sign of life for 30 s the lock is taken over by itself. To take it away before: "fams-ops unlock".',
      ],
    },
  );
}

interface ReadOptions {
  readonly signal: AbortSignal;
}

/** The lock of each host; a host without a lock is left out. */
export async function readLocks(places: readonly LockPlace[], { signal }: ReadOptions): Promise<readonly HeldLock[]> {
  return (await Promise.all(places.map((place) => read(place, signal)))).filter((lock) => lock !== null);
}

/**
 * Takes away the locks that were shown to somebody, and no other.
 * @throws AppError LOCK_HELD when another holder has come meanwhile: then nothing is taken away
 */
export async function breakLocks(shown: readonly HeldLock[], places: readonly LockPlace[], { signal }: ReadOptions): Promise<void> {
  const now = await readLocks(places, { signal });
  const newcomers = now.filter(({ token }) => !shown.some((lock) => lock.token === token));
  if (newcomers.length > 0) throw lockHeld(newcomers);
  await Promise.all(
    places.flatMap((place) => shown.filter(({ host }) => host === place.session.host).map(({ token }) => release(place, token))),
  );
}

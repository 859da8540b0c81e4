// Held lock: sends a heartbeat to each of its hosts, and reports when a majority no longer has it.
import { toAppError } from '../errors/app-error.js';
import type { Clock } from '../model/clock.js';
import { beat, release, type HeldLock, type LockPlace } from './lock-place.js';

export interface Lock {
  readonly held: boolean;
  /** Locks of other runs on a minority of the hosts: leftovers, or a contender that is about to be refused. */
  readonly others: readonly HeldLock[];
  /** Calls the listener once, when the majority is lost; at once if it is lost already. */
  onLost(listener: (reason: string) => void): void;
  /** Never throws: a lock on a host that cannot be reached becomes stale there. */
  release(): Promise<void>;
}

interface Taken {
  readonly places: readonly LockPlace[];
  readonly token: string;
  readonly majority: number;
  readonly beatMs: number;
  readonly staleSeconds: number;
  readonly others: readonly HeldLock[];
  readonly clock: Clock;
}

export class LockKeeper implements Lock {
  readonly others: readonly HeldLock[];
  private readonly taken: Taken;
  private readonly ended = new AbortController();
  private readonly listeners: ((reason: string) => void)[] = [];
  /** Why a place does not count any more. */
  private readonly gone = new Map<LockPlace, string>();
  private readonly keeping: readonly Promise<void>[];
  private lost: string | undefined;

  constructor(taken: Taken) {
    this.taken = taken;
    this.others = taken.others;
    this.keeping = taken.places.map((place) => this.keep(place));
  }

  get held(): boolean {
    return this.lost === undefined && !this.ended.signal.aborted;
  }

  onLost(listener: (reason: string) => void): void {
    if (this.lost === undefined) this.listeners.push(listener);
    else listener(this.lost);
  }

  async release(): Promise<void> {
    this.ended.abort();
    const { places, token } = this.taken;
    await Promise.all([...this.keeping, ...places.map((place) => release(place, token).catch(() => undefined))]);
  }

  private async keep(place: LockPlace): Promise<void> {
    const { token, beatMs, staleSeconds, clock } = this.taken;
    // From here on another may think that we are dead: give up before.
    const patienceMs = staleSeconds * 1000 * 0.8;
    let last = clock.now();
    for (;;) {
      await clock.sleep(beatMs, this.ended.signal);
      if (this.ended.signal.aborted) return;
      const failure = await beat(place, token).then(
        (ours) => (ours ? null : { reason: `somebody took it away on ${place.session.host}`, final: true }),
        (error: unknown) => ({ reason: toAppError(error).message, final: place.session.lost !== undefined }),
      );
      if (failure === null) {
        last = clock.now();
      } else if (failure.final || clock.now() - last > patienceMs) {
        this.loses(place, failure.reason);
        return;
      }
    }
  }

  private loses(place: LockPlace, reason: string): void {
    if (this.ended.signal.aborted) return;
    this.gone.set(place, reason);
    const { places, majority } = this.taken;
    if (this.lost !== undefined || places.length - this.gone.size >= majority) return;
    this.lost = [...this.gone.values()].join('; ');
    for (const listener of this.listeners) listener(this.lost);
  }
}

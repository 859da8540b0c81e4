// Wait with a deadline: looks again and again, and reports its goal and its last look.
import { AppError } from '../errors/app-error.js';
import type { Clock } from '../model/clock.js';
import type { Sink } from '../model/event.js';
import type { Poll } from '../model/live.js';

export type Sight = Poll;

interface Wait {
  /** `a quorum of the ZooKeeper ensemble` */
  readonly waitsFor: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly todo: readonly string[];
  readonly look: () => Promise<Sight>;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2000;

/**
 * Ends without an error also when a look says that further waiting is pointless (`enough`).
 * @throws AppError GATE_TIMEOUT with the last look; INTERRUPTED on Ctrl-C; and every error of `look`
 */
export async function waitUntil({ waitsFor, deadlineMs, signal, sink, clock, todo, look }: Wait): Promise<string> {
  const began = clock.now();
  const elapsed = (): number => Math.round(clock.now() - began);
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const { done, saw, enough = false } = await look();
    if (done || enough) {
      sink({ kind: done ? 'reached' : 'not-reached', waitsFor, saw, ms: elapsed() });
      return saw;
    }
    sink({ kind: 'waiting', waitsFor, saw, elapsedMs: elapsed(), deadlineMs });
    if (signal.aborted) throw interrupted(`while waiting for ${waitsFor}`);
    if (elapsed() + pause > deadlineMs)
      throw new AppError('GATE_TIMEOUT', `Not reached within ${String(Math.round(deadlineMs / 1000))} s: ${waitsFor}. Seen last: ${saw}.`, {
        todo,
      });
    await clock.sleep(pause, signal);
  }
}

export const interrupted = (when: string): AppError =>
  new AppError('INTERRUPTED', `Interrupted ${when}; what was in hand was finished, the rest was not started.`, {
    todo: ['Run the same command again: it goes on from here.'],
  });

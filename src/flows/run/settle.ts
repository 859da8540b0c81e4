// Settling after a change: waits while findings may pass by themselves. The verdict reports the others at once.
import { waitUntil } from '../../apply/wait.js';
import { some } from '../../components/findings.js';
import { AppError } from '../../errors/app-error.js';
import type { Verdict } from '../../model/check.js';
import type { Clock } from '../../model/clock.js';
import type { Sink } from '../../model/event.js';
import { allChecks } from '../../verify/choose.js';

/** A replica that comes back needs moments to rejoin. */
const ENOUGH_MS = 90_000;
/** Leaves time for the last look to end. */
const DEADLINE_MS = ENOUGH_MS + 30_000;
/** Findings that stay the same for so long are not about to pass. */
const STEADY_MS = 30_000;

/** Ids of the checks whose findings waiting may change, and that start no JVM. */
export const SETTLING: readonly string[] = allChecks.filter(({ settles, slow }) => settles && !slow).map(({ id }) => id);

type Judge = (only: readonly string[]) => Promise<{ readonly verdict: Verdict }>;

export async function settle(
  judge: Judge,
  { sink, signal, clock }: { readonly sink: Sink; readonly signal: AbortSignal; readonly clock: Clock },
): Promise<void> {
  const began = clock.now();
  let last = '';
  let since = began;
  const look = async () => {
    const { verdict } = await judge(SETTLING);
    const left = verdict.checks.filter(({ status }) => status !== 'ok' && status !== 'skip');
    const now = left.map(({ id, target, status }) => `${id} ${target} ${status}`).join();
    if (now !== last) since = clock.now();
    last = now;
    if (left.length === 0) return { done: true, saw: 'everything serves and is in step' };
    const saw = some(
      left.map(({ id, target, message }) => `${id} ${target}: ${message}`),
      3,
    );
    return { done: false, enough: clock.now() - since > STEADY_MS || clock.now() - began > ENOUGH_MS, saw };
  };
  try {
    await waitUntil({ waitsFor: 'what was started to come to rest', deadlineMs: DEADLINE_MS, signal, sink, clock, todo: [], look });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'GATE_TIMEOUT') throw error;
  }
}

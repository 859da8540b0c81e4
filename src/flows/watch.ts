// verify --watch: one look after the other over connections that are kept. A look never overlaps the next, and nothing piles up.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { AppError } from '../errors/app-error.js';
import type { Cluster } from '../model/cluster.js';
import { changesBetween, type Change } from '../verify/changes.js';
import { Links } from './run/reconnecting.js';
import type { Outcome } from './run/options.js';
import { judgeCluster, loadVerifiable, verifiedSince, type VerifyOptions, type VerifyResult } from './verify.js';

export type LookResult = VerifyResult & {
  /** 1, 2, 3, ... */
  readonly look: number;
  /** Changes since the previous look; none for the first look. */
  readonly changes: readonly Change[];
};

export interface WatchOptions extends VerifyOptions {
  /** From the beginning of one look to that of the next; one that takes longer is followed at once. */
  readonly everyMs: number;
  readonly onLook: (look: Outcome<LookResult>) => void;
}

/**
 * Looks until the signal fires, and returns the last complete look.
 * @throws AppError INTERRUPTED when no look was completed
 */
export async function watch(options: WatchOptions): Promise<Outcome<LookResult>> {
  const { everyMs, onLook, signal } = options;
  collectOften();
  const cluster = await loadVerifiable(options);
  const links = new Links(cluster, options);
  let last: Outcome<LookResult> | null = null;
  try {
    for (;;) {
      const began = performance.now();
      const seen = await whole(signal, () => look(links, cluster, options));
      if (seen === null) break;
      last = after(last?.result ?? null, seen);
      onLook(last);
      await sleep(Math.max(0, everyMs - (performance.now() - began)), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    links.close();
  }
  if (last !== null) return last;
  throw new AppError('INTERRUPTED', 'Interrupted before the first look came to its end.', { todo: [] });
}

/** Makes V8 collect garbage sooner: each look leaves only garbage behind, and V8 would let some 40 MB of it pile up. */
export function collectOften(): void {
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
}

/** Null when the signal fired meanwhile. */
async function whole<T>(signal: AbortSignal, look: () => Promise<T>): Promise<T | null> {
  try {
    signal.throwIfAborted();
    return await look();
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** One look over the present connections, after one attempt to renew the lost ones. */
export async function look(links: Links, of: Cluster, options: VerifyOptions): Promise<Outcome<VerifyResult>> {
  const began = new Date();
  await links.restore();
  const judged = await judgeCluster(of, links.connections, options, null);
  // Not the evidence: a look is kept for as long as the next one takes.
  const { cluster, ok, exitCode, result } = verifiedSince(began, of, judged);
  return { cluster, ok, exitCode, result };
}

function after(before: LookResult | null, { cluster, ok, exitCode, result }: Outcome<VerifyResult>): Outcome<LookResult> {
  const changes = before === null ? [] : changesBetween(before.checks, result.checks);
  return { cluster, ok, exitCode, result: { ...result, look: (before?.look ?? 0) + 1, changes } };
}

// Lines on their way to the producer: whole ones, at a rate.
import { setTimeout as sleep } from 'node:timers/promises';

const NEWLINE = 0x0a;
/** A longer line is no event; it is handed on in pieces, and is counted as malformed there. */
const LONGEST = 1 << 20;
/** Lines that are due come together, so often. */
const TICK_MS = 50;

/**
 * Whole lines in blocks; at the end of the source also what comes after the last newline. Where the source fails or is torn down, a line
 * that was not read to its end is left out: it would be sent as another one.
 */
export async function* wholeLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const piece of source) {
    const all = Buffer.concat([rest, piece]);
    const end = all.lastIndexOf(NEWLINE) + 1;
    const whole = end === 0 && all.length > LONGEST ? all.length : end;
    if (whole > 0) yield all.subarray(0, whole);
    rest = Buffer.from(all.subarray(whole));
  }
  if (rest.length > 0) yield rest;
}

interface Pace {
  /** Lines a second; null: as fast as they are taken. */
  readonly perSecond: number | null;
  /** Fires when no more are to be handed on. */
  readonly signal: AbortSignal;
}

/** What is handed on is counted here and not over there, so that an interruption is not followed by lines that lie ready on the way. */
export async function* paced(blocks: AsyncIterable<Uint8Array>, { perSecond, signal }: Pace): AsyncGenerator<Uint8Array> {
  let begun: number | null = null;
  let handed = 0;
  for await (const block of blocks) {
    if (perSecond === null) {
      if (signal.aborted) return;
      yield block;
      continue;
    }
    begun ??= performance.now();
    let at = 0;
    while (at < block.length) {
      if (signal.aborted) return;
      const due = Math.floor(((performance.now() - begun) / 1000) * perSecond) + 1;
      const end = afterLines(block, at, due - handed);
      if (end.lines > 0) {
        yield block.subarray(at, end.at);
        handed += end.lines;
        at = end.at;
      }
      if (at < block.length) await sleep(TICK_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

function afterLines(block: Uint8Array, from: number, most: number): { readonly at: number; readonly lines: number } {
  let at = from;
  let lines = 0;
  while (lines < most && at < block.length) {
    const newline = block.indexOf(NEWLINE, at);
    at = newline < 0 ? block.length : newline + 1;
    lines += 1;
  }
  return { at, lines };
}

// Lines on their way to the producer: whole ones, at a rate.
import { setTimeout as sleep } from 'node:timers/promises';

const NEWLINE = 0x0a;
/** A longer line is no event; it is handed on in pieces, and is counted as malformed there. */
const LONGEST = 1 << 20;
/** Lines that are due come together, so often. */
const TICK_MS = 50;

/**
 * Whole lines in blocks. At the end of the source, the text after the last newline counts as a line. When the source fails or is torn
 * down, a partly read line is left out, because it would be sent as a different line.
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

/** Limits the rate here and not on the host, so that no lines are still on their way when the person interrupts. */
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

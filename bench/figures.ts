// Times in ms, several runs of each, taken in turn so that what else the machine does falls on all of them alike.
import { loadavg } from 'node:os';

export interface Contender {
  readonly name: string;
  /** Runs once. @returns ms, where the whole call is not what counts */
  readonly run: () => Promise<number | undefined>;
}

export interface Figure {
  readonly name: string;
  readonly times: readonly number[];
}

/** A B C A B C ... */
export async function inTurn(contenders: readonly Contender[], rounds: number): Promise<readonly Figure[]> {
  const figures = contenders.map(({ name }) => ({ name, times: [] as number[] }));
  for (let round = 0; round < rounds; round++)
    for (const [i, { run }] of contenders.entries()) {
      const began = performance.now();
      const measured = await run();
      figures[i]?.times.push(measured ?? performance.now() - began);
    }
  return figures;
}

/** One line each: least, median and most, and the median as a multiple of the first one's. */
export function print(title: string, figures: readonly Figure[]): void {
  const [first] = figures;
  const width = Math.max(...figures.map(({ name }) => name.length));
  const lines = figures.map(({ name, times }) => {
    const ratio = first === undefined ? '' : `${(median(times) / median(first.times)).toFixed(2)} x`;
    return `  ${name.padEnd(width)}  ${[Math.min(...times), median(times), Math.max(...times)].map(seconds).join(' /')}  ${ratio}`;
  });
  const runs = String(first?.times.length ?? 0);
  console.log([`\n${title} (least / median / most of ${runs} runs; load ${(loadavg()[0] ?? 0).toFixed(1)})`, ...lines].join('\n'));
}

export function median(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2).padStart(6)} s`;

// Page views as the article's producer writes them, and what they come to.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { recount, type PageSum } from '../../test/support/recount.js';

const PAGES = 100;

/** The same for the same seed. */
export function pageViews(count: number, seed = 42): readonly string[] {
  let state = seed;
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const upTo = (most: number): number => Math.floor(random() * most);
  return Array.from({ length: count }, () => `page${upTo(PAGES) + 1}|${upTo(5) + 1}|${float(random() * 10)}|${upTo(3) - 1}`);
}

/** As Java prints a float: `4.0781255`, `5.0`, `9.5E-4`. */
function float(value: number): string {
  const single = Math.fround(value);
  const digits = [1, 2, 3, 4, 5, 6, 7, 8].find((count) => Math.fround(Number(single.toPrecision(count))) === single) ?? 9;
  const short = Number(single.toPrecision(digits));
  if (short !== 0 && short < 1e-3) return short.toExponential().replace('e', 'E');
  return Number.isInteger(short) ? `${short}.0` : String(short);
}

/** What the lines come to when each is there so often. */
export const totals = (lines: readonly string[], times: number): ReadonlyMap<string, PageSum> =>
  new Map(
    recount(lines).map(({ page, records, clicks, stay, likes }) => {
      const micros = BigInt(Math.round(stay * 1e6)) * BigInt(times);
      return [page, { page, records: records * times, clicks: clicks * times, stay: Number(micros) / 1e6, likes: likes * times }];
    }),
  );

const FLAGS = [
  ...['api.version.request=false', 'broker.version.fallback=0.8.2.1', 'linger.ms=20', 'batch.num.messages=100000'],
  ...['queue.buffering.max.messages=1000000', 'topic.request.required.acks=-1'],
].flatMap((flag) => ['-X', flag]);

/** Writes all the lines so often, by kcat, which ends well only when all were acknowledged. */
export async function fill(broker: string, topic: string, lines: readonly string[], times: number): Promise<void> {
  const child = spawn('kcat', ['-P', '-b', broker, '-t', topic, ...FLAGS], { stdio: ['pipe', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  const said = text(child.stderr);
  const all = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  // Where kcat ends early it says why.
  await pipeline(Readable.from(Array.from({ length: times }, () => all)), child.stdin).catch(() => undefined);
  await ended;
  if (child.exitCode !== 0) throw new Error(`kcat: exit ${child.exitCode ?? ''}: ${await said}`);
}

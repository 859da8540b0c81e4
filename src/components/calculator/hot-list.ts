// Pure: documents of the hot list, and which of them count. Anybody may write to the topic: what no calculator can have written is foreign.
import { z } from 'zod';
import type { HotList } from '../../model/streaming.js';

/** The clocks of two machines may differ by so much. */
export const CLOCKS_MS = 5000;
/** As many pages as a calculator can be told to list. */
const MOST_PAGES = 10_000;
const LONGEST_PAGE = 1024;
const DAY_MS = 86_400_000;
/** A day is that of some time zone, and stays where a clock was ahead for a batch. */
const DAYS_APART = 2;

const count = z.int().nonnegative();

const schema = z.object({
  epoch: count,
  batchTime: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/),
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  offsets: z.record(
    z.string().regex(/^(0|[1-9]\d{0,5})$/),
    z.object({ from: count, next: count }).refine(({ from, next }) => from <= next),
  ),
  records: count,
  malformed: count,
  top: z
    .array(
      z.object({
        rank: count,
        page: z.string().min(1).max(LONGEST_PAGE),
        popularity: z.number(),
        records: count,
        clicks: z.number().nonnegative(),
        stay: z.number().nonnegative(),
        likes: z.number(),
      }),
    )
    .max(MOST_PAGES),
});

/** Null for a foreign document. @param now by this machine's clock, ms since 1970: no list is later, but for the difference of two clocks */
export function parseHotList(text: string, now = Date.now()): HotList | null {
  try {
    const { data } = schema.safeParse(JSON.parse(text));
    return data !== undefined && isPlausible(data, now) ? data : null;
  } catch {
    return null;
  }
}

function isPlausible({ batchTime, day, top }: HotList, now: number): boolean {
  const at = Date.parse(batchTime);
  const begins = Date.parse(`${day}T00:00:00Z`);
  if (!isDate(batchTime, at) || !isDate(day, begins) || at > now + CLOCKS_MS) return false;
  return Math.abs(begins - at) <= DAYS_APART * DAY_MS && top.every(({ rank }, i) => rank === i + 1);
}

/** The 30th of February is read as the 1st of March, or as none. */
const isDate = (text: string, ms: number): boolean =>
  !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text.slice(0, 19).replace('Z', ''));

/** Whether `one` counts rather than `other`: a calculator that was replaced may still publish a late document. */
export function newer(one: HotList, other: HotList | null): boolean {
  if (other === null) return true;
  return one.epoch === other.epoch ? Date.parse(one.batchTime) > Date.parse(other.batchTime) : one.epoch > other.epoch;
}

/** The lists that count, oldest first, each later than the one before it and than `last`. */
export const inOrder = (lists: readonly HotList[], last: HotList | null): readonly HotList[] =>
  lists.reduce<readonly HotList[]>((kept, list) => (newer(list, kept.at(-1) ?? last) ? [...kept, list] : kept), []);

/** What the commit of the calculator says: `EPOCH OFFSET`. Null for anything else. */
export function parseCommittedEpoch(text: string): number | null {
  const epoch = Number(/^(\d{1,16}) (?:-1|\d{1,18})$/.exec(text.trim())?.[1] ?? Number.NaN);
  return Number.isSafeInteger(epoch) ? epoch : null;
}

/** `3 foreign documents` */
export const foreignDocuments = (number: number): string => `${String(number)} foreign document${number === 1 ? '' : 's'}`;

// Midnights of a test's own, and the days that were published, each document counted again from its own offsets.
import { listed, Recount, type RankingDocument } from './recount.js';

const DAY_S = 86_400;

/** The time zone, at most 12 hours away, in which midnight comes `seconds` from now; and that moment. */
export function midnightIn(seconds: number): { readonly zone: string; readonly at: number } {
  const at = Math.ceil(Date.now() / 1000) + seconds;
  const ofDay = at % DAY_S;
  const offset = ofDay > DAY_S / 2 ? DAY_S - ofDay : -ofDay;
  const two = (amount: number): string => String(Math.floor(amount)).padStart(2, '0');
  const size = Math.abs(offset);
  return { zone: `${offset < 0 ? '-' : '+'}${two(size / 3600)}:${two((size / 60) % 60)}:${two(size % 60)}`, at: at * 1000 };
}

export interface DaySeen {
  readonly day: string;
  readonly documents: number;
  readonly records: number;
  readonly offsets: RankingDocument['offsets'];
}

/**
 * Counts every document again, from the lines that it names. In the order in which they were published, so that a day's lines are added
 * once; one that goes back is counted from the beginning.
 * @throws Error for the first that says anything else
 */
export function verifyDocuments(documents: readonly RankingDocument[], log: readonly (readonly string[])[]): readonly DaySeen[] {
  const days: DaySeen[] = [];
  let counted = new Recount();
  let at: Record<string, number> = {};
  let begins = '';
  for (const document of documents) {
    const entries = Object.entries(document.offsets);
    const from = JSON.stringify([document.day, entries.map(([, one]) => one.from)]);
    const back = entries.some(([partition, { next }]) => next < (at[partition] ?? 0));
    if (from !== begins || back) {
      counted = new Recount();
      at = Object.fromEntries(entries.map(([partition, one]) => [partition, one.from]));
    }
    for (const [partition, { next }] of entries) {
      for (let offset = at[partition] ?? 0; offset < next; offset++) {
        const line = log[Number(partition)]?.[offset];
        if (line === undefined) throw new Error(`${partition}/${String(offset)} is not in the topic, and ${document.batchTime} counts it`);
        counted.add(line);
      }
      at[partition] = next;
    }
    const want = [counted.records, counted.malformed, counted.pages()];
    const said = [document.records, document.malformed, listed(document)];
    if (JSON.stringify(want) !== JSON.stringify(said))
      throw new Error(
        `${document.batchTime} of owner ${String(document.epoch)} says\n${JSON.stringify(said)}\nand its offsets hold\n${JSON.stringify(want)}`,
      );
    const { day, records, offsets } = document;
    const last = days.at(-1);
    const goesOn = last !== undefined && from === begins && !back;
    if (goesOn) days.pop();
    days.push({ day, documents: (goesOn ? last.documents : 0) + 1, records, offsets });
    begins = from;
  }
  return days;
}

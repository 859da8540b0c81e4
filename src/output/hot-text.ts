// The hot list on a terminal, with what has changed since the one before.
import { table } from './table.js';

interface Page {
  readonly rank: number;
  readonly page: string;
  readonly popularity: number;
  readonly records: number;
}

interface List {
  readonly batchTime: string;
  readonly day: string;
  readonly records: number;
  readonly malformed: number;
  readonly ageMs: number;
  readonly stale: boolean;
  readonly top: readonly Page[];
}

/** @param before null for the first one */
export function hotText(list: List, before: List | null, trouble: string | null = null): string {
  const rows = list.top.map(({ rank, page, popularity, records }) => [
    String(rank),
    harmless(page),
    popularity.toFixed(2),
    String(records),
    before === null ? '' : moved(page, rank, popularity, before),
  ]);
  const malformed = list.malformed === 0 ? '' : `, ${String(list.malformed)} malformed`;
  return [
    `Today's hot topics  ${list.day}  batch of ${list.batchTime}  ${String(list.records)} records${malformed}`,
    '',
    rows.length === 0 ? 'Nobody has looked at any page today.' : table([['', 'PAGE', 'POPULARITY', 'RECORDS', 'SINCE'], ...rows]),
    ...(list.stale
      ? ['', `This list is ${String(Math.round(list.ageMs / 1000))} s old: nobody counts now, or the counting falls behind.`]
      : []),
    ...(trouble === null ? [] : ['', harmless(trouble)]),
  ].join('\n');
}

function moved(page: string, rank: number, popularity: number, { top }: List): string {
  const was = top.find((one) => one.page === page);
  if (was === undefined) return 'new';
  const places = was.rank - rank;
  const arrow = places === 0 ? '' : places > 0 ? `up ${String(places)}` : `down ${String(-places)}`;
  const gain = popularity - was.popularity;
  const grown = Math.abs(gain) < 0.005 ? '' : `${gain > 0 ? '+' : ''}${gain.toFixed(2)}`;
  return [grown, arrow].filter((one) => one !== '').join(', ');
}

const LONGEST = 60;

/** Page names come from strangers: nothing in one may move a cursor, or hide what stands beside it. */
function harmless(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '\ufffd');
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST - 3)}...` : plain;
}

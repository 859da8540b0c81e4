// The hot list on a terminal, with what has changed since the one before.
import { sinceBefore, type Since } from '../components/calculator/list-change.js';
import type { HotResult } from '../flows/hot/reader.js';
import { sanitizeLine } from '../terminal/sanitize.js';
import { table } from '../terminal/table.js';

/** @param before null for the first one */
export function hotText(list: HotResult, before: HotResult | null, trouble: string | null = null): string {
  const { foreign } = list;
  const since = sinceBefore(list, before);
  const rows = list.top.map(({ rank, page, popularity, records }, i) => [
    String(rank),
    sanitizeLine(page, LONGEST),
    popularity.toFixed(2),
    String(records),
    moved(since[i] ?? null),
  ]);
  const malformed = list.malformed === 0 ? '' : `, ${String(list.malformed)} malformed`;
  return [
    `Today's hot topics  ${list.day}  batch of ${list.batchTime}  ${String(list.records)} records${malformed}`,
    '',
    rows.length === 0 ? 'Nobody has looked at any page today.' : table([['', 'PAGE', 'POPULARITY', 'RECORDS', 'SINCE'], ...rows]),
    ...(list.stale
      ? ['', `This list is ${String(Math.round(list.ageMs / 1000))} s old: nobody counts now, or the counting falls behind.`]
      : []),
    ...(foreign === 0
      ? []
      : ['', `${String(foreign)} foreign document${foreign === 1 ? '' : 's'} left out: somebody else writes to this topic.`]),
    ...(trouble === null ? [] : ['', sanitizeLine(trouble, LONGEST)]),
  ].join('\n');
}

function moved(since: Since): string {
  if (since === null || since === 'new') return since ?? '';
  const { places, gain } = since;
  const arrow = places === 0 ? '' : places > 0 ? `up ${String(places)}` : `down ${String(-places)}`;
  const grown = Math.abs(gain) < 0.005 ? '' : `${gain > 0 ? '+' : ''}${gain.toFixed(2)}`;
  return [grown, arrow].filter((part) => part !== '').join(', ');
}

const LONGEST = 60;

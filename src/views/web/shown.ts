// What of a list and of a verdict goes to the page: as much as one can look at, and no text longer than that. Pure.
import { sinceBefore } from '../../components/calculator/list-change.js';
import type { HotResult } from '../../flows/hot/reader.js';
import type { VerifyResult } from '../../flows/verify.js';
import type { CheckReport } from '../../model/check.js';
import type { HotList } from '../../model/streaming.js';
import { grouped } from '../grouped.js';
import { sanitizeLine } from '../../terminal/sanitize.js';
import type { ShownList, ShownVerdict } from './events.js';

const ROWS = 50;
const PROBLEMS = 8;
const LONGEST_NAME = 200;
const LONGEST_TEXT = 1000;

/** @param before null for the first one */
export function shownList(list: HotResult, before: HotList | null): ShownList {
  const { epoch, batchTime, day, records, malformed, top, foreign } = list;
  const since = sinceBefore(list, before);
  const rows = top.slice(0, ROWS).map((row, i) => ({
    rank: row.rank,
    page: shownName(row.page),
    popularity: row.popularity,
    records: row.records,
    since: since[i] ?? null,
  }));
  return { epoch, batchTime, day: shownText(day), records, malformed, foreign, rows, more: top.length - rows.length };
}

export const shownName = (page: string): string => sanitizeLine(page, LONGEST_NAME);
export const shownText = (text: string): string => sanitizeLine(text, LONGEST_TEXT);

export function shownVerdict(verdict: VerifyResult): ShownVerdict {
  const looked = verdict.checks.filter(({ status }) => status !== 'skip');
  const bad = grouped(looked.filter(({ status }) => status !== 'ok'));
  return {
    status: verdict.status,
    sentence: verdict.sentence,
    startedAt: verdict.startedAt,
    ok: looked.filter(({ status }) => status === 'ok').length,
    of: looked.length,
    problems: bad.slice(0, PROBLEMS).map(({ report, also }) => problem(report, also)),
    more: Math.max(0, bad.length - PROBLEMS),
  };
}

/** A look that came to no verdict is one: unknown. */
export const unknownVerdict = (why: string, at: Date): ShownVerdict => ({
  status: 'unknown',
  sentence: shownText(`Whether the cluster works could not be seen: ${why}`),
  startedAt: at.toISOString(),
  ok: 0,
  of: 0,
  problems: [],
  more: 0,
});

const problem = ({ status, id, target, message, fix }: CheckReport, also: string): ShownVerdict['problems'][number] => ({
  status,
  id,
  target: shownText(target),
  message: shownText(message),
  also: shownText(also),
  fix: shownText(fix),
});

// Hot lists for the tests of the page.
import type { HotResult } from '../../../../src/flows/hot/reader.js';

export const BEGIN = Date.parse('2026-11-23T10:00:00Z');

/** Ranked as given. @param second since the beginning */
export const listAt = (second: number, pages: Readonly<Record<string, number>>, change: Partial<HotResult> = {}): HotResult => ({
  epoch: 3,
  batchTime: new Date(BEGIN + second * 1000).toISOString(),
  day: '2026-11-23',
  offsets: {},
  records: 100,
  malformed: 1,
  top: Object.entries(pages).map(([page, popularity], i) => ({ rank: i + 1, page, popularity, records: 5, clicks: 4, stay: 3, likes: 2 })),
  ...{ ageMs: 400, stale: false, foreign: 0 },
  ...change,
});

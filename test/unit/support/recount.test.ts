// What the suites of the streaming side judge by must itself see what is wrong.
import { describe, expect, it } from 'vitest';
import { midnightIn, verifyDocuments } from '../../support/midnight.js';
import { linesOf, recount, Recount, type RankingDocument } from '../../support/recount.js';

const LOG = [
  ['page1|5|1.5|-1', 'page2|1|0.0000005|1', 'nonsense'],
  ['page1|2|2|0', 'page3|1|10|1'],
];

const document = (next: readonly [number, number], from: readonly [number, number] = [0, 0], day = '2026-01-01'): RankingDocument => {
  const offsets = { '0': { from: from[0], next: next[0] }, '1': { from: from[1], next: next[1] } };
  const counted = new Recount();
  const base = { epoch: 1, batchTime: '2026-01-01T00:00:00Z', day, offsets };
  for (const line of linesOf({ ...base, records: 0, malformed: 0, top: [] }, LOG)) counted.add(line);
  const top = counted.pages().map((one, i) => ({ ...one, rank: i + 1, popularity: 0 }));
  return { ...base, records: counted.records, malformed: counted.malformed, top };
};

describe('a recount', () => {
  it('adds each page, rounds each stay by itself, and ranks with the weights of the article', () => {
    expect(recount(LOG.flat())).toEqual([
      { page: 'page3', records: 1, clicks: 1, stay: 10, likes: 1 },
      { page: 'page1', records: 2, clicks: 7, stay: 3.5, likes: -1 },
      { page: 'page2', records: 1, clicks: 1, stay: 0.000001, likes: 1 },
    ]);
  });

  it.each([
    '',
    '|1|1|1',
    ' |1|1|1',
    'a|1|1',
    'a|1|1|2',
    'a|-1|1|1',
    'a|1|x|1',
    'a|1|1|1|',
    `${'p'.repeat(1025)}|1|1|1`,
    `a|1|${'1'.repeat(4096)}|1`,
  ])('takes "%s" for malformed', (line) => {
    const day = new Recount();
    day.add(line);
    expect([day.records, day.malformed]).toEqual([0, 1]);
  });

  it('of documents follows the days and goes back where one does', () => {
    const seen = verifyDocuments([document([1, 1]), document([2, 1]), document([1, 1]), document([3, 2], [2, 1], '2026-01-02')], LOG);
    expect(seen.map(({ day, documents, records }) => [day, documents, records])).toEqual([
      ['2026-01-01', 2, 3],
      ['2026-01-01', 1, 2],
      ['2026-01-02', 1, 1],
    ]);
  });

  it('finds the document that says anything else than its offsets hold', () => {
    const right = document([2, 2]);
    const [first] = right.top;
    const wrong = first === undefined ? right : { ...right, top: [{ ...first, likes: first.likes + 1 }, ...right.top.slice(1)] };
    for (const one of [wrong, { ...right, records: 3 }, { ...right, malformed: 1 }, { ...right, top: right.top.slice(1) }])
      expect(() => verifyDocuments([document([1, 1]), one], LOG)).toThrow(/its offsets hold/);
    expect(() => verifyDocuments([{ ...right, offsets: { ...right.offsets, '1': { from: 0, next: 3 } } }], LOG)).toThrow(
      /1\/2 is not in the topic/,
    );
  });
});

it('a midnight of its own is where it says', () => {
  for (const seconds of [10, 40_000, 80_000]) {
    const { zone, at } = midnightIn(seconds);
    const [, sign, hours, minutes, rest] = /^([+-])(\d\d):(\d\d):(\d\d)$/.exec(zone) ?? [];
    const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest));
    expect([(at / 1000 + offset) % 86_400, Math.abs(offset) <= 43_200]).toEqual([0, true]);
  }
});

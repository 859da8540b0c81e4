import { describe, expect, it } from 'vitest';
import { inOrder, newer, parseCommittedEpoch, parseHotList } from '../../../../src/components/calculator/hot-list.js';
import type { HotList } from '../../../../src/model/streaming.js';

const NOW = Date.parse('2026-11-23T10:00:03Z');
const PAGE = { rank: 1, page: 'page1', popularity: 2.2, records: 1, clicks: 1, stay: 0.5, likes: 1 };

const list = (change: Partial<HotList> = {}): HotList => ({
  epoch: 2,
  batchTime: '2026-11-23T10:00:02Z',
  day: '2026-11-23',
  offsets: { 0: { from: 0, next: 10 } },
  records: 10,
  malformed: 0,
  top: [PAGE],
  ...change,
});

describe('documents of the hot list', () => {
  it('are read as they were published', () => {
    expect(parseHotList(JSON.stringify(list()), NOW)).toEqual(list());
  });

  it.each([
    '',
    'page1|1|1|0',
    '{}',
    '[]',
    JSON.stringify({ ...list(), batchTime: 'soon' }),
    JSON.stringify({ ...list(), top: [{ page: 'x' }] }),
    JSON.stringify(list()).replace('"epoch":2', '"epoch":1e300'),
    JSON.stringify({ ...list(), epoch: -1 }),
    JSON.stringify({ ...list(), epoch: 2.5 }),
    JSON.stringify({ ...list(), epoch: 2 ** 53 }),
    JSON.stringify({ ...list(), batchTime: '2099-01-01T00:00:00Z', day: '2099-01-01' }),
    JSON.stringify({ ...list(), batchTime: 'Mon, 23 Nov 2026 10:00:02 GMT' }),
    JSON.stringify({ ...list(), batchTime: '2026-11-23T10:00:02+08:00' }),
    JSON.stringify({ ...list(), batchTime: '2026-02-30T10:00:02Z', day: '2026-03-01' }),
    JSON.stringify({ ...list(), batchTime: `2026-11-23T10:00:02Z\u001b]52;c;x\u0007` }),
    JSON.stringify({ ...list(), day: '2026-12-23' }),
    JSON.stringify({ ...list(), day: '\u001b[2J' }),
    JSON.stringify({ ...list(), records: -1 }),
    JSON.stringify({ ...list(), malformed: null }),
    JSON.stringify({ ...list(), offsets: { 0: { from: 10, next: 0 } } }),
    JSON.stringify({ ...list(), offsets: { x: { from: 0, next: 1 } } }),
    JSON.stringify({ ...list(), top: [{ ...PAGE, rank: 7 }] }),
    JSON.stringify({ ...list(), top: [{ ...PAGE, stay: -1 }] }),
    JSON.stringify({ ...list(), top: [{ ...PAGE, page: 'x'.repeat(5000) }] }),
    JSON.stringify(list()).replace('2.2', '1e999'),
  ])('are left out when they are none: %s', (text) => {
    expect(parseHotList(text, NOW)).toBeNull();
  });

  it('are no later than now, but for the difference of two clocks', () => {
    const at = (ms: number) => JSON.stringify(list({ batchTime: new Date(NOW + ms).toISOString() }));
    expect(parseHotList(at(4900), NOW)).not.toBeNull();
    expect(parseHotList(at(5100), NOW)).toBeNull();
  });

  it('have whatever totals there can be', () => {
    const top = [{ ...PAGE, clicks: 9e18, stay: 1e13, likes: -5, popularity: -1e18 }];
    expect(parseHotList(JSON.stringify(list({ top })), NOW)?.top).toEqual(top);
  });

  it('of a later batch count, and of a later owner whatever their time; a late one of an earlier owner never', () => {
    const now = list();
    expect(newer(now, null)).toBe(true);
    expect(newer(now, now)).toBe(false);
    // One time with milliseconds and one without.
    expect(newer(list({ batchTime: '2026-11-23T10:00:02.500Z' }), now)).toBe(true);
    expect(newer(list({ batchTime: '2026-11-23T10:00:04Z', epoch: 1 }), now)).toBe(false);
    expect(newer(list({ batchTime: '2026-11-23T09:59:00Z', epoch: 3 }), now)).toBe(true);
  });

  it('stand in order, each once', () => {
    const second = (at: number) => list({ batchTime: `2026-11-23T10:00:0${String(at)}Z` });
    const times = (lists: readonly HotList[]) => lists.map(({ batchTime }) => batchTime.slice(18, 19));
    expect(times(inOrder([second(2), second(1), second(2), second(4)], null))).toEqual(['2', '4']);
    expect(times(inOrder([second(2), second(1), second(2), second(4)], second(2)))).toEqual(['4']);
  });
});

describe('the commit of a calculator', () => {
  it.each([
    ['3 -1', 3],
    ['0 0\n', 0],
    ['9007199254740991 12', 2 ** 53 - 1],
    ['9007199254740992 12', null],
    ['1e3 0', null],
    ['-1 0', null],
    ['', null],
  ])('%j names epoch %s', (text, epoch) => {
    expect(parseCommittedEpoch(text)).toBe(epoch);
  });
});

import { describe, expect, it } from 'vitest';
import { newer, parseHotList } from '../../../../src/components/calculator/hot-list.js';
import type { HotList } from '../../../../src/model/hot.js';

const list = (change: Partial<HotList> = {}): HotList => ({
  epoch: 2,
  batchTime: '2026-11-23T10:00:02Z',
  day: '2026-11-23',
  offsets: { 0: { from: 0, next: 10 } },
  records: 10,
  malformed: 0,
  top: [{ rank: 1, page: 'page1', popularity: 2.2, records: 1, clicks: 1, stay: 0.5, likes: 1 }],
  ...change,
});

describe('documents of the hot list', () => {
  it('are read as they were published', () => {
    expect(parseHotList(JSON.stringify(list()))).toEqual(list());
  });

  it.each([
    '',
    'page1|1|1|0',
    '{}',
    '[]',
    JSON.stringify({ ...list(), batchTime: 'soon' }),
    JSON.stringify({ ...list(), top: [{ page: 'x' }] }),
  ])('are left out when they are none: %s', (text) => {
    expect(parseHotList(text)).toBeNull();
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
});

import { describe, expect, it } from 'vitest';
import { hotText } from '../../../src/views/hot.js';

const page = (rank: number, name: string, popularity: number) => ({
  ...{ rank, page: name, popularity, records: rank * 10 },
  ...{ clicks: 1, stay: 2, likes: 1 },
});
const list = (...top: ReturnType<typeof page>[]) => ({
  ...{ batchTime: '2026-11-23T10:00:02Z', day: '2026-11-23', records: 1323, malformed: 0 },
  ...{ epoch: 3, offsets: {}, ageMs: 400, stale: false, foreign: 0 },
  top,
});

describe('the hot list on a terminal', () => {
  it('says what has changed since the one before', () => {
    const before = list(page(1, 'page1', 50), page(2, 'page2', 40), page(3, 'page3', 30));
    const text = hotText(list(page(1, 'page2', 60), page(2, 'page1', 50), page(3, 'page9', 31)), before);
    expect(
      text
        .split('\n')
        .slice(2)
        .map((line) => line.replace(/ +/g, ' ').trim()),
    ).toEqual(['PAGE POPULARITY RECORDS SINCE', '1 page2 60.00 10 +20.00, up 1', '2 page1 50.00 20 down 1', '3 page9 31.00 30 new']);
  });

  it('says that it is old, and what hinders', () => {
    const text = hotText({ ...list(page(1, 'a', 1)), stale: true, ageMs: 65_000, malformed: 2 }, null, 'no broker answers');
    expect(text).toContain('2 malformed');
    expect(text).toContain('65 s old');
    expect(text).toContain('no broker answers');
  });

  it('lets no page name move the cursor', () => {
    const text = hotText(list(page(1, 'a\u001b[2J\u202eb\n' + 'x'.repeat(100), 1)), null);
    expect(text).not.toMatch(/[\u001b\u202e]/);
    expect(text.split('\n').every((line) => line.length < 120)).toBe(true);
  });
});

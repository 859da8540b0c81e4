import { describe, expect, it } from 'vitest';
import { History } from '../../../../src/views/web/history.js';
import { shownList, shownVerdict, unknownVerdict } from '../../../../src/views/web/shown.js';
import { allWell, report } from '../looks.js';
import { BEGIN, listAt } from './lists.js';

describe('a list on the page', () => {
  it('has what became of each page since the list before', () => {
    const before = listAt(0, { a: 30, b: 20, c: 10 });
    const { rows } = shownList(listAt(2, { b: 50, a: 30, d: 11 }), before);
    expect(rows.map(({ page, since }) => [page, since])).toEqual([
      ['b', { places: 1, gain: 30 }],
      ['a', { places: -1, gain: 0 }],
      ['d', 'new'],
    ]);
  });

  it('is not compared with none, nor with that of another day', () => {
    const today = listAt(2, { a: 1 });
    for (const before of [null, listAt(0, { a: 900 }, { day: '2026-11-22' })])
      expect(shownList(today, before).rows.map(({ since }) => since)).toEqual([null]);
  });

  it('is as long as one can look at, and so are the names', () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, i) => [`page${String(i)}`.padEnd(5000, '长'), 100 - i]));
    const { rows, more } = shownList(listAt(0, many), null);
    expect([rows.length, more]).toEqual([50, 20]);
    expect(Math.max(...rows.map(({ page }) => page.length))).toBe(200);
  });

  it('has names that cannot turn round what stands beside them', () => {
    const [row] = shownList(listAt(0, { 'a\u202eb\n\u0000': 1 }), null).rows;
    expect(row?.page).toBe('a\ufffdb\ufffd\ufffd');
  });
});

describe('a verdict on the page', () => {
  it('has what is not well, and how much is', () => {
    const { result } = allWell();
    const skip = report('skip', 'kafka.console', 'cluster', 'left out');
    const crit = report('crit', 'kafka.isr', 't/0', 'only one', 'do this');
    const unknown = Array.from({ length: 12 }, (_, i) => report('unknown', `check${String(i)}`, `n${String(i)}`, `why ${String(i)}`));
    const checks = [crit, ...unknown, report('ok', 'host.ssh', 'n1', 'reached'), skip];
    const shown = shownVerdict({ ...result, status: 'crit', checks });
    expect(shown).toMatchObject({ status: 'crit', ok: 1, of: 14, more: 5 });
    expect(shown.problems).toHaveLength(8);
    expect(shown.problems[0]).toEqual({ status: 'crit', id: 'kafka.isr', target: 't/0', message: 'only one', also: '', fix: 'do this' });
  });

  it('is unknown where the look failed', () => {
    expect(unknownVerdict('no route', new Date(BEGIN))).toMatchObject({
      status: 'unknown',
      sentence: 'Whether the cluster works could not be seen: no route',
      startedAt: '2026-11-23T10:00:00.000Z',
    });
  });
});

describe('the history', () => {
  it('has the last minutes of the pages that are listed now', () => {
    const history = new History(10_000);
    for (const second of [0, 4, 8, 12]) history.add(listAt(second, second < 8 ? { a: second, gone: 1 } : { b: 2, a: second }));
    const { pages, points } = history.shown();
    expect(pages).toEqual(['b', 'a']);
    expect(points.map(({ at, values }) => [(at - BEGIN) / 1000, values])).toEqual([
      [4, [[1, 4]]],
      [
        8,
        [
          [0, 2],
          [1, 8],
        ],
      ],
      [
        12,
        [
          [0, 2],
          [1, 12],
        ],
      ],
    ]);
  });

  it('is bounded in lists and in pages, however often they come', () => {
    const history = new History(3_600_000);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`page${String(i)}`, i]));
    for (let i = 0; i < 1000; i++) history.add(listAt(i, many));
    const { pages, points } = history.shown();
    expect([pages.length, points.length]).toEqual([20, 400]);
    expect(points.at(-1)?.at).toBe(BEGIN + 999_000);
  });
});

// The pure parts of the page's own scripts.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pieces, spread, ticks, timeTicks } from '../../../web/geometry.js';
import { COLOURS, Palette } from '../../../web/palette.js';

const point = (at: number, values: Readonly<Record<string, number>>, day = '2026-11-23') => ({
  at,
  day,
  values: new Map(Object.entries(values)),
});

describe('the numbers beside the chart', () => {
  it.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [161.2, 169.9, 4, [160, 165, 170]],
    [5, 5, 4, [4, 6]],
    [0, 0, 4, [0, 0.5]],
    [0, 5e-324, 4, [0, 0.5]],
  ])('are round from %d to %d', (least, most, count, wanted) => {
    expect(ticks(least, most, count)).toEqual(wanted);
  });

  it('are on both sides of all values, and not many', () => {
    const value = fc.double({ min: -1e6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.integer({ min: 2, max: 12 }), (a, b, count) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        const found = ticks(least, most, count);
        const slack = 1e-9 * Math.max(1, Math.abs(least), Math.abs(most));
        expect(found[0]).toBeLessThanOrEqual(least + slack);
        expect(found.at(-1)).toBeGreaterThanOrEqual(most - slack);
        expect(found.length).toBeLessThanOrEqual(count + 3);
      }),
    );
  });

  it('are whole times before now, now the last', () => {
    expect(timeTicks(300_000, 6)).toEqual([300_000, 240_000, 180_000, 120_000, 60_000, 0]);
    expect(timeTicks(300_000, 3)).toEqual([240_000, 120_000, 0]);
    expect(timeTicks(61_000, 4)).toEqual([60_000, 30_000, 0]);
  });
});

describe('the line of a page', () => {
  it('is whole where lists came one after the other', () => {
    expect(pieces([point(0, { a: 1 }), point(2, { a: 2, b: 1 })], 'a', 10)).toEqual([
      [
        { at: 0, value: 1 },
        { at: 2, value: 2 },
      ],
    ]);
  });

  it.each([
    ['nobody counted', [point(0, { a: 1 }), point(20, { a: 2 })]],
    ['a day began', [point(0, { a: 9 }, '2026-11-22'), point(2, { a: 1 })]],
    ['it was not in the list', [point(0, { a: 1 }), point(2, { b: 1 }), point(4, { a: 2 })]],
  ])('is broken where %s', (_, points) => {
    expect(pieces(points, 'a', 10).map((part) => part.length)).toEqual([1, 1]);
  });
});

describe('the names beside the lines', () => {
  it('stand apart, in their order, within the frame, and where they would be if there is room', () => {
    expect(spread([50, 10], 15, 0, 100)).toEqual([50, 10]);
    expect(spread([50, 50, 52], 15, 0, 100)).toEqual([50, 65, 80]);
    expect(spread([99, 98], 15, 0, 100)).toEqual([100, 85]);
  });

  it('never stand closer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 6 }), (wanted) => {
        const sorted = spread(wanted, 15, 0, 200).toSorted((a, b) => a - b);
        for (const [i, at] of sorted.entries()) expect(at - (sorted[i - 1] ?? -15)).toBeGreaterThanOrEqual(15);
        expect(sorted.at(-1)).toBeLessThanOrEqual(200);
      }),
    );
  });
});

describe('the colours', () => {
  it('stay with their pages, and are one for each', () => {
    const palette = new Palette();
    const first = new Map(palette.assign(['a', 'b', 'c']));
    const second = new Map(palette.assign(['d', 'c', 'e', 'a', 'f', 'g']));
    expect([second.get('a'), second.get('c')]).toEqual([first.get('a'), first.get('c')]);
    expect(new Set(second.values()).size).toBe(COLOURS);
  });
});

// Where things are in the chart. Pure.

/**
 * @typedef {object} Point one list
 * @property {number} at ms since 1970
 * @property {string} day
 * @property {ReadonlyMap<string, number>} values popularity by page
 */

/**
 * Round numbers from below `least` to above `most`.
 * @param {number} least
 * @param {number} most
 * @param {number} count about how many
 * @returns {number[]} at least two
 */
export function ticks(least, most, count) {
  const size = Math.max(Math.abs(least), Math.abs(most));
  const flat = most - least <= 1e-9 * Math.max(1, size);
  const step = roundUp((flat ? Math.max(1, size) : most - least) / count);
  const first = Math.floor(least / step);
  const last = Math.max(first + 1, Math.ceil(most / step));
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
}

/**
 * To 1, 2 or 5 times a power of ten.
 * @param {number} value
 */
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5].find((step) => step * power >= value * 0.999) ?? 10);
}

const STEPS_S = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600];

/**
 * Whole seconds or minutes before the end, the largest first.
 * @param {number} spanMs
 * @param {number} count at most
 * @returns {number[]} ms before the end; the last one is 0
 */
export function timeTicks(spanMs, count) {
  const step = 1000 * (STEPS_S.find((s) => spanMs / (s * 1000) <= count) ?? 86_400);
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, i) => i * step).reverse();
}

/**
 * The line of one page, in pieces: where nobody counted there is no line, and a new day begins at nothing.
 * @param {readonly Point[]} points oldest first
 * @param {string} page
 * @param {number} gapMs
 * @returns {{ at: number, value: number }[][]}
 */
export function pieces(points, page, gapMs) {
  /** @type {{ at: number, value: number }[][]} */
  const found = [];
  /** @type {Point | null} */
  let before = null;
  for (const point of points) {
    const value = point.values.get(page);
    if (value !== undefined) {
      const goesOn = before !== null && before.values.has(page) && before.day === point.day && point.at - before.at <= gapMs;
      if (!goesOn) found.push([]);
      found.at(-1)?.push({ at: point.at, value });
    }
    before = point;
  }
  return found;
}

/**
 * Moves labels apart, as little as can be, and keeps their order.
 * @param {readonly number[]} wanted where each would be
 * @param {number} apart the least distance
 * @param {number} top
 * @param {number} bottom
 * @returns {number[]} in the order of `wanted`
 */
export function spread(wanted, apart, top, bottom) {
  const order = wanted.map((at, i) => ({ at, i })).sort((a, b) => a.at - b.at || a.i - b.i);
  let floor = top;
  for (const one of order) {
    one.at = Math.max(one.at, floor);
    floor = one.at + apart;
  }
  let ceiling = bottom;
  for (const one of order.reverse()) {
    one.at = Math.min(one.at, ceiling);
    ceiling = one.at - apart;
  }
  return wanted.map((_, i) => order.find((one) => one.i === i)?.at ?? top);
}

// The popularity of the pages that lead now, over the last minutes.
import { element, shape } from './elements.js';
import { pieces, spread, ticks, timeTicks } from './geometry.js';
import { COLOURS, Palette } from './palette.js';

/** @import { About, ShownHistory, ShownList } from '../src/views/web/events.js' */
/** @import { Point } from './geometry.js' */

/** The first minute of a history fills the chart, too. */
const LEAST_SPAN_MS = 60_000;
/** Nobody counted, when lists are further apart than so many intervals. */
const GAP_INTERVALS = 5;
/** Of the letters, in those of the page. */
const LABEL = 0.8;

export class Chart {
  #plot;
  #palette = new Palette();
  /** @type {Point[]} */
  #points = [];
  /** @type {About | null} */
  #about = null;
  /** @type {readonly string[]} */
  #leaders = [];

  /** @param {HTMLElement} plot */
  constructor(plot) {
    this.#plot = plot;
  }

  /**
   * @param {About} about
   * @param {ShownHistory} history
   */
  begin(about, { pages, points }) {
    this.#about = about;
    this.#points = points.map(({ at, day, values }) => ({
      at,
      day,
      values: new Map(values.map(([page, value]) => [pages[page] ?? '', value])),
    }));
  }

  /** @param {ShownList} list */
  add({ batchTime, day, rows }) {
    const at = Date.parse(batchTime);
    if ((this.#points.at(-1)?.at ?? 0) >= at) return;
    this.#points.push({ at, day, values: new Map(rows.map(({ page, popularity }) => [page, popularity])) });
  }

  /**
   * @param {ShownList} list whose leaders are drawn
   * @returns {ReadonlyMap<string, number>} the colour of each page that is drawn
   */
  lead({ rows }) {
    this.#leaders = [...new Set(rows.slice(0, COLOURS).map(({ page }) => page))];
    return this.#palette.assign(this.#leaders);
  }

  /** @param {number} now ms since 1970 */
  draw(now) {
    const { clientWidth: width, clientHeight: height } = this.#plot;
    if (this.#about === null || width === 0 || height === 0) return;
    const { historyMs, intervalMs } = this.#about;
    this.#points = this.#points.filter(({ at }) => at >= now - historyMs);
    const lines = this.#leaders.map((page) => ({ page, parts: pieces(this.#points, page, GAP_INTERVALS * intervalMs) }));
    const values = lines.flatMap(({ parts }) => parts.flat().map(({ value }) => value));
    if (values.length === 0) {
      this.#plot.replaceChildren(element('p', 'note', 'Nothing was published in the last minutes.'));
      return;
    }
    const since = now - (this.#points[0]?.at ?? now);
    // A history that is all but full is taken for full: else the left edge would shake with each list.
    const spanMs = since > historyMs - 2 * intervalMs ? historyMs : Math.max(since, LEAST_SPAN_MS);
    const frame = frameOf(width, height, { from: now - spanMs, to: now }, values);
    const svg = shape('svg', { width, height, role: 'img', 'aria-label': `Popularity of ${this.#leaders.join(', ')}` });
    svg.append(...axes(frame), ...this.#lines(frame, lines));
    this.#plot.replaceChildren(svg);
  }

  /**
   * @param {Frame} frame
   * @param {readonly { page: string, parts: { at: number, value: number }[][] }[]} lines
   */
  #lines(frame, lines) {
    const colours = this.#palette.assign(this.#leaders);
    const shown = lines.flatMap(({ page, parts }) => {
      const end = parts.at(-1)?.at(-1);
      return end === undefined
        ? []
        : [{ page, parts, x: frame.x(end.at), y: frame.y(end.value), colour: `series-${colours.get(page) ?? 0}` }];
    });
    const { size, letters } = frame;
    const labels = spread(
      shown.map(({ y }) => y),
      size * 1.25,
      frame.top + size / 2,
      frame.bottom,
    );
    // The leader is drawn last, above the others.
    return shown
      .map(({ page, parts, x, y, colour }, i) => {
        const line = shape('g', { class: colour });
        const path = parts
          .map((part) => part.map(({ at, value }, k) => `${k === 0 ? 'M' : 'L'}${place(frame.x(at))} ${place(frame.y(value))}`).join(''))
          .join('');
        const label = shape(
          'text',
          { x: place(frame.right + size * 0.8), y: place((labels[i] ?? y) + size / 3), 'font-size': size },
          clipped(page, letters),
        );
        line.append(shape('path', { d: path }), shape('circle', { cx: place(x), cy: place(y), r: 3.5 }), label);
        return line;
      })
      .reverse();
  }
}

/**
 * @typedef {object} Frame
 * @property {number} top
 * @property {number} bottom
 * @property {number} left
 * @property {number} right
 * @property {number} size of the letters, px
 * @property {number} letters of a label at the right
 * @property {number} spanMs
 * @property {readonly number[]} values of the lines across
 * @property {(at: number) => number} x
 * @property {(value: number) => number} y
 */

/**
 * @param {number} width
 * @param {number} height
 * @param {{ from: number, to: number }} time
 * @param {readonly number[]} values
 * @returns {Frame}
 */
function frameOf(width, height, { from, to }, values) {
  const size = LABEL * parseFloat(getComputedStyle(document.documentElement).fontSize);
  const across = ticks(Math.min(...values), Math.max(...values), Math.max(2, Math.floor(height / (5 * size))));
  const [least = 0, most = 1] = [across[0], across.at(-1)];
  const letters = width < 480 ? 9 : 13;
  const top = size * 0.7;
  const bottom = height - size * 1.8;
  const left = size * (1 + 0.6 * Math.max(...across.map((value) => amount(value).length)));
  const right = width - size * (0.8 + 0.74 * letters);
  return {
    ...{ top, bottom, left, right, size, letters, spanMs: to - from, values: across },
    x: (at) => left + ((right - left) * (at - from)) / (to - from),
    y: (value) => bottom - ((bottom - top) * (value - least)) / (most - least),
  };
}

/**
 * @param {Frame} frame
 * @returns {SVGElement[]}
 */
function axes({ top, bottom, left, right, size, spanMs, values, y }) {
  const across = values.flatMap((value) => [
    shape('line', { class: 'grid', x1: left, x2: right, y1: place(y(value)), y2: place(y(value)) }),
    shape('text', { class: 'tick end', x: place(left - size / 2), y: place(y(value) + size / 3), 'font-size': size }, amount(value)),
  ]);
  const along = timeTicks(spanMs, Math.max(2, Math.floor((right - left) / (5 * size)))).flatMap((before) => {
    const x = place(right - ((right - left) * before) / spanMs);
    return [
      shape('line', { class: 'grid', x1: x, x2: x, y1: bottom, y2: bottom + 4 }),
      shape(
        'text',
        { class: 'tick middle', x, y: place(bottom + size * 1.4), 'font-size': size },
        before === 0 ? 'now' : `-${span(before)}`,
      ),
    ];
  });
  return [
    ...across,
    ...along,
    shape('line', { class: 'axis', x1: left, x2: right, y1: bottom, y2: bottom }),
    shape('line', { class: 'axis', x1: left, x2: left, y1: top, y2: bottom }),
  ];
}

/** @param {number} ms */
export function span(ms) {
  if (ms < 60_000) return `${ms / 1000} s`;
  return ms < 3_600_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}

/** @param {number} value */
const place = (value) => Math.round(value * 10) / 10;

/** @param {number} value */
const amount = (value) =>
  value.toLocaleString('en', { maximumFractionDigits: 2, notation: Math.abs(value) >= 100_000 ? 'compact' : 'standard' });

/**
 * @param {string} text
 * @param {number} letters
 */
function clipped(text, letters) {
  let width = 0;
  let kept = '';
  for (const letter of text) {
    // Chinese is wider than Latin.
    width += (letter.codePointAt(0) ?? 0) > 0x1100 ? 1.6 : 1;
    if (width > letters) return `${kept}…`;
    kept += letter;
  }
  return text;
}

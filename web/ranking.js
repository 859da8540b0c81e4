// The table of the pages. A row stays the row of its page, so that one sees where it goes.
import { element, setText } from './elements.js';

/** @import { ShownList, ShownRow } from '../src/views/web/events.js' */

const MOVE_MS = 600;
const FLASH_MS = 1800;
const still = window.matchMedia('(prefers-reduced-motion: reduce)');

/**
 * @typedef {object} Row
 * @property {HTMLTableRowElement} element
 * @property {HTMLElement} rank
 * @property {HTMLElement} swatch
 * @property {HTMLElement} bar
 * @property {HTMLElement} popularity
 * @property {HTMLElement} records
 * @property {HTMLElement} places
 * @property {HTMLElement} gain
 */

export class Ranking {
  #body;
  /** @type {Map<string, Row>} */
  #rows = new Map();

  /** @param {HTMLElement} body */
  constructor(body) {
    this.#body = body;
  }

  clear() {
    this.#rows = new Map();
    this.#body.replaceChildren();
  }

  /**
   * @param {ShownList} list
   * @param {ReadonlyMap<string, number>} colours
   * @param {boolean} moving false for a list that did not follow on the one before
   */
  show({ rows }, colours, moving) {
    const was = new Map([...this.#rows].map(([key, row]) => [key, row.element.offsetTop]));
    const most = Math.max(...rows.map(({ popularity }) => popularity), Number.MIN_VALUE);
    /** @type {Map<string, Row>} */
    const next = new Map();
    for (const shown of rows) {
      // Two long names may begin alike and be cut to the same.
      const key = next.has(shown.page) ? `${shown.page}\n${shown.rank}` : shown.page;
      const row = this.#rows.get(key) ?? rowOf(shown.page);
      next.set(key, row);
      fill(row, shown, { share: Math.max(0, shown.popularity / most), colour: colours.get(shown.page) });
    }
    this.#rows = next;
    this.#body.style.setProperty('--rows', String(Math.max(1, rows.length)));
    this.#body.replaceChildren(...[...next.values()].map((row) => row.element));
    if (!moving || still.matches) return;
    for (const [i, [key, row]] of [...next].entries()) animate(row.element, was.get(key), rows[i]?.since ?? null);
  }
}

/**
 * @param {string} page
 * @returns {Row}
 */
function rowOf(page) {
  const row = document.createElement('tr');
  const [rank, name, popularity, records, since] = ['rank', 'name', 'popularity', 'records', 'since'].map((part) => element('td', part));
  const [swatch, title, bar, value] = [
    element('span', 'swatch'),
    element('bdi', '', page),
    element('span', 'bar'),
    element('span', 'value'),
  ];
  const [places, gain] = [element('span', 'places'), element('span', 'gain')];
  if (!rank || !name || !popularity || !records || !since) throw new Error('a row has five cells');
  title.title = page;
  name.append(swatch, title);
  popularity.append(bar, value);
  since.append(places, gain);
  row.append(rank, name, popularity, records, since);
  return { element: row, rank, swatch, bar, popularity: value, records, places, gain };
}

/**
 * @param {Row} row
 * @param {ShownRow} shown
 * @param {{ share: number, colour: number | undefined }} looks
 */
function fill(row, { rank, popularity, records, since }, { share, colour }) {
  setText(row.rank, String(rank));
  row.swatch.className = colour === undefined ? 'swatch' : `swatch series-${colour}`;
  row.bar.style.setProperty('--share', String(share));
  setText(row.popularity, number(popularity, 2));
  setText(row.records, number(records, 0));
  const places = since === null || since === 'new' ? 0 : since.places;
  const gain = since === null || since === 'new' ? 0 : since.gain;
  row.element.dataset['moved'] = since === 'new' ? 'new' : places > 0 ? 'up' : places < 0 ? 'down' : '';
  setText(row.places, since === 'new' ? '新 new' : places === 0 ? '' : `${places > 0 ? '▲' : '▼'} ${Math.abs(places)}`);
  setText(row.gain, Math.abs(gain) < 0.005 ? '' : `${gain > 0 ? '+' : '−'}${number(Math.abs(gain), 2)}`);
}

/**
 * @param {HTMLElement} row
 * @param {number | undefined} was where it was
 * @param {ShownRow['since']} since
 */
function animate(row, was, since) {
  const from = was === undefined ? 0 : was - row.offsetTop;
  if (from !== 0) row.animate([{ transform: `translateY(${from}px)` }, { transform: 'none' }], { duration: MOVE_MS, easing: 'ease-out' });
  if (since === null) return;
  const kind = since === 'new' || since.places > 0 ? '--flash-up' : since.places < 0 ? '--flash-down' : null;
  if (kind === null) return;
  row.animate([{ backgroundColor: `var(${kind})` }, { backgroundColor: 'transparent' }], { duration: FLASH_MS, easing: 'ease-in' });
}

/**
 * @param {number} value
 * @param {number} digits
 */
const number = (value, digits) => value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

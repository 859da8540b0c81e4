// The last minutes of the list, for the chart of a page that is opened later.
import type { HotList } from '../../model/streaming.js';
import type { ShownHistory } from './events.js';
import { shownName } from './shown.js';

/** Whatever the interval is, no more than this is kept. */
const POINTS = 400;
/** Pages of each list that are kept; the chart shows fewer. */
const PAGES = 20;

interface Point {
  readonly at: number;
  readonly day: string;
  readonly values: ReadonlyMap<string, number>;
}

export class History {
  private readonly historyMs: number;
  private points: readonly Point[] = [];

  constructor(historyMs: number) {
    this.historyMs = historyMs;
  }

  add({ batchTime, day, top }: HotList): void {
    const at = Date.parse(batchTime);
    const values = new Map(top.slice(0, PAGES).map(({ page, popularity }) => [shownName(page), popularity]));
    this.points = [...this.points, { at, day, values }].filter((point) => point.at >= at - this.historyMs).slice(-POINTS);
  }

  /** Of the pages that are in the newest list: those that have left it are not drawn any more. */
  shown(): ShownHistory {
    const pages = [...(this.points.at(-1)?.values.keys() ?? [])];
    const points = this.points.map(({ at, day, values }) => ({
      at,
      day,
      values: pages.flatMap((page, i) => {
        const value = values.get(page);
        return value === undefined ? [] : [[i, value] as const];
      }),
    }));
    return { pages, points };
  }
}

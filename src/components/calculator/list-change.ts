// Pure: what has become of each page of a hot list since the list before.
import type { HotList } from '../../model/streaming.js';

/** Places and popularity gained; `new` for a page that was not in the list before; null where there is no list to compare with. */
export type Since = { readonly places: number; readonly gain: number } | 'new' | null;

type Ranking = Pick<HotList, 'day' | 'top'>;

/** For each page of `list`, in its order. Totals begin anew with each day, so lists of two days are not compared. */
export function sinceBefore(list: Ranking, before: Ranking | null): readonly Since[] {
  if (before?.day !== list.day) return list.top.map(() => null);
  const earlierRows = new Map(before.top.map((row) => [row.page, row]));
  return list.top.map(({ page, rank, popularity }) => {
    const earlier = earlierRows.get(page);
    return earlier === undefined ? 'new' : { places: earlier.rank - rank, gain: popularity - earlier.popularity };
  });
}

// What has become of a page since the list before. Pure.

interface Page {
  readonly rank: number;
  readonly page: string;
  readonly popularity: number;
}

interface List {
  readonly day: string;
  readonly top: readonly Page[];
}

/** Places gained and popularity gained; `new` for a page that was not in the list; null where there is nothing to compare with. */
export type Since = { readonly places: number; readonly gain: number } | 'new' | null;

/** Of each page of `list`, in its order. A new day begins the totals anew, so the list of another day is none to compare with. */
export function sinceBefore(list: List, before: List | null): readonly Since[] {
  if (before?.day !== list.day) return list.top.map(() => null);
  const was = new Map(before.top.map((one) => [one.page, one]));
  return list.top.map(({ page, rank, popularity }) => {
    const earlier = was.get(page);
    return earlier === undefined ? 'new' : { places: earlier.rank - rank, gain: popularity - earlier.popularity };
  });
}

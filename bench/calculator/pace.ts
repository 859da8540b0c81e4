// How fast something went through a topic, from what it said on its way. Pure.

export interface Mark {
  readonly ms: number;
  /** Read up to then. */
  readonly records: number;
}

/**
 * ms for so many records, once as many were read as it takes to be warm.
 * Throws a plain Error where it did not read all.
 */
export function warmMs(marks: readonly Mark[], { total, cold }: { readonly total: number; readonly cold: number }): number {
  const last = marks.at(-1);
  if (last?.records !== total) throw new Error(`it has read ${last?.records ?? 0} of ${total} records`);
  const first = marks.find(({ records }) => records >= cold);
  const end = marks.find(({ records }) => records === total);
  if (first === undefined || end === undefined || end.ms <= first.ms) throw new Error('too few marks to tell how fast it was');
  return ((end.ms - first.ms) * (total - cold)) / (end.records - first.records);
}

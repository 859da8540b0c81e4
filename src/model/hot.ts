// The hot list as the calculator publishes it: one document for each batch, about one day so far.

export interface HotPage {
  readonly rank: number;
  readonly page: string;
  readonly popularity: number;
  readonly records: number;
  readonly clicks: number;
  /** Minutes. */
  readonly stay: number;
  readonly likes: number;
}

export interface HotList {
  /** Number of the calculator's ownership; a higher one makes every document of a lower one void. */
  readonly epoch: number;
  /** ISO 8601 UTC. */
  readonly batchTime: string;
  /** In the calculator's time zone. */
  readonly day: string;
  /** By partition: the first offset of the day, and the first one that is not counted yet. */
  readonly offsets: Readonly<Record<string, { readonly from: number; readonly next: number }>>;
  readonly records: number;
  readonly malformed: number;
  readonly top: readonly HotPage[];
}

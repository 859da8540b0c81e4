// The ranking once more, from the raw lines of a topic: written apart from the jobs, so that both would have to be wrong alike.

export interface PageSum {
  readonly page: string;
  readonly records: number;
  readonly clicks: number;
  /** Minutes. */
  readonly stay: number;
  readonly likes: number;
}

export interface RankingDocument {
  readonly epoch: number;
  readonly batchTime: string;
  readonly day: string;
  readonly offsets: Readonly<Record<string, { readonly from: number; readonly next: number }>>;
  readonly records: number;
  readonly malformed: number;
  readonly top: readonly (PageSum & { readonly rank: number; readonly popularity: number })[];
}

interface Sum {
  records: number;
  clicks: number;
  /** Whole micro-minutes, below 2^53 for any test. */
  stay: number;
  likes: number;
}

const LONGEST_LINE = 4096;
const LONGEST_PAGE = 1024;
/** page, clicks, minutes, like; only what docs/streaming.md calls a page view. */
const VIEW = /^([^|]*)\|(\d+)\|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\|(-1|0|1)$/;

/** A day's records, added one by one. */
export class Recount {
  records = 0;
  malformed = 0;
  private readonly sums = new Map<string, Sum>();

  add(line: string): void {
    const [, page = '', clicks = '', stay = '', like = ''] = (line.length <= LONGEST_LINE ? VIEW.exec(line) : null) ?? [];
    if (page.trim() === '' || Buffer.byteLength(page) > LONGEST_PAGE) {
      this.malformed += 1;
      return;
    }
    let sum = this.sums.get(page);
    if (sum === undefined) this.sums.set(page, (sum = { records: 0, clicks: 0, stay: 0, likes: 0 }));
    this.records += 1;
    sum.records += 1;
    sum.clicks += Number(clicks);
    sum.stay += Math.floor(Number(stay) * 1e6 + 0.5);
    sum.likes += Number(like);
  }

  /** Sorted by popularity, ties by name, with the weights of the article. */
  pages(): readonly PageSum[] {
    return [...this.sums]
      .map(([page, { records, clicks, stay, likes }]) => ({ page, records, clicks, stay: stay / 1e6, likes }))
      .toSorted((a, b) => popularity(b) - popularity(a) || (a.page < b.page ? -1 : 1));
  }
}

export function recount(lines: readonly string[]): readonly PageSum[] {
  const day = new Recount();
  for (const line of lines) day.add(line);
  return day.pages();
}

/** The lines that a document says it counts; `log` has those of each partition by their offsets. */
export const linesOf = ({ offsets }: RankingDocument, log: readonly (readonly string[])[]): readonly string[] =>
  Object.entries(offsets).flatMap(([partition, { from, next }]) => (log[Number(partition)] ?? []).slice(from, next));

const popularity = ({ clicks, stay, likes }: PageSum): number => 0.8 * clicks + 0.8 * stay + likes;

/** What a document lists, as a recount gives it. */
export const listed = ({ top }: RankingDocument): readonly PageSum[] =>
  top.map(({ page, records, clicks, stay, likes }) => ({ page, records, clicks, stay, likes }));

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
  stayMicros: bigint;
  likes: number;
}

/** Sorted by popularity, ties by name, with the weights of the article. */
export function recount(lines: readonly string[]): readonly PageSum[] {
  const sums = new Map<string, Sum>();
  for (const line of lines) {
    const [page = '', clicks = '', stay = '', like = ''] = line.split('|');
    const sum = sums.get(page) ?? { records: 0, clicks: 0, stayMicros: 0n, likes: 0 };
    sum.records += 1;
    sum.clicks += Number(clicks);
    sum.stayMicros += BigInt(Math.floor(Number(stay) * 1e6 + 0.5));
    sum.likes += Number(like);
    sums.set(page, sum);
  }
  return [...sums]
    .map(([page, { records, clicks, stayMicros, likes }]) => ({ page, records, clicks, stay: Number(stayMicros) / 1e6, likes }))
    .toSorted((a, b) => popularity(b) - popularity(a) || (a.page < b.page ? -1 : 1));
}

const popularity = ({ clicks, stay, likes }: PageSum): number => 0.8 * clicks + 0.8 * stay + likes;

/** What a document lists, as a recount gives it. */
export const listed = ({ top }: RankingDocument): readonly PageSum[] =>
  top.map(({ page, records, clicks, stay, likes }) => ({ page, records, clicks, stay, likes }));

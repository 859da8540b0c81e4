// The hot lists of a run, each once and in order, over connections that come and go.
import { newer } from '../components/calculator/hot-list.js';
import { readHotLists } from '../components/calculator/live-list.js';
import { AppError } from '../errors/app-error.js';
import type { Cluster } from '../model/cluster.js';
import type { HotList } from '../model/hot.js';
import { requireAll } from './connections.js';
import type { Links } from './links.js';
import { observe, type Observation } from './observe.js';
import type { FlowOptions } from './options.js';

/** A list, and whether it is of now. */
export type HotResult = HotList & {
  /** Since the time of its batch, by this machine's clock. */
  readonly ageMs: number;
  /** Older than three intervals: nobody counts, or the counting has fallen behind. */
  readonly stale: boolean;
};

/** How long a reading may take. */
export const ASK_MS = 8000;
/** More than come between two readings, by far. */
const NEWEST = 20;
const STALE_INTERVALS = 3;
/** The clocks of two machines may differ by so much. */
const CLOCKS_MS = 5000;

export class HotReader {
  private readonly cluster: Cluster;
  private readonly links: Links;
  private readonly options: FlowOptions;
  private seen: Observation | null = null;
  private last: HotList | null = null;
  /** More may have come than usual: nothing was read yet, or not for a while. */
  private behind = true;

  constructor(cluster: Cluster, links: Links, options: FlowOptions) {
    this.cluster = cluster;
    this.links = links;
    this.options = options;
  }

  /**
   * The lists that were published since the reading before, oldest first.
   * @param earlier how many of those that were there already the first reading gives, and how far back one goes after a failure
   * @throws AppError where no broker gives them, and once the signal has fired its reason
   */
  async read(earlier: number): Promise<readonly HotResult[]> {
    this.options.signal.throwIfAborted();
    try {
      this.seen ??= await this.observed();
      const { live } = this.links.connections;
      const lists = await readHotLists(this.seen.resolved, live, this.behind ? Math.max(earlier, NEWEST) : NEWEST, ASK_MS);
      this.behind = false;
      const fresh = this.last === null ? lists.slice(-earlier) : lists.filter((list) => newer(list, this.last));
      this.last = fresh.at(-1) ?? this.last;
      return fresh.map((list) => judged(list, this.cluster));
    } catch (error) {
      // What was assumed of a host that could not be looked at may be what is wrong.
      if (this.seen !== null && this.seen.unread.size > 0) this.seen = null;
      this.behind = true;
      this.links.mend();
      throw error;
    }
  }

  private async observed(): Promise<Observation> {
    return observe(this.cluster, this.links.connections, null, this.options);
  }
}

/** Twice as often as lists come, within reason. */
export const readEveryMs = ({ streaming }: Cluster): number => Math.min(2000, Math.max(250, streaming.calculator.intervalMs / 2));

/** How old a list may be before it is stale. */
export const staleAfterMs = ({ streaming }: Cluster): number => STALE_INTERVALS * streaming.calculator.intervalMs + CLOCKS_MS;

/** As old as it is now. */
export function judged(list: HotList, cluster: Cluster): HotResult {
  const ageMs = Math.max(0, Date.now() - Date.parse(list.batchTime));
  return { ...list, ageMs, stale: ageMs > staleAfterMs(cluster) };
}

/** @throws AppError USAGE where the inventory has none */
export function requireCalculator(cluster: Cluster): void {
  if (cluster.hosts.some((host) => host.roles.includes('calculator'))) return;
  throw new AppError('USAGE', 'No host has the role calculator: nobody makes a hot list.', {
    where: { file: cluster.file },
    todo: ['Give a host the role, then "fams-ops provision" and "fams-ops launch".'],
  });
}

/** Connects for the first time. Where no host can be reached there is nothing to be waited for: throws as requireAll. */
export async function connectSome(links: Links): Promise<void> {
  await links.restore();
  if (links.connections.sessions.size === 0) requireAll(links.connections);
}

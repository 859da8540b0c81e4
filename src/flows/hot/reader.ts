// The hot lists of a run, each once and in order, over connections that come and go.
import { CLOCKS_MS, inOrder, parseHotList } from '../../components/calculator/hot-list.js';
import { readCommittedEpoch, readNewest } from '../../components/calculator/live-list.js';
import { AppError } from '../../errors/app-error.js';
import type { Cluster } from '../../model/cluster.js';
import type { HotList } from '../../model/streaming.js';
import type { Resolved } from '../../model/resolved.js';
import { requireAll } from '../run/connections.js';
import type { Links } from '../run/reconnecting.js';
import { observe, type Observation } from '../run/observe.js';
import type { FlowOptions } from '../run/options.js';

/** A list, and whether it is of now. */
export type HotResult = HotList & {
  /** Since the time of its batch, by this machine's clock. */
  readonly ageMs: number;
  /** Older than three intervals: nobody counts, or the counting has fallen behind. */
  readonly stale: boolean;
  /** Documents of the topic that no calculator can have written, since the reading began; they are left out. */
  readonly foreign: number;
};

/** How long a reading may take. */
export const ASK_MS = 8000;
/** More than come between two readings, by far. */
const NEWEST = 20;
/** How far back lists are looked for among documents of others. */
const FARTHEST = 2000;
const STALE_INTERVALS = 3;

export class HotReader {
  private readonly cluster: Cluster;
  private readonly links: Links;
  private readonly options: FlowOptions;
  private seen: Observation | null = null;
  private last: HotList | null = null;
  /** More may have come than usual: nothing was read yet, or not for a while. */
  private behind = true;
  /** Offset of the first message that was not read. */
  private next = 0;
  /** The highest epoch that ZooKeeper has confirmed. */
  private epoch = 0;
  private strangers = 0;

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
      const lists = inOrder(await this.unread(this.seen.resolved, this.behind ? Math.max(earlier, NEWEST) : NEWEST), this.last);
      this.behind = false;
      const fresh = this.last === null ? lists.slice(-earlier) : lists;
      this.last = fresh.at(-1) ?? this.last;
      return fresh.map((list) => judged(list, this.cluster, this.strangers));
    } catch (error) {
      // What was assumed of a host that could not be looked at may be what is wrong.
      if (this.seen !== null && this.seen.unread.size > 0) this.seen = null;
      this.behind = true;
      this.links.mend();
      throw error;
    }
  }

  /** Documents that were left out until now. */
  get foreign(): number {
    return this.strangers;
  }

  /** Of the newest messages; of more than so many where all of those are foreign. */
  private async unread(resolved: Resolved, newest: number): Promise<readonly HotList[]> {
    const { live } = this.links.connections;
    for (let last = newest; ; last *= 10) {
      const { messages, next, more } = await readNewest(resolved, live, this.next, last, ASK_MS);
      const documents = messages.map(({ value }) => value && parseHotList(value.toString('utf8'))).filter((list) => list !== null);
      // Whoever writes a higher epoch than the calculator has would own the list for good.
      if (documents.some(({ epoch }) => epoch > this.epoch)) this.epoch = await readCommittedEpoch(resolved, live, ASK_MS);
      const lists = documents.filter(({ epoch }) => epoch <= this.epoch);
      if (lists.length === 0 && messages.length > 0 && more && last < FARTHEST) continue;
      this.next = next;
      this.strangers += messages.length - lists.length;
      return lists;
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
export function judged(list: HotList, cluster: Cluster, foreign: number): HotResult {
  const ageMs = Math.max(0, Date.now() - Date.parse(list.batchTime));
  return { ...list, ageMs, stale: ageMs > staleAfterMs(cluster), foreign };
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

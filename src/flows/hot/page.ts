// hot --web: the list and the verdict, one beside the other over the same connections, for a page that shows them until Ctrl-C. Reads only.
import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '../../errors/app-error.js';
import type { Cluster } from '../../model/cluster.js';
import { connectSome, HotReader, readEveryMs, requireCalculator, staleAfterMs, type HotResult } from './reader.js';
import { Links } from '../run/reconnecting.js';
import { done, type FlowOptions, type Outcome } from '../run/options.js';
import { loadVerifiable, type VerifyOptions, type VerifyResult } from '../verify.js';
import { collectOften, look } from '../watch.js';

export interface PageAbout {
  readonly cluster: string;
  /** Of the calculator's days, such as `Asia/Shanghai`. */
  readonly zone: string;
  /** Between two lists. */
  readonly intervalMs: number;
  /** A list that is older says nothing of now, nor does a verdict. */
  readonly listStaleMs: number;
  readonly verdictStaleMs: number;
}

/** What shows it. None of these waits for who is looking. */
export interface Page {
  readonly url: string;
  readonly list: (list: HotResult) => void;
  /** What hinders the reading of lists, while it is tried again; null once it is over. */
  readonly trouble: (message: string | null) => void;
  readonly verdict: (verdict: VerifyResult) => void;
  /** A look that came to no verdict. */
  readonly unknown: (why: string) => void;
  readonly close: () => Promise<void>;
}

export interface HotPageOptions extends FlowOptions {
  /** Called once the inventory is known to be good, before any host is asked. */
  readonly open: (about: PageAbout) => Promise<Page>;
}

export interface HotPageResult {
  readonly url: string;
}

/** From the beginning of one look to that of the next. */
const LOOK_MS = 10_000;
/** Three looks, and the longest that one of them may take where a host hangs. */
const VERDICT_STALE_MS = 3 * LOOK_MS + 60_000;
/** So many lists that were there before the page was are shown in its chart. */
const EARLIER = 150;

/** To end it by Ctrl-C is no error, once the page is there. */
export async function hotPage(options: HotPageOptions): Promise<Outcome<HotPageResult>> {
  const looking = { ...options, fast: true, deep: false, only: [], skip: [], topic: null };
  const cluster = await loadVerifiable(looking);
  requireCalculator(cluster);
  collectOften();
  const { name, streaming } = cluster;
  const { zone, intervalMs } = streaming.calculator;
  const page = await options.open({
    cluster: name,
    zone,
    intervalMs,
    listStaleMs: staleAfterMs(cluster),
    verdictStaleMs: VERDICT_STALE_MS,
  });
  const links = new Links(cluster, options);
  try {
    await connectSome(links);
    await Promise.all([showLists(cluster, links, page, options), showVerdicts(cluster, links, page, looking)]);
  } catch (error) {
    if (!options.signal.aborted) throw error;
  } finally {
    links.close();
    await page.close();
  }
  return done(name, { url: page.url });
}

async function showLists(cluster: Cluster, links: Links, page: Page, options: FlowOptions): Promise<void> {
  const reader = new HotReader(cluster, links, options);
  const read = async (): Promise<void> => {
    for (const list of await reader.read(EARLIER)) page.list(list);
    page.trouble(null);
  };
  await repeat(read, readEveryMs(cluster), page.trouble, options.signal);
}

async function showVerdicts(cluster: Cluster, links: Links, page: Page, options: VerifyOptions): Promise<void> {
  const judge = async (): Promise<void> => page.verdict((await look(links, cluster, options)).result);
  await repeat(judge, LOOK_MS, page.unknown, options.signal);
}

/** Until the signal fires: a page that nobody restarts goes on whatever is missing, and says what it is. */
async function repeat(step: () => Promise<void>, everyMs: number, hindered: (why: string) => void, signal: AbortSignal): Promise<void> {
  const over = (): boolean => signal.aborted;
  while (!over()) {
    const began = performance.now();
    try {
      await step();
    } catch (error) {
      // What was cut off by the signal says nothing.
      if (!over()) hindered(toAppError(error).message);
    }
    await sleep(Math.max(0, everyMs - (performance.now() - began)), undefined, { signal }).catch(() => undefined);
  }
}

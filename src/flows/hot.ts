// hot: the hot list as it comes, or the newest one. Reads only.
import { setTimeout as sleep } from 'node:timers/promises';
import { foreignDocuments } from '../components/calculator/hot-list.js';
import { AppError, toAppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import type { Cluster } from '../model/cluster.js';
import { ASK_MS, connectSome, HotReader, judged, readEveryMs, requireCalculator, type HotResult } from './hot/reader.js';
import { Links } from './run/reconnecting.js';
import type { FlowOptions, Outcome } from './run/options.js';

export interface HotOptions extends FlowOptions {
  /** The newest list alone, instead of one after the other until the signal fires. */
  readonly once: boolean;
  readonly onList: (cluster: string, list: HotResult) => void;
  /** Takes the reason why no list comes, while the flow tries again; null once lists come again. */
  readonly onTrouble: (trouble: string | null) => void;
}

/** How long the first list is waited for: a calculator that has just been started must count its first batch. */
const FIRST_MS = 60_000;

/**
 * Ends with 0 for a fresh list, with 3 for a stale one.
 * @throws AppError NOT_READY when there is no list
 */
export async function hot(options: HotOptions): Promise<Outcome<HotResult>> {
  const { cluster } = await loadInventory(options.inventory);
  requireCalculator(cluster);
  const links = new Links(cluster, options);
  try {
    await connectSome(links);
    return await follow(cluster, new HotReader(cluster, links, options), options);
  } finally {
    links.close();
  }
}

async function follow(cluster: Cluster, reader: HotReader, options: HotOptions): Promise<Outcome<HotResult>> {
  const { signal, once, onList, onTrouble } = options;
  const began = performance.now();
  let last: HotResult | null = null;
  let why = 'nothing was published yet';
  for (;;) {
    try {
      const lists = await reader.read(1);
      onTrouble(null);
      for (const list of lists) onList(cluster.name, list);
      last = lists.at(-1) ?? last;
      if (reader.foreign > 0) why = `all that was published is ${foreignDocuments(reader.foreign)}`;
    } catch (error) {
      if (signal.aborted) break;
      why = toAppError(error).message;
      onTrouble(why);
    }
    const waited = performance.now() - began;
    if (once && last !== null && (!judged(last, cluster, reader.foreign).stale || waited > ASK_MS)) break;
    if (last === null && waited > FIRST_MS) throw none(why);
    await sleep(readEveryMs(cluster), undefined, { signal }).catch(() => undefined);
  }
  if (last === null) throw new AppError('INTERRUPTED', 'Interrupted before the first list came.', { todo: [] });
  const result = judged(last, cluster, reader.foreign);
  const exitCode = once && result.stale ? 3 : 0;
  return { cluster: cluster.name, ok: exitCode === 0, exitCode, result };
}

const none = (why: string): AppError =>
  new AppError('NOT_READY', `There is no hot list: ${why}.`, {
    todo: ['Start the jobs with "fams-ops launch"; "fams-ops status" says how they are doing.'],
  });

// hot: the hot list as it comes, or the newest one. Reads only.
import { setTimeout as sleep } from 'node:timers/promises';
import { newer } from '../components/calculator/hot-list.js';
import { readHotList } from '../components/calculator/live-list.js';
import { AppError, toAppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import type { Cluster } from '../model/cluster.js';
import type { HotList } from '../model/hot.js';
import { connect, type Connections } from './connections.js';
import { observe } from './observe.js';
import type { FlowOptions, Outcome } from './options.js';

/** A list, and whether it is of now. */
export type HotResult = HotList & {
  /** Since the time of its batch, by this machine's clock. */
  readonly ageMs: number;
  /** Older than three intervals: nobody counts, or the counting has fallen behind. */
  readonly stale: boolean;
};

export interface HotOptions extends FlowOptions {
  /** The newest list alone, instead of one after the other until the signal fires. */
  readonly once: boolean;
  readonly onList: (cluster: string, list: HotResult) => void;
  /** What hinders, while it is tried again; null once it is over. */
  readonly onTrouble: (trouble: string | null) => void;
}

const ASK_MS = 8000;
/** How long the first list is waited for: a calculator that has just been started must count its first batch. */
const FIRST_MS = 60_000;
const STALE_INTERVALS = 3;
/** The clocks of two machines may differ by so much. */
const CLOCKS_MS = 5000;

/**
 * Ends with 0 for a list of now, with 3 for one that is old.
 * @throws AppError NOT_READY where there is none
 */
export async function hot(options: HotOptions): Promise<Outcome<HotResult>> {
  const { cluster } = await loadInventory(options.inventory);
  requireCalculator(cluster);
  const connections = await connect(cluster, options);
  try {
    return await follow(cluster, connections, options);
  } finally {
    connections.close();
  }
}

async function follow(cluster: Cluster, connections: Connections, options: HotOptions): Promise<Outcome<HotResult>> {
  const { resolved } = await observe(cluster, connections, null, options);
  const { signal, once, onList, onTrouble } = options;
  const live = { ...connections.live, signal };
  const began = performance.now();
  let last: HotList | null = null;
  let why = 'nothing was published yet';
  for (;;) {
    try {
      signal.throwIfAborted();
      const list = await readHotList(resolved, live, ASK_MS);
      onTrouble(null);
      if (list !== null && newer(list, last)) {
        last = list;
        onList(cluster.name, judged(list, cluster));
      }
    } catch (error) {
      if (signal.aborted) break;
      why = toAppError(error).message;
      onTrouble(why);
    }
    const waited = performance.now() - began;
    if (once && last !== null && (!judged(last, cluster).stale || waited > ASK_MS)) break;
    if (last === null && waited > FIRST_MS) throw none(why);
    await sleep(pause(cluster), undefined, { signal }).catch(() => undefined);
  }
  if (last === null) throw new AppError('INTERRUPTED', 'Interrupted before the first list came.', { todo: [] });
  const result = judged(last, cluster);
  const exitCode = once && result.stale ? 3 : 0;
  return { cluster: cluster.name, ok: exitCode === 0, exitCode, result };
}

/** Twice as often as lists come, within reason. */
const pause = ({ streaming }: Cluster): number => Math.min(2000, Math.max(250, streaming.calculator.intervalMs / 2));

function judged(list: HotList, { streaming }: Cluster): HotResult {
  const ageMs = Math.max(0, Date.now() - Date.parse(list.batchTime));
  return { ...list, ageMs, stale: ageMs > STALE_INTERVALS * streaming.calculator.intervalMs + CLOCKS_MS };
}

function requireCalculator(cluster: Cluster): void {
  if (cluster.hosts.some((host) => host.roles.includes('calculator'))) return;
  throw new AppError('USAGE', 'No host has the role calculator: nobody makes a hot list.', {
    where: { file: cluster.file },
    todo: ['Give a host the role, then "fams-ops provision" and "fams-ops launch".'],
  });
}

const none = (why: string): AppError =>
  new AppError('NOT_READY', `There is no hot list: ${why}.`, {
    todo: ['Start the jobs with "fams-ops launch"; "fams-ops status" says how they are doing.'],
  });

// One run of a verb: the inventory, the connections, the software, and the equipment that carries out a plan. Opened once, always closed.
import type { Equipment } from '../../apply/context.js';
import { allExecutors } from '../../apply/executors/executors.js';
import { isGone, thisHolder } from '../../apply/holder.js';
import { openJournal } from '../../apply/journal.js';
import { serviceFailure } from '../../apply/service-watch.js';
import { systemClock } from '../../apply/system-clock.js';
import { lives } from '../../components/lives.js';
import { loadInventory } from '../../inventory/load.js';
import type { Cluster } from '../../model/cluster.js';
import type { Side } from '../../model/component.js';
import { connect, requireAll, type Connections } from './connections.js';
import { observe, type Observation } from './observe.js';
import type { FlowOptions } from './options.js';
import { checkLimit } from './scope.js';
import { obtainSoftware, type Bundles } from './software.js';

export interface Run {
  /** The verb, as the lock and the journal name it. */
  readonly command: string;
  readonly cluster: Cluster;
  /** Warnings of the inventory: entries that are allowed and look like a mistake. */
  readonly warnings: readonly string[];
  readonly options: FlowOptions;
  readonly connections: Connections;
  /** The obtained software; empty for a verb that installs none. */
  readonly bundles: Bundles;
  readonly equipment: Equipment;
  /** Looks at everything once. Changes nothing. */
  observe(options: FlowOptions): Promise<Observation>;
}

/** How `withRun` opens a run. */
export interface Opening {
  readonly command: string;
  /** The side whose software the verb installs; null: the verb installs none. */
  readonly installs: Side | null;
  /** Refuses before any host is connected to. */
  readonly accept?: (cluster: Cluster) => void | Promise<void>;
}

const REAL: Equipment = {
  executors: allExecutors,
  lives,
  serviceFailure,
  clock: systemClock,
  holder: thisHolder,
  gone: isGone,
  journal: openJournal,
};

/**
 * Loads the inventory, connects to every host, obtains the software, and then does `work`.
 * @throws AppError of the inventory (2), of an unreachable host (4), of the software, and every error of `work`
 */
export async function withRun<R>({ command, installs, accept }: Opening, options: FlowOptions, work: (run: Run) => Promise<R>): Promise<R> {
  const { cluster, warnings } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  await accept?.(cluster);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const bundles = installs === null ? {} : await obtainSoftware(cluster, installs, options);
    return await work({
      command,
      cluster,
      warnings: warnings.map(({ message }) => message),
      options,
      connections,
      bundles,
      equipment: REAL,
      observe: (current) => observe(cluster, connections, installs === null ? null : bundles, current),
    });
  } finally {
    connections.close();
  }
}

// What the rules look at: the inventory with its defaults, the places where each value was written, and where to report.
import type { Cluster } from '../../model/cluster.js';
import type { ComponentSpec } from '../../model/component.js';
import type { Problems } from '../text/problems.js';
import type { Inventory } from '../schema/schema.js';
import type { Path } from '../text/path.js';
import type { Source } from '../text/source.js';

export interface Draft {
  readonly cluster: Cluster;
  readonly inventory: Inventory;
  readonly specs: readonly ComponentSpec[];
  readonly source: Source;
  readonly problems: Problems;
  /** Indexes of the hosts that do not repeat an earlier one. */
  readonly fresh: ReadonlySet<number>;
  /** Whether hosts and their roles are as written, so that counting them says something. */
  readonly countable: boolean;
}

/** Where the value that host `i` has at `path` was written: in the host, for all hosts, or, being a default, nowhere but at the host. */
export function originOf({ source }: Draft, i: number, path: Path): Path {
  const own = ['hosts', i, ...path];
  return source.has(own) ? own : source.has(path) ? path : ['hosts', i];
}

/** Whether an origin is a line of its own, not merely the host that has a default. */
export const isWritten = (origin: Path): boolean => origin.length > 2;

export const hostPathText = (i: number): string => `hosts[${String(i)}]`;

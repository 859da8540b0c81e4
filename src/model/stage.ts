// Stages of a plan: the order of the actions, and the gates between them.
import type { Action } from './action.js';
import type { ComponentName, HostName } from './cluster.js';

export interface Stage {
  /** `prepare`, `start:zookeeper`, `roll:kafka`, `topics`. */
  readonly id: string;
  readonly title: string;
  readonly actions: readonly Action[];
  /** `all`: every host at once, in order within a host. `one`: one action after the other, each only when its component allows the stop. */
  readonly width: 'all' | 'one';
  readonly after: readonly GateRef[];
  /** Why its actions cannot be decided yet. Such a late stage is decided when its turn comes. */
  readonly late?: string;
}

/** A gate by name; the component's live side makes it. */
export interface GateRef {
  readonly component: ComponentName;
  /** Hosts whose instances must be ready. */
  readonly hosts: readonly HostName[];
}

export interface Plan {
  readonly stages: readonly Stage[];
  /** Differences that cannot be changed, and other things to know before going on. */
  readonly notes: readonly string[];
}

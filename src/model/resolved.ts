// Desired and observed together: every instance with the id and the Java that it really has, and its layout.
import type { ComponentName } from './cluster.js';
import type { Instance, Layout, ResolvedInstances, Whereabouts } from './component.js';

export interface Resolved extends ResolvedInstances {
  /** In order of start. */
  readonly components: readonly ComponentName[];
  readonly placed: readonly Placed[];
}

export interface Placed {
  readonly instance: Instance;
  readonly layout: Layout;
  /** Whereabouts by the configuration file on the host; null without a file, or without facts of the host. */
  readonly written: Whereabouts | null;
  /** Whereabouts by the configuration that the running process was started with; null when no process runs. */
  readonly running: Whereabouts | null;
}

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
  /** What the configuration that lies on the host says; null where there is none, or where the host was not looked at. */
  readonly written: Whereabouts | null;
  /** What the running process was started with; null where none runs. */
  readonly running: Whereabouts | null;
}

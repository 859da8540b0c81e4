// The side of a component that looks at running systems: when it serves, when it may stop, what is checked.
import type { Check } from './check.js';
import type { ComponentName } from './cluster.js';
import type { Instance } from './component.js';
import type { Gate, Live } from './live.js';
import type { Resolved } from './resolved.js';
import type { Risk } from './risk.js';

export interface ComponentLive {
  readonly name: ComponentName;
  /** Reached when every instance of `hosts` serves; what is known to be off elsewhere is not waited for. */
  ready(resolved: Resolved, hosts: readonly string[]): Gate;
  /** What stopping this instance now would cost; empty when all others are fully back. `saw` says on what it rests. */
  mayStop(instance: Instance, resolved: Resolved, live: Live): Promise<{ readonly risks: readonly Risk[]; readonly saw: string }>;
  /** The host whose instance is to be stopped last (ensemble leader, controller), or null. */
  lastToStop(resolved: Resolved, live: Live): Promise<string | null>;
  readonly checks: readonly Check[];
}

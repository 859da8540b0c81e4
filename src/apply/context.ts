// What carrying out a plan needs: sessions, the live sides of the components, and where to tell what happens.
import type { Bundle } from '../bundle/obtain.js';
import type { ComponentName } from '../model/cluster.js';
import type { Sink } from '../model/event.js';
import type { ComponentLive, Live } from '../model/live.js';
import type { Resolved } from '../model/resolved.js';
import type { RiskName } from '../model/risk.js';

export interface ApplyContext {
  readonly resolved: Resolved;
  readonly live: Live;
  readonly lives: Readonly<Record<ComponentName, ComponentLive>>;
  /** The archives behind the bundle identities of `resolved`, by name. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** Risks that the person accepted by name. */
  readonly allow: ReadonlySet<RiskName>;
  readonly sink: Sink;
  /** The first Ctrl-C: no new action is begun. */
  readonly signal: AbortSignal;
}

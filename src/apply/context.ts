// Context of a plan that is carried out: the resolved cluster, access to it, the equipment, and the sink for events.
import type { Bundle } from '../bundle/obtain.js';
import type { AppError } from '../errors/app-error.js';
import type { Clock } from '../model/clock.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Service } from '../model/component.js';
import type { Sink } from '../model/event.js';
import type { ComponentLive } from '../model/component-live.js';
import type { Live } from '../model/live.js';
import type { Resolved } from '../model/resolved.js';
import type { RiskName } from '../model/risk.js';
import type { Stage } from '../model/stage.js';
import type { Executors } from './executors/executor.js';
import type { isGone, thisHolder } from './holder.js';
import type { openJournal } from './journal.js';

/** All means by which a plan touches the outside. A test hands in simulated ones. */
export interface Equipment {
  readonly executors: Executors;
  /** The live sides of the components: gates, and what a stop would cost. */
  readonly lives: Readonly<Record<ComponentName, ComponentLive>>;
  /** Why a service does not stay up, or null while its supervisor goes on. */
  readonly serviceFailure: (live: Live, host: HostName, service: Service) => Promise<AppError | null>;
  readonly clock: Clock;
  /** Who we are to others that want the lock. */
  readonly holder: typeof thisHolder;
  readonly gone: typeof isGone;
  readonly journal: typeof openJournal;
}

export interface ApplyContext extends Equipment {
  readonly resolved: Resolved;
  readonly live: Live;
  /** The archives behind the bundle identities of `resolved`, by name. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  /** Risks that the person accepted by name. */
  readonly allow: ReadonlySet<RiskName>;
  readonly sink: Sink;
  /** The first Ctrl-C: no new action is begun. */
  readonly signal: AbortSignal;
  /** A late stage with the actions that are due now that its turn has come. */
  readonly decideLate: (stage: Stage) => Promise<Stage>;
}

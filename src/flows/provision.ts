// provision: from an inventory to a running ZooKeeper and Kafka, proven by the console round trip.
import { specs } from '../components/specs.js';
import { planProvision } from '../plan/plan.js';
import { preflight } from '../plan/preflight.js';
import { refuseBlankUnderRegistry } from '../plan/moved-blank.js';
import { refuseMoved } from '../plan/moved.js';
import { refuseUnsafeData } from '../plan/refusals.js';
import { refuseForeignSoftware } from '../plan/software-refusals.js';
import { narrowed, onSide } from '../plan/sides.js';
import { proveSide, type BringUpOptions, type BroughtUp } from './brought-up.js';
import type { Observation } from './observe.js';
import type { Outcome } from './options.js';
import { reconcile, type Decision, type Verb } from './reconcile.js';
import { withRun } from './run.js';

export const provision = (options: BringUpOptions): Promise<Outcome<BroughtUp>> =>
  withRun({ command: 'provision', installs: 'storage' }, options, (run) => reconcile(run, provisioning, options));

export const provisioning: Verb<BroughtUp> = { decide, prove: proveSide('storage') };

/** @throws AppError DATA_REFUSED before anything is touched */
function decide({ resolved, facts, registry }: Observation): Decision {
  const storage = narrowed(resolved, onSide(specs, 'storage'));
  refuseMoved(storage, specs, facts);
  refuseUnsafeData(storage, specs, facts);
  refuseBlankUnderRegistry(storage, specs, facts, registry.ok ? registry.value.topics.length > 0 : null);
  refuseForeignSoftware(storage, facts);
  const { stages, notes } = planProvision(storage, facts, registry);
  const fitness = preflight(storage, facts);
  return { stages, notes: [...notes, ...fitness.notes], refusals: fitness.errors };
}

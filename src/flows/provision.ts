// provision: from an inventory to a running ZooKeeper and Kafka, proven by the console round trip.
import { specs } from '../components/specs.js';
import type { Resolved } from '../model/resolved.js';
import { planProvision } from '../plan/plan.js';
import { refuseBlankUnderRegistry } from '../plan/moved-blank.js';
import { refuseMoved } from '../plan/moved.js';
import { refuseUnsafeData } from '../plan/refusals.js';
import { refuseForeignSoftware } from '../plan/software-refusals.js';
import { narrowed, onSide } from '../plan/sides.js';
import { proveSide, type BringUpOptions, type BroughtUp } from './brought-up.js';
import type { Observation } from './observe.js';
import { withFitness } from './fitness.js';
import type { Outcome } from './options.js';
import { reconcile, type Decision, type Verb } from './reconcile.js';
import { withRun } from './run.js';

export const provision = (options: BringUpOptions): Promise<Outcome<BroughtUp>> =>
  withRun({ command: 'provision', installs: 'storage' }, options, (run) =>
    reconcile(run, { decide, prove: proveSide('storage') }, options),
  );

const storageOf = ({ resolved }: Observation): Resolved => narrowed(resolved, onSide(specs, 'storage'));

const decide: Verb<BroughtUp>['decide'] = (observation, run, probing) =>
  withFitness(decideProvision(observation), storageOf(observation), observation, run, probing);

/** @throws AppError DATA_REFUSED or IDENTITY_REFUSED before anything is touched */
export function decideProvision(observation: Observation): Decision {
  const { facts, registry } = observation;
  const storage = storageOf(observation);
  refuseMoved(storage, specs, facts);
  refuseUnsafeData(storage, specs, facts);
  refuseBlankUnderRegistry(storage, specs, facts, registry.ok ? registry.value.topics.length > 0 : null);
  refuseForeignSoftware(storage, facts);
  return { ...planProvision(storage, facts, registry), refusals: [] };
}

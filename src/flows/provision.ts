// provision: from an inventory to a running ZooKeeper and Kafka, proven by the console round trip.
import { specs } from '../components/specs.js';
import type { Resolved } from '../model/resolved.js';
import { planProvision } from '../plan/plan.js';
import { refuseBlankUnderRegistry } from '../plan/refusals/moved-blank.js';
import { refuseMoved } from '../plan/refusals/moved.js';
import { refuseUnsafeData } from '../plan/refusals/data.js';
import { refuseForeignSoftware } from '../plan/refusals/software.js';
import { narrowed, onSide } from '../plan/component-filter.js';
import { proveSide, type BringUpOptions, type BroughtUp } from './run/brought-up.js';
import type { Observation } from './run/observe.js';
import { withFitness } from './run/fitness.js';
import type { Outcome } from './run/options.js';
import { reconcile, type Decision, type Verb } from './run/reconcile.js';
import { withRun } from './run/run.js';

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

// Pure: the calculators that say of themselves that they count.
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import type { JobState } from '../../model/streaming.js';
import { ageMs, stateOf } from '../jobs/state.js';
import { CALCULATOR } from './spec.js';

export interface CountingJob {
  readonly host: HostFacts;
  /** `host/calculator` */
  readonly target: string;
  readonly state: JobState;
}

/** Of processes that run now. More than one for moments only: the older one is fenced off at its next commit. */
export const countingJobs = (placed: readonly Placed[], facts: ReadonlyMap<HostName, HostFacts>): readonly CountingJob[] =>
  placed.flatMap((one) => {
    const { component, host: place } = one.instance;
    const host = component === CALCULATOR ? facts.get(place.name) : undefined;
    const state = host?.services[component]?.state === 'running' && host.services[component].pid !== null ? stateOf(one, host) : null;
    return host !== undefined && state?.state === 'counting' ? [{ host, target: `${host.host}/${component}`, state }] : [];
  });

/** For checks of what only a calculator that counts can say: that it does not is said by calculator.counts. */
export const NOBODY_COUNTS = 'no calculator counts, so there is nothing to look at (see calculator.counts)';

/** Since the last batch ended, by the host's own clock; null where it does not say. */
export const sinceBatchMs = ({ batchTime, delayMs }: JobState, host: HostFacts): number | null =>
  batchTime === undefined || delayMs === undefined ? null : Math.max(0, ageMs(batchTime, host) - delayMs);

/** Records that are not yet counted; null where it has not said so yet. */
export const toCome = ({ lag }: JobState): number | null =>
  lag === undefined ? null : Object.values(lag).reduce((sum, one) => sum + one, 0);

// The calculator in operation: when it counts, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import { askJob, lookAtJobs, sayJob, type JobReads } from '../jobs/live/job-state.js';
import { askMaster, type SparkReads } from '../spark/live/masters.js';
import { calculatorBatch } from './checks/batch.js';
import { calculatorCounts } from './checks/counts.js';
import { calculatorLag } from './checks/lag.js';
import { calculatorSnapshot } from './checks/snapshot.js';
import { CorePatience } from './core-patience.js';
import { CALCULATOR } from './spec.js';

/** The first batch on cold JVMs; the lock of a driver that was killed is free after 6 s. */
const READY_MS = 180_000;

export const calculatorLiveBy = ({ job, master }: JobReads & SparkReads): ComponentLive => ({
  name: CALCULATOR,
  ready: (resolved, hosts) => {
    const patience = new CorePatience(master);
    return {
      waitsFor: 'the calculator to count its first batch',
      deadlineMs: READY_MS,
      poll: async (live, elapsedMs) => {
        const sights = await lookAtJobs(resolved, CALCULATOR, live, job);
        await patience.refuseIfLong(sights, resolved, live, elapsedMs);
        const counts = sights.some(({ state }) => state?.state === 'counting' && state.batchTime !== undefined);
        const waited = sights.filter(({ host }) => hosts.includes(host));
        const settled = waited.every(({ state }) => state !== null && (state.state === 'counting' || state.state === 'standby'));
        return { done: counts && settled, saw: sights.map(sayJob).join('; ') };
      },
    };
  },
  // Its totals and offsets are in the topic: it goes on where it was.
  mayStop: () => Promise.resolve({ risks: [], saw: 'it goes on from its snapshot' }),
  lastToStop: async (resolved, live) => {
    const sights = await lookAtJobs(resolved, CALCULATOR, live, job);
    return sights.find(({ state }) => state?.state === 'counting')?.host ?? null;
  },
  checks: [calculatorCounts, calculatorBatch, calculatorLag, calculatorSnapshot],
});

export const calculatorLive = calculatorLiveBy({ job: askJob, master: askMaster });

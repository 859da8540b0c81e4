// Spark masters in operation: when one rules, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import { askMaster, lookAtMasters, ruling, type SparkReads } from '../spark/live/masters.js';
import { SPARK_MASTER } from '../spark/places.js';
import { sparkApplication } from './checks/application.js';
import { sparkCores } from './checks/cores.js';
import { sparkMaster } from './checks/master.js';

/** A master that comes back waits for each of its workers, up to 60 s; a new one of several for the end of the old session. */
const READY_MS = 120_000;
const ASK_MS = 4000;

export const sparkMasterLiveBy = ({ master }: SparkReads): ComponentLive => ({
  name: SPARK_MASTER,
  ready: (resolved) => ({
    waitsFor: 'a Spark master to be ALIVE',
    deadlineMs: READY_MS,
    poll: async (live) => {
      const { alive, saw } = ruling(await lookAtMasters(resolved, live, ASK_MS, master));
      return { done: alive !== null, saw };
    },
  }),
  // Applications go on while the master is away.
  mayStop: () => Promise.resolve({ risks: [], saw: 'applications go on without a master' }),
  lastToStop: async (resolved, live) => {
    const sights = await lookAtMasters(resolved, live, ASK_MS, master);
    return sights.find(({ answer }) => answer?.status === 'ALIVE')?.host ?? null;
  },
  checks: [sparkMaster, sparkCores, sparkApplication],
});

export const sparkMasterLive = sparkMasterLiveBy({ master: askMaster });

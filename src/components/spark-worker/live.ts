// Spark workers in operation: when the master counts on them, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import { askMaster, lookAtMasters, ruling, type SparkReads } from '../spark/live/masters.js';
import { SPARK_WORKER } from '../spark/places.js';
import { sparkExecutors } from './checks/executors.js';
import { sparkJavaOptions } from './checks/java-options.js';
import { sparkWorkers } from './checks/workers.js';
import { missingWorkers } from './registered.js';

const READY_MS = 120_000;
const ASK_MS = 4000;

export const sparkWorkerLiveBy = ({ master }: SparkReads): ComponentLive => ({
  name: SPARK_WORKER,
  ready: (resolved, hosts) => ({
    waitsFor: 'the Spark workers to be registered',
    deadlineMs: READY_MS,
    poll: async (live) => {
      const { alive, saw } = ruling(await lookAtMasters(resolved, live, ASK_MS, master));
      if (alive === null) return { done: false, saw };
      const missing = missingWorkers(resolved, alive).filter((host) => hosts.includes(host));
      return { done: missing.length === 0, saw: `${saw}; ${missing.length === 0 ? 'all workers alive' : `without ${missing.join(', ')}`}` };
    },
  }),
  // Executors go with their worker; the calculator counts on with the others, or once this one is back.
  mayStop: () => Promise.resolve({ risks: [], saw: 'the calculator goes on from its snapshot' }),
  lastToStop: () => Promise.resolve(null),
  checks: [sparkWorkers, sparkExecutors, sparkJavaOptions],
});

export const sparkWorkerLive = sparkWorkerLiveBy({ master: askMaster });

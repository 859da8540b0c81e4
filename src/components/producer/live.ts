// The producer in operation: when it sends, and the checks.
import type { ComponentLive } from '../../model/component-live.js';
import { askJob, lookAtJobs, sayJob, type JobReads } from '../jobs/live/job-state.js';
import { producerSends } from './checks/sends.js';
import { PRODUCER } from './spec.js';

const READY_MS = 60_000;

export const producerLiveBy = ({ job }: JobReads): ComponentLive => ({
  name: PRODUCER,
  ready: (resolved, hosts) => ({
    waitsFor: 'the producer to send',
    deadlineMs: READY_MS,
    poll: async (live) => {
      const sights = (await lookAtJobs(resolved, PRODUCER, live, job)).filter(({ host }) => hosts.includes(host));
      return { done: sights.every(({ state }) => state?.state === 'producing'), saw: sights.map(sayJob).join('; ') };
    },
  }),
  mayStop: () => Promise.resolve({ risks: [], saw: 'nothing depends on it' }),
  lastToStop: () => Promise.resolve(null),
  checks: [producerSends],
});

export const producerLive = producerLiveBy({ job: askJob });

// System clock: the monotonic clock of this machine. A correction of the time of day neither shortens nor lengthens a wait.
import { setTimeout as pass } from 'node:timers/promises';
import type { Clock } from '../model/clock.js';

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    await pass(ms, undefined, signal && { signal }).catch(() => undefined);
  },
};

// A clock by which nobody waits: a sleep is over at once, and its time has passed.
import type { Clock } from '../../src/model/clock.js';

export function instantClock(): Clock {
  let time = 0;
  return {
    now: () => time,
    sleep: (ms) => {
      time += ms;
      return Promise.resolve();
    },
  };
}

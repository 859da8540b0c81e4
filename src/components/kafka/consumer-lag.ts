// Pure: consumer groups that last, and how far they are behind.
import type { ConsumerGroup, GroupPartition } from '../../model/observed.js';

/** Each run of the console consumer makes a group of its own, and leaves it behind when it is killed. */
const PASSING = /^console-consumer-\d+$/;

/** Groups without those of the console consumer. */
export const lastingGroups = (groups: readonly ConsumerGroup[]): readonly ConsumerGroup[] =>
  groups.filter(({ name }) => !PASSING.test(name));

/** Records that are still to be read; null where the leader did not say. Records that retention has removed cannot be read and do not count. */
export const lagOf = ({ committed, earliest, latest }: GroupPartition): number | null =>
  latest === null ? null : Math.max(0, latest - Math.max(committed, earliest ?? 0));

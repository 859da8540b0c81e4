// The numbers behind a verdict, for forms that machines read. What was not read has no number. Pure.
import type { Verdict } from '../model/check.js';
import type { Evidence } from '../model/source.js';
import type { Instance } from '../model/component.js';
import type { ConsumerGroup, GroupPartition, PartitionState, Registry, TopicState } from '../model/observed.js';
import type { Resolved } from '../model/resolved.js';

/** A verdict with what it rests on. */
export interface Looked {
  readonly cluster: string | null;
  readonly exitCode: number;
  readonly result: Verdict & { readonly sentence: string; readonly startedAt: string; readonly ms: number };
  readonly evidence: Evidence;
  readonly resolved: Resolved;
}

export const instances = ({ instances: all }: Resolved, component: string): readonly Instance[] =>
  all.filter((one) => one.component === component);

/** Topics that are being deleted have no leaders, and need none. */
export const topicsOf = ({ topics, deleting }: Registry): readonly TopicState[] => topics.filter(({ name }) => !deleting.includes(name));

export const underReplicated = ({ replicas, isr }: PartitionState): boolean => isr.length < replicas.length;

/** A leader that is not registered leads nothing. */
export const offline = ({ brokers }: Registry, { leader }: PartitionState): boolean => !brokers.some(({ id }) => id === leader);

/** Without those that each run of the console consumer leaves behind. */
export const lastingGroups = (groups: readonly ConsumerGroup[]): readonly ConsumerGroup[] =>
  groups.filter(({ name }) => !/^console-consumer-\d+$/.test(name));

/** Records that are still to be read; null where the leader did not say. What retention has removed cannot be read any more. */
export const lagOf = ({ committed, earliest, latest }: GroupPartition): number | null =>
  latest === null ? null : Math.max(0, latest - Math.max(committed, earliest ?? 0));

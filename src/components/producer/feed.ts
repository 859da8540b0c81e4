// Pure: the producer as it sends what comes on its standard input instead of inventing it, beside the service and by its settings.
import type { Instance, ResolvedInstances } from '../../model/component.js';
import { programFlags } from '../jvm.js';
import { placesOf } from '../places.js';
import { JOBS_JAR, jobsSoftware, sparkSoftware } from '../spark/software.js';
import { HEAP, MAIN_CLASS, PROPERTIES } from './spec.js';

export function feedCommand(instance: Instance, resolved: ResolvedInstances): readonly string[] {
  const { host, java } = instance;
  const jobs = `${jobsSoftware(instance, resolved).dir}/${JOBS_JAR}`;
  const spark = sparkSoftware(instance, resolved);
  return [
    `${java.home}/bin/java`,
    ...programFlags(java, HEAP),
    // Warnings, to standard error: the log of the service is the service's.
    '-Dlog4j.configuration=submitted-log4j.properties',
    ...['-cp', `${jobs}:${spark.dir}/lib/*`, MAIN_CLASS],
    `${placesOf(resolved.cluster, host).conf}/${PROPERTIES}`,
    ...['--from', '-'],
  ];
}

export interface FeedCounts {
  readonly sent: number;
  /** All replicas in sync have them. */
  readonly acknowledged: number;
  readonly failed: number;
  /** Of these nobody knows; they may be in the topic. */
  readonly unanswered: number;
  /** Lines that are no page view; they were not sent. */
  readonly malformed: number;
}

const COUNTS = /sent (\d+), acknowledged (\d+), failed (\d+)(?:, unanswered (\d+))?, malformed (\d+)/;

/** From the producer's last line; null where it says something else. */
export function feedCounts(stdout: string): FeedCounts | null {
  const found = COUNTS.exec(stdout.trimEnd().split('\n').at(-1) ?? '');
  if (found === null) return null;
  const number = (group: number): number => Number(found[group] ?? 0);
  return { sent: number(1), acknowledged: number(2), failed: number(3), unanswered: number(4), malformed: number(5) };
}

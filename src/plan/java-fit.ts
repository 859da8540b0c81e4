// Pure: which Java runs every component of a host.
import { specs } from '../components/specs.js';
import type { ComponentName } from '../model/cluster.js';
import type { JavaFit } from '../model/facts.js';

/** Java versions on which ZooKeeper 3.4.6 and Kafka 0.8.2.1 are proven to work, by our own suites or by long use. */
export const TESTED_JAVA: readonly number[] = [8, 11, 17, 21];

/** Counts both sides of the cluster, whichever is brought up: a host has one Java for all its services. */
export function javaFitOf(roles: readonly ComponentName[]): JavaFit {
  const here = specs.filter(({ name }) => roles.includes(name));
  const newest = here.flatMap(({ maxJava }) => maxJava ?? []);
  return {
    min: Math.max(0, ...here.map(({ minJava }) => minJava)),
    max: newest.length === 0 ? null : Math.min(...newest),
    tested: TESTED_JAVA,
  };
}

// Pure: which Java runs every component of a host.
import { specs } from '../components/specs.js';
import type { ComponentName } from '../model/cluster.js';
import type { JavaFit } from '../model/facts.js';

/** With which ZooKeeper 3.4.6 and Kafka 0.8.2.1 are proven to work by this project's own suites or by long use. */
export const TESTED_JAVA: readonly number[] = [8, 11, 17, 21];

/** Both sides of the cluster, whichever of them is brought up: a host has one Java for all. */
export function javaFitOf(roles: readonly ComponentName[]): JavaFit {
  const here = specs.filter(({ name }) => roles.includes(name));
  const newest = here.flatMap(({ maxJava }) => maxJava ?? []);
  return {
    min: Math.max(0, ...here.map(({ minJava }) => minJava)),
    max: newest.length === 0 ? null : Math.min(...newest),
    tested: TESTED_JAVA,
  };
}

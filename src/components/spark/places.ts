// Pure: where Spark's processes find each other, and what they find on a host.
import type { Instance, PlannedFile, ResolvedInstances } from '../../model/component.js';
import { endpoint, instancesOf } from '../instances.js';
import { temporaryFiles } from '../jvm.js';
import type { Places } from '../places.js';
import { readTemplate } from '../templates.js';
import { javaOptions } from './java.js';

export const SPARK_MASTER = 'spark-master';
export const SPARK_WORKER = 'spark-worker';

/** `spark://h1:7077,h2:7077`: character for character what each master was started with, since Akka drops any other name for it. */
export const masterUrl = (resolved: ResolvedInstances): string =>
  `spark://${instancesOf(resolved, SPARK_MASTER)
    .map((master) => endpoint(master, 'master'))
    .join(',')}`;

/** Scratch space of workers and drivers, and what a master must remember. */
export const scratchOf = (places: Places): string => `${places.base}/spark`;

/** Variables of every service of Spark; executors inherit those of their worker. */
export function sparkEnvironment(instance: Instance, places: Places, sparkHome: string): Readonly<Record<string, string>> {
  const options = javaOptions(instance.java);
  const temporary = temporaryFiles(places);
  // Executors get their options from these variables alone. Java 8 knows only the second one.
  const launcher = options === null ? { JAVA_TOOL_OPTIONS: temporary } : { JDK_JAVA_OPTIONS: `${options} ${temporary}` };
  return { ...placesEnvironment(instance, places, sparkHome), ...launcher };
}

/** Without what the Java itself must be told. */
export function placesEnvironment({ host, java }: Instance, places: Places, sparkHome: string): Readonly<Record<string, string>> {
  return {
    JAVA_HOME: java.home,
    SPARK_HOME: sparkHome,
    SPARK_LOCAL_IP: host.address,
    SPARK_PUBLIC_DNS: host.address,
    SPARK_LOCAL_DIRS: `${scratchOf(places)}/local`,
  };
}

export const log4jFile = (component: string, places: Places): PlannedFile => ({
  path: `${places.conf}/${component}-log4j.properties`,
  text: readTemplate('spark/log4j.properties').replaceAll('${component}', component),
  mode: 0o644,
});

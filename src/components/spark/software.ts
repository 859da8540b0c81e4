// Pure: Spark and the jar of the jobs on a host.
import type { Software, SparkSoftware } from '../../model/cluster.js';
import type { BundleUse, Instance, ResolvedInstances } from '../../model/component.js';
import { bundleUse, placesOf } from '../places.js';

/** Always the same name, whatever the archive calls its directory. */
export const sparkDirs = ({ spark }: Software): readonly string[] => [sparkDir(spark)];

const sparkDir = ({ version }: SparkSoftware): string => `spark-${version}`;

export const sparkSoftware = (instance: Instance, resolved: ResolvedInstances): BundleUse =>
  bundleUse('spark', instance, resolved, `${instance.host.home}/${sparkDir(resolved.cluster.software.spark)}`);

export const jobsSoftware = (instance: Instance, resolved: ResolvedInstances): BundleUse =>
  bundleUse('jobs', instance, resolved, `${placesOf(resolved.cluster, instance.host).base}/jobs`);

export const JOBS_JAR = 'fams-jobs.jar';

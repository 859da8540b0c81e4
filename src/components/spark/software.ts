// Pure: Spark and the jar of the jobs on a host.
import type { BundleUse, Instance, ResolvedInstances } from '../../model/component.js';
import { bundleUse, placesOf } from '../places.js';

/** Always under the same name, whatever the archive calls its directory. */
export const sparkSoftware = (instance: Instance, resolved: ResolvedInstances): BundleUse =>
  bundleUse('spark', instance, resolved, `${instance.host.home}/spark-${resolved.cluster.software.spark.version}`);

export const jobsSoftware = (instance: Instance, resolved: ResolvedInstances): BundleUse =>
  bundleUse('jobs', instance, resolved, `${placesOf(resolved.cluster, instance.host).base}/jobs`);

export const JOBS_JAR = 'fams-jobs.jar';

// spark.executors: has the calculator that counts as many cores as it asks for?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import { countingJobs, NOBODY_COUNTS, type CountingJob } from '../../calculator/counting.js';
import { CALCULATOR } from '../../calculator/spec.js';
import { blaming, CLUSTER, ok, unknown, warn } from '../../findings.js';
import { executorsOn } from '../../spark/executors.js';
import { SPARK_WORKER } from '../../spark/places.js';

export const sparkExecutors = check({
  id: 'spark.executors',
  title: 'The calculator has the executors that it asks for',
  phase: 'running',
  needs: { facts },
  of: [SPARK_WORKER, CALCULATOR],
  settles: true,
  limits: {},
  explain:
    'The executors are seen as the processes that the workers have started, each with the application and the cores that it was started ' +
    'for. Fewer cores than streaming.calculator.cores is a warning: batches take longer, and the loss of one executor more may stop the ' +
    'counting. An executor that ended is replaced within seconds while a master rules and a worker has cores and memory left.',
  judge: ({ facts }, { cluster }, placed) => {
    const jobs = countingJobs(placed, facts);
    if (jobs.length === 0) return [ok(CLUSTER, null, NOBODY_COUNTS)];
    const workers = placed.filter(({ instance }) => instance.component === SPARK_WORKER).map(({ instance }) => instance.host.name);
    const blind = workers.filter((host) => !facts.has(host));
    return jobs.map((job) => judgeJob(job, [...facts.values()], blind, cluster.streaming.calculator.cores));
  },
});

function judgeJob(
  { target, state: { appId } }: CountingJob,
  hosts: readonly HostFacts[],
  blind: readonly string[],
  asked: number,
): Finding {
  const found = hosts.flatMap((host) => {
    const cores = executorsOn(host).flatMap((one) => (one.appId === appId ? [one.cores] : []));
    return cores.length === 0 ? [] : [{ host: host.host, cores: cores.reduce((sum, one) => sum + one, 0) }];
  });
  const cores = found.reduce((sum, one) => sum + one.cores, 0);
  const where = found.length === 0 ? 'none' : found.map((one) => `${one.host} ${String(one.cores)}`).join(', ');
  const message = `has ${String(cores)} of the ${String(asked)} cores that it asks for (${where})`;
  if (cores >= asked) return ok(target, cores, message);
  if (blind.length > 0)
    return blaming(
      blind,
      unknown(target, `${message}; what it has on ${blind.join(', ')} cannot be seen`, 'See whether that host can be logged in to.'),
    );
  return warn(
    target,
    cores,
    message,
    'See spark.workers and spark.cores: start the worker that is missing, or end the application that holds the rest.',
  );
}

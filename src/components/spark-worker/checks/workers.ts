// spark.workers: does the ruling master have every worker of the inventory, and no other?
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import type { Resolved } from '../../../model/resolved.js';
import type { MasterAnswer } from '../../../model/streaming.js';
import { CLUSTER, crit, ok, startAnew, warn } from '../../findings.js';
import { instancesOf } from '../../instances.js';
import { rulingOf } from '../../spark/answers.js';
import { SPARK_MASTER, SPARK_WORKER } from '../../spark/places.js';
import { noneRules } from '../../spark-master/unavailable-findings.js';
import { missingWorkers, strangeWorkers } from '../registered.js';
import { master } from '../../spark/sources.js';

export const sparkWorkers = check({
  id: 'spark.workers',
  title: 'The registered workers are those of the inventory',
  phase: 'running',
  needs: { master },
  of: SPARK_MASTER,
  settles: true,
  limits: {},
  explain:
    'The ruling master lists each worker of the inventory as ALIVE at its address and port. One that is missing is a warning, none at all ' +
    'is critical: nothing can be counted. A worker that is registered and not in the inventory is a warning, too: jobs run on a machine ' +
    'that nobody here looks after. A worker that is gone stays ALIVE for up to a minute (spark.worker.timeout).',
  judge: ({ master }, want) => {
    const ruling = rulingOf(master.values());
    return ruling === null ? [noneRules()] : [...eachWorker(ruling, want), ...strangers(ruling, want)];
  },
});

function eachWorker(master: MasterAnswer, want: Resolved): readonly Finding[] {
  const missing = missingWorkers(want, master);
  const workers = instancesOf(want, SPARK_WORKER).map(({ host }) => host.name);
  if (workers.length === 0) return [crit(CLUSTER, 0, 'no host has the role spark-worker', 'Give it to some, then "fams-ops launch".')];
  const none = missing.length === workers.length;
  return workers.map((host) => {
    const target = `${host}/${SPARK_WORKER}`;
    if (!missing.includes(host)) return ok(target, 'ALIVE', 'is registered');
    const fix = startAnew(SPARK_WORKER, host);
    return none
      ? crit(target, 'missing', 'the master does not have it as alive, nor any other', fix)
      : warn(target, 'missing', 'the master does not have it as alive', fix);
  });
}

const strangers = (master: MasterAnswer, want: Resolved): readonly Finding[] =>
  strangeWorkers(want, master).map((place) =>
    warn(
      CLUSTER,
      place,
      `a worker at ${place} is registered that is not in the inventory`,
      'Give that host the role spark-worker in the inventory, or end the worker there.',
    ),
  );

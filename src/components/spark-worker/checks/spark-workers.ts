// spark.workers: does the ruling master have every worker of the inventory, and enough to run the calculator?
import type { Check, Finding } from '../../../model/check.js';
import type { Resolved } from '../../../model/resolved.js';
import type { MasterAnswer } from '../../../model/streaming.js';
import { CLUSTER, crit, ok, warn } from '../../findings.js';
import { instancesOf } from '../../instances.js';
import { SPARK_MASTER, SPARK_WORKER } from '../../spark/places.js';
import { missingWorkers } from '../missing.js';

export const sparkWorkers: Check<'master'> = {
  id: 'spark.workers',
  title: 'Every Spark worker is registered',
  needs: ['master'],
  of: SPARK_MASTER,
  slow: false,
  limits: {},
  explain:
    'The ruling master lists each worker of the inventory as ALIVE at its address and port. One that is missing is a warning, none at ' +
    'all is critical, and so are fewer cores than one: the calculator cannot count then. Fewer cores than it asks for are a warning.',
  judge: ({ master }, want) => {
    const alive = [...master.values()].find(({ status }) => status === 'ALIVE');
    // That none rules is said by spark.master.
    return alive === undefined ? [] : [...eachWorker(alive, want), cores(alive, want)];
  },
};

function eachWorker(master: MasterAnswer, want: Resolved): readonly Finding[] {
  const missing = missingWorkers(want, master);
  const workers = instancesOf(want, SPARK_WORKER).map(({ host }) => host.name);
  const none = missing.length === workers.length;
  return workers.map((host) => {
    const target = `${host}/${SPARK_WORKER}`;
    if (!missing.includes(host)) return ok(target, 'ALIVE', 'is registered');
    const fix = `See "fams-ops status" and "fams-ops logs spark-worker --limit ${host}".`;
    return none
      ? crit(target, 'missing', 'the master does not have it as alive, nor any other', fix)
      : warn(target, 'missing', 'the master does not have it as alive', fix);
  });
}

function cores({ workers, apps }: MasterAnswer, want: Resolved): Finding {
  const alive = workers.filter(({ state }) => state === 'ALIVE');
  const total = alive.reduce((sum, one) => sum + one.cores, 0);
  const used = alive.reduce((sum, one) => sum + one.coresUsed, 0);
  const asked = want.cluster.streaming.calculator.cores;
  const message = `${String(used)} of ${String(total)} cores in use by ${String(apps.length)} applications`;
  if (total === 0) return crit(CLUSTER, 0, 'no worker offers a core', 'Start the workers: "fams-ops start spark-worker".');
  if (total < asked)
    return warn(
      CLUSTER,
      total,
      `${message}; the calculator asks for ${String(asked)}`,
      'Lower streaming.calculator.cores, or add a worker.',
    );
  return ok(CLUSTER, total, message);
}

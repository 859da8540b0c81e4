// spark.application: does the master know the calculator's application, and does none wait for cores?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostName } from '../../../model/cluster.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';
import type { MasterAnswer, SparkAppSeen } from '../../../model/streaming.js';
import { countingJobs } from '../../calculator/counting.js';
import { CALCULATOR } from '../../calculator/spec.js';
import { blaming, CLUSTER, ok, unknown, warn } from '../../findings.js';
import { coresOf, rulingOf } from '../../spark/answers.js';
import { coresOfApp } from '../../spark/executors.js';
import { SPARK_MASTER, SPARK_WORKER } from '../../spark/places.js';
import { noneRules } from '../unavailable-findings.js';
import { master } from '../../spark/sources.js';

export const sparkApplication = check({
  id: 'spark.application',
  title: 'Applications have their cores',
  phase: 'running',
  needs: { master, facts },
  of: [SPARK_MASTER, SPARK_WORKER, CALCULATOR],
  settles: true,
  limits: {},
  explain:
    'The ruling master knows the application of the calculator that counts, and no application waits for cores. After the recovery of a ' +
    'master an application is listed as WAITING for as long as it runs undisturbed, so one that has executors on some worker does not ' +
    'wait. One that has none is a warning: others hold the cores, or no worker has the memory for its executor. So is one that the master ' +
    'does not know: it runs, but an executor that it loses is not replaced. What it costs the hot list is said by calculator.counts.',
  judge: ({ master, facts }, _want, placed) => {
    const ruling = rulingOf(master.values());
    return ruling === null ? [noneRules()] : [...unknownToMaster(ruling, placed, facts), ...applications(ruling, placed, facts)];
  },
});

type Facts = ReadonlyMap<HostName, HostFacts>;

function unknownToMaster({ apps }: MasterAnswer, placed: readonly Placed[], facts: Facts): readonly Finding[] {
  return countingJobs(placed, facts).flatMap(({ target, host, state: { appId } }) => {
    if (appId === undefined || apps.some(({ id }) => id === appId)) return [];
    return [
      warn(
        target,
        appId,
        `counts as ${appId}, which the ruling master does not know: executors that it loses are not replaced`,
        `Restart it: "fams-ops restart calculator --limit ${host.host}"; it goes on from its snapshot.`,
      ),
    ];
  });
}

function applications(ruling: MasterAnswer, placed: readonly Placed[], facts: Facts): readonly Finding[] {
  const { apps } = ruling;
  if (apps.length === 0) return [ok(CLUSTER, 0, 'no application is registered')];
  const workers = placed.filter(({ instance }) => instance.component === SPARK_WORKER).map(({ instance }) => instance.host.name);
  const blind = workers.filter((host) => !facts.has(host));
  return apps.map((app): Finding => {
    const cores = coresOfApp(facts.values(), app.id);
    const name = `${app.id} (${app.name})`;
    if (app.state !== 'WAITING') return ok(CLUSTER, app.state, `${name} is ${app.state} with ${String(cores)} cores`);
    if (cores > 0) return ok(CLUSTER, app.state, `${name} runs with ${String(cores)} cores; WAITING is what a recovered master calls that`);
    if (blind.length > 0)
      return blaming(
        blind,
        unknown(CLUSTER, `whether ${name} waits for cores depends on ${blind.join(', ')}`, 'See whether that host can be logged in to.'),
      );
    return waits(app, name, ruling);
  });
}

function waits(app: SparkAppSeen, name: string, ruling: MasterAnswer): Finding {
  const { offered, used } = coresOf(ruling);
  const asks = app.coresAsked === null ? '' : ` and asks for ${String(app.coresAsked)}`;
  const others = ruling.apps.filter(({ id }) => id !== app.id).map(({ id }) => id);
  return warn(
    CLUSTER,
    app.state,
    `${name} waits: it has no executor${asks}; ${String(used)} of ${String(offered)} cores are in use${others.length === 0 ? '' : `, beside it by ${others.join(', ')}`}`,
    'End the application that holds the cores, or raise spark.workerCores and spark.workerMemory; then "fams-ops launch".',
  );
}

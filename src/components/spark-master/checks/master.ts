// spark.master: does one master rule?
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';
import type { MasterAnswer } from '../../../model/streaming.js';
import { crit, ok, some, unknown, warn } from '../../findings.js';
import { endpoint } from '../../instances.js';
import { SPARK_MASTER } from '../../spark/places.js';
import { master } from '../../spark/sources.js';

export const sparkMaster = check({
  id: 'spark.master',
  title: 'A Spark master rules',
  phase: 'running',
  needs: { master, facts },
  of: SPARK_MASTER,
  settles: true,
  limits: {},
  explain:
    'Exactly one master says ALIVE; further ones stand by. Without a ruling master applications go on with the executors that they have, ' +
    'but none that is lost is replaced and none can begin: critical. After the end of a ruling master one of several takes over when its ' +
    'ZooKeeper session is over, up to 40 s later; one alone is back within some seconds. A master that goes by another name than the ' +
    'inventory gives it is a warning: workers and jobs call it by that name, and it drops what is addressed to any other.',
  judge: ({ master, facts }, _want, placed) => {
    const alive = [...master.values()].filter(({ status }) => status === 'ALIVE').length;
    // One that neither answered nor is known to be off may rule.
    const unseen = placed
      .map(({ instance }) => instance.host.name)
      .filter((name) => !master.has(name) && (facts.get(name) === undefined || runs(facts.get(name))));
    const judged = placed.flatMap((one): readonly Finding[] => {
      const { name } = one.instance.host;
      const answer = master.get(name);
      const host = facts.get(name);
      if (answer !== undefined) return [judgeAnswer(one, answer, alive)];
      // Why one that runs does not answer is not known.
      return host === undefined || runs(host) ? [] : [gone(`${name}/${SPARK_MASTER}`, name, alive)];
    });
    return alive > 0 || unseen.length === 0 ? judged : judged.map((finding) => doubtful(finding, unseen));
  },
});

const runs = (host: HostFacts | undefined): boolean => host?.services[SPARK_MASTER]?.state === 'running';

const doubtful = (finding: Finding, unseen: readonly string[]): Finding =>
  finding.status === 'crit'
    ? unknown(finding.target, `${finding.message} that could be seen; ${some(unseen)} could not be asked`, finding.fix)
    : finding;

function gone(target: string, host: string, alive: number): Finding {
  const fix = `Start it: "fams-ops start spark-master --limit ${host}".`;
  return alive > 0
    ? warn(target, 'gone', 'does not run; another one rules', fix)
    : crit(target, 'gone', 'does not run, and no other master rules', fix);
}

function judgeAnswer({ instance }: Placed, { status, url }: MasterAnswer, alive: number): Finding {
  const host = instance.host.name;
  const target = `${host}/${SPARK_MASTER}`;
  const called = `spark://${endpoint(instance, 'master')}`;
  if (status === 'ALIVE' && alive > 1)
    return crit(
      target,
      status,
      `${String(alive)} masters rule at once`,
      'Restart all but one: "fams-ops restart spark-master --limit HOST".',
    );
  const stands = status === 'STANDBY' && alive > 0;
  if (status === 'ALIVE' || stands) {
    if (url !== called)
      return warn(target, url, `says ${status}, but calls itself ${url}; workers and jobs call it ${called}`, 'Run "fams-ops launch".');
    return ok(target, status, stands ? 'stands by' : `rules at ${url}`);
  }
  const fix = `Wait a minute; if none rules then, see "fams-ops logs spark-master --limit ${host}".`;
  return alive > 0 ? warn(target, status, `says ${status}`, fix) : crit(target, status, `says ${status}, and no other master rules`, fix);
}

// spark.cores: do the workers offer what the calculator asks for, and what the one that takes over from it needs?
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import type { Resolved } from '../../../model/resolved.js';
import type { MasterAnswer } from '../../../model/streaming.js';
import { CALCULATOR } from '../../calculator/spec.js';
import { CLUSTER, count, crit, ok, warn } from '../../findings.js';
import { instancesOf } from '../../instances.js';
import { coresOf, rulingOf } from '../../spark/answers.js';
import { SPARK_MASTER } from '../../spark/places.js';
import { noneRules } from '../unavailable-findings.js';
import { master } from '../../spark/sources.js';

export const sparkCores = check({
  id: 'spark.cores',
  title: 'The workers offer enough cores',
  phase: 'running',
  needs: { master },
  of: SPARK_MASTER,
  settles: true,
  limits: {},
  explain:
    'What all workers that the ruling master has as ALIVE offer together. No core at all is critical: nothing can be counted. Fewer than ' +
    'streaming.calculator.cores is a warning: the calculator runs with what it gets. Where another calculator stands by, fewer than twice ' +
    'as many is a warning, too: a driver that is frozen, not gone, keeps its cores, and the one that takes over would wait for them.',
  judge: ({ master }, want) => {
    const ruling = rulingOf(master.values());
    return ruling === null ? [noneRules()] : [judgeCores(ruling, want)];
  },
});

function judgeCores(ruling: MasterAnswer, want: Resolved): Finding {
  const { offered, used } = coresOf(ruling);
  const { cores: asked } = want.cluster.streaming.calculator;
  const calculators = instancesOf(want, CALCULATOR).length;
  const message = `${String(used)} of ${count(offered, 'core')} in use by ${count(ruling.apps.length, 'application')}`;
  if (offered === 0) return crit(CLUSTER, 0, 'no worker offers a core', 'Start the workers: "fams-ops start spark-worker".');
  if (calculators > 0 && offered < asked)
    return warn(
      CLUSTER,
      offered,
      `${message}; the calculator asks for ${String(asked)}`,
      'Lower streaming.calculator.cores, raise spark.workerCores, or add a worker; then "fams-ops launch".',
    );
  if (calculators > 1 && offered < 2 * asked)
    return warn(
      CLUSTER,
      offered,
      `${message}; a calculator that takes over from a frozen one needs ${String(asked)} more than that one holds`,
      `Let the workers offer ${String(2 * asked)} cores (spark.workerCores, or another worker), or lower streaming.calculator.cores; then "fams-ops launch".`,
    );
  return ok(CLUSTER, offered, message);
}

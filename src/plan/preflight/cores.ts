// host.cores: will the workers offer what the calculator asks for?
import { specOf } from '../../components/specs.js';
import { CLUSTER, count, ok, warn } from '../../components/findings.js';
import type { ComponentName } from '../../model/cluster.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import type { PreflightCheck } from './check.js';

export const hostCores: PreflightCheck<'facts'> = {
  id: 'host.cores',
  title: 'Workers will offer enough cores',
  needs: ['facts'],
  explain:
    'Each Spark worker offers spark.workerCores, or as many as its machine has. Fewer in all than streaming.calculator.cores is a warning: ' +
    'the calculator runs with what it gets. So are fewer than twice as many where another calculator stands by: a driver that is frozen ' +
    'keeps its cores, and the one that takes over would wait for them.',
  judge: ({ facts }, want) => {
    const hosts = hostsOf(want, 'spark-worker').map((host) => facts.get(host));
    const seen = hosts.filter((host): host is HostFacts => host !== undefined);
    const calculators = hostsOf(want, 'calculator').length;
    if (calculators === 0) return [ok(CLUSTER, null, 'no host has the role calculator, so nobody asks for cores')];
    // A worker whose host could not be looked at may offer the rest.
    return seen.length < hosts.length ? [] : [judgeCores(seen, calculators, want)];
  },
};

const hostsOf = ({ placed }: Resolved, component: ComponentName): readonly string[] =>
  placed.filter(({ instance }) => instance.component === specOf(component).name).map(({ instance }) => instance.host.name);

function judgeCores(workers: readonly HostFacts[], calculators: number, { cluster }: Resolved): Finding {
  const { workerCores } = cluster.spark;
  const { cores: asked } = cluster.streaming.calculator;
  const offered = workers.reduce((sum, { cpus }) => sum + (workerCores ?? cpus), 0);
  const message = `${count(workers.length, 'worker')} will offer ${count(offered, 'core')}`;
  const fix = 'Lower streaming.calculator.cores, raise spark.workerCores, or give more hosts the role spark-worker.';
  if (offered < asked) return warn(CLUSTER, offered, `${message}, the calculator asks for ${String(asked)}`, fix);
  if (calculators > 1 && offered < 2 * asked)
    return warn(
      CLUSTER,
      offered,
      `${message}; one that takes over from a frozen calculator needs ${String(asked)} more than that one holds`,
      fix,
    );
  return ok(CLUSTER, offered, `${message}, the calculator asks for ${String(asked)}`);
}

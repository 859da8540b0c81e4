// start, stop, restart: services as a person asks for them, in the order that the components need.
import { specs } from '../components/specs.js';
import { AppError } from '../errors/app-error.js';
import type { ActionReport } from '../model/action.js';
import type { Resolved } from '../model/resolved.js';
import type { Stage } from '../model/stage.js';
import type { Cluster } from '../model/cluster.js';
import { refuseBlankStarts } from '../plan/refusals/moved.js';
import type { FactsOf } from '../plan/plan.js';
import { assume } from '../plan/resolve.js';
import { planRestart, planStart, planStop } from '../plan/services.js';
import { launched, narrowed, onSide } from '../plan/component-filter.js';
import type { ChangeOptions } from './run/locked-run.js';
import type { Observation } from './run/observe.js';
import { done, type Outcome } from './run/options.js';
import { reconcile, type Applied, type Decision } from './run/reconcile.js';
import { withRun, type Run } from './run/run.js';
import { checkComponents, chosenBy } from './run/scope.js';
import { nameSoftware } from './run/software.js';

export interface ServicesResult {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
}

export interface ServicesOptions extends ChangeOptions {
  readonly verb: 'start' | 'stop' | 'restart';
  /** Empty: all. */
  readonly components: readonly string[];
}

/** @throws AppError NOT_READY for a service that no provision or launch has put on its host yet */
function refuseAbsent(stages: readonly Stage[], facts: FactsOf): void {
  const absent = stages
    .flatMap(({ actions }) => actions)
    .find(({ kind, host, component }) => kind === 'service-start' && facts.get(host)?.services[component]?.state === 'absent');
  if (absent === undefined) return;
  const command = onSide(specs, 'streaming')(absent.component) ? 'launch' : 'provision';
  throw new AppError('NOT_READY', `${absent.component} was never put on ${absent.host}. Nothing was touched.`, {
    where: { host: absent.host },
    todo: [`Run "fams-ops ${command}": it brings and starts what is missing.`],
  });
}

type Asked = Pick<ServicesOptions, 'verb' | 'limit' | 'components'>;

function planOf({ verb, limit, components }: Asked, resolved: Resolved, facts: FactsOf): readonly Stage[] {
  const chosen = chosenBy(limit, components);
  if (verb === 'restart') return planRestart(resolved, facts, chosen, components);
  return verb === 'start' ? planStart(resolved, facts, chosen) : planStop(resolved, facts, chosen);
}

/** Without component names it takes the storage side, and the streaming side once it was launched. */
export const decideServices =
  (asked: Asked) =>
  ({ resolved, facts }: Observation): Decision => {
    const due = launched(specs, facts.values());
    const chosen = narrowed(resolved, (component) => due(component) || asked.components.includes(component));
    const stages = planOf(asked, chosen, facts);
    refuseAbsent(stages, facts);
    refuseBlankStarts(chosen, specs, facts, stages);
    return { stages, notes: [], refusals: [] };
  };

const prove = ({ actions }: Applied, { cluster }: Run): Outcome<ServicesResult> =>
  done(cluster.name, { changes: actions.filter(({ outcome }) => outcome === 'changed').length, actions });

export function services(options: ServicesOptions): Promise<Outcome<ServicesResult>> {
  const accept = (cluster: Cluster): void => checkComponents(assume(cluster, specs, nameSoftware(cluster)), options.components);
  return withRun({ command: options.verb, installs: null, accept }, options, (run) =>
    reconcile(run, { decide: decideServices(options), prove }, { ...options, planOnly: false }),
  );
}

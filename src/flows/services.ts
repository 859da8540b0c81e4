// start, stop, restart: services as a person asks for them, in the order that the components need.
import { specs } from '../components/specs.js';
import { AppError } from '../errors/app-error.js';
import type { ActionReport } from '../model/action.js';
import type { Resolved } from '../model/resolved.js';
import type { Stage } from '../model/stage.js';
import { loadInventory } from '../inventory/load.js';
import type { FactsOf } from '../plan/plan.js';
import { assume } from '../plan/resolve.js';
import { planRestart, planStart, planStop } from '../plan/services.js';
import { launched, narrowed, onSide } from '../plan/sides.js';
import { carryOut, refuseRisks, underLock, withRisks, type ChangeOptions } from './changing.js';
import { connect, requireAll } from './connections.js';
import { observe, requireFacts } from './observe.js';
import { done, type Outcome } from './options.js';
import { checkComponents, checkLimit, chosenBy } from './scope.js';
import { nameSoftware } from './software.js';

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

function planOf({ verb, limit, components }: ServicesOptions, resolved: Resolved, facts: FactsOf): readonly Stage[] {
  const chosen = chosenBy(limit, components);
  if (verb === 'restart') return planRestart(resolved, facts, chosen, components);
  return verb === 'start' ? planStart(resolved, facts, chosen) : planStop(resolved, facts, chosen);
}

export async function services(options: ServicesOptions): Promise<Outcome<ServicesResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  checkComponents(assume(cluster, specs, nameSoftware(cluster)), options.components);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const look = async (): Promise<{ stages: readonly Stage[]; resolved: Resolved }> => {
      const seen = await observe(cluster, connections, null, options);
      requireFacts(seen);
      const { facts } = seen;
      // Without a name it is about what there is; who names what was never launched is told so.
      const due = launched(specs, facts.values());
      const resolved = narrowed(seen.resolved, (component) => due(component) || options.components.includes(component));
      const stages = planOf(options, resolved, facts);
      refuseAbsent(stages, facts);
      return { stages, resolved };
    };
    if ((await look()).stages.length === 0) return done(cluster.name, { changes: 0, actions: [] });
    return await underLock(options.verb, cluster, connections, options, async (within) => {
      const { stages: plain, resolved } = await look();
      const stages = await withRisks({ stages: plain, resolved }, connections);
      refuseRisks(stages, options.allow);
      within.sink({
        kind: 'run-begins',
        command: options.verb,
        cluster: cluster.name,
        hosts: cluster.hosts.map((host) => host.name),
        stages,
      });
      const actions = await carryOut({ stages, resolved, bundles: {} }, connections, { ...options, ...within });
      return done(cluster.name, { changes: actions.filter((action) => action.outcome === 'changed').length, actions });
    });
  } finally {
    connections.close();
  }
}

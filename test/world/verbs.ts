// The verbs as they are run in the world: each with its own decisions and, in place of the checks, with what was done.
import { decideDestroy } from '../../src/flows/destroy.js';
import { decideLaunch } from '../../src/flows/launch.js';
import { done } from '../../src/flows/run/options.js';
import { decideProvision } from '../../src/flows/provision.js';
import { reconcile, type Applied, type Verb } from '../../src/flows/run/reconcile.js';
import { decideServices } from '../../src/flows/services.js';
import type { Cluster } from '../../src/model/cluster.js';
import { Operator, type OperatorOptions } from './operator.js';
import type { World } from './world.js';

export type VerbName = 'provision' | 'launch' | 'restart' | 'start' | 'stop' | 'destroy' | 'destroy --data';

type Decide = (...given: Parameters<Verb<Applied>['decide']>) => ReturnType<Verb<Applied>['decide']>;

interface Simulated {
  readonly decide: Decide;
  readonly options: Partial<OperatorOptions>;
}

const service = (verb: 'start' | 'stop' | 'restart'): Decide => decideServices({ verb, limit: [], components: [] });

const VERBS: Readonly<Record<VerbName, Simulated>> = {
  provision: { decide: decideProvision, options: {} },
  launch: { decide: decideLaunch, options: {} },
  restart: { decide: service('restart'), options: {} },
  start: { decide: service('start'), options: {} },
  stop: { decide: service('stop'), options: { leaving: true } },
  destroy: { decide: decideDestroy({ limit: [], withData: false }), options: { leaving: true } },
  'destroy --data': { decide: decideDestroy({ limit: [], withData: true }), options: { leaving: true, mayRemoveData: true } },
};

export interface Attempt {
  readonly operator: Operator;
  readonly result: Promise<Applied>;
}

export function attempt(world: World, cluster: Cluster, verb: VerbName, options: Omit<OperatorOptions, 'command'>): Attempt {
  const { decide, options: own } = VERBS[verb];
  const operator = new Operator(world, cluster, { command: verb, ...own, ...options });
  const allow = operator.accepts ? (['downtime', 'min-isr', 'quorum'] as const) : [];
  const work = async (): Promise<Applied> => {
    const outcome = await reconcile(
      operator.run(),
      { decide, prove: (applied) => done(cluster.name, applied) },
      { allow, planOnly: false },
    );
    return outcome.result;
  };
  const result = work();
  // It is looked at later, when others may have ended before it.
  result.catch(() => undefined);
  return { operator, result };
}

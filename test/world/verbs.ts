// The verbs as they are run in the world: each with its own decisions, and with a proof by what the world has.
import { decideDestroy } from '../../src/flows/destroy.js';
import { decideLaunch } from '../../src/flows/launch.js';
import { decideProvision } from '../../src/flows/provision.js';
import { reconcile, type Applied, type Verb } from '../../src/flows/run/reconcile.js';
import { decideServices } from '../../src/flows/services.js';
import type { Cluster } from '../../src/model/cluster.js';
import type { Request } from './conduct.js';
import { Operator, type OperatorOptions } from './operator.js';
import { proveIn, type Proven } from './proof.js';
import { simulatedRun } from './simulated-run.js';
import type { World } from './world.js';

type Decide = (...given: Parameters<Verb<Proven>['decide']>) => ReturnType<Verb<Proven>['decide']>;

const asked = (request: Partial<Request> & Pick<Request, 'verb'>): Request => ({
  components: [],
  limit: [],
  withData: false,
  accepts: false,
  ...request,
});

/** What a person may ask for, by the words that they would type. */
export const REQUESTS = {
  provision: asked({ verb: 'provision' }),
  launch: asked({ verb: 'launch' }),
  restart: asked({ verb: 'restart' }),
  'restart kafka': asked({ verb: 'restart', components: ['kafka'] }),
  'restart zookeeper': asked({ verb: 'restart', components: ['zookeeper'] }),
  start: asked({ verb: 'start' }),
  stop: asked({ verb: 'stop' }),
  'stop kafka': asked({ verb: 'stop', components: ['kafka'] }),
  'launch --stop': asked({ verb: 'stop', components: ['spark-master', 'spark-worker', 'producer', 'calculator'] }),
  destroy: asked({ verb: 'destroy' }),
  'destroy --data': asked({ verb: 'destroy', withData: true }),
} as const satisfies Readonly<Record<string, Request>>;

export type RequestName = keyof typeof REQUESTS;

export const requested = (name: RequestName, more: Partial<Request> = {}): Request => ({ ...REQUESTS[name], ...more });

function deciding({ verb, limit, components, withData }: Request): Decide {
  switch (verb) {
    case 'provision':
      return decideProvision;
    case 'launch':
      return decideLaunch;
    case 'destroy':
      return decideDestroy({ limit, withData });
    default:
      return decideServices({ verb, limit, components });
  }
}

export interface Attempt {
  readonly operator: Operator;
  readonly result: Promise<Ended>;
}

export interface Ended extends Proven {
  /** The proof has found that all is as wanted. */
  readonly ok: boolean;
}

export function attempt(world: World, cluster: Cluster, request: Request, options: OperatorOptions): Attempt {
  const operator = new Operator(world, cluster, request, options);
  const allow = request.accepts ? (['downtime', 'min-isr', 'quorum'] as const) : [];
  const prove = (applied: Applied) => proveIn(operator, applied);
  const work = async (): Promise<Ended> => {
    try {
      const { ok, result } = await reconcile(simulatedRun(operator), { decide: deciding(request), prove }, { allow, planOnly: false });
      return { ...result, ok };
    } finally {
      operator.ends();
    }
  };
  const result = work();
  // It is looked at later, when others may have ended before it.
  result.catch(() => undefined);
  return { operator, result };
}

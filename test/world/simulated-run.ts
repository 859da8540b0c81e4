// The real reconciliation of one operator over simulated hosts: its connections, its equipment and how it looks.
import type { Equipment } from '../../src/apply/context.js';
import { calculatorLiveBy } from '../../src/components/calculator/live.js';
import { kafkaLiveBy } from '../../src/components/kafka/live.js';
import { producerLiveBy } from '../../src/components/producer/live.js';
import { sparkMasterLiveBy } from '../../src/components/spark-master/live.js';
import { sparkWorkerLiveBy } from '../../src/components/spark-worker/live.js';
import { zookeeperLiveBy } from '../../src/components/zookeeper/live.js';
import { AppError } from '../../src/errors/app-error.js';
import { observeBy, type Observation } from '../../src/flows/run/observe.js';
import type { FlowOptions } from '../../src/flows/run/options.js';
import type { Run } from '../../src/flows/run/run.js';
import { nameSoftware } from '../../src/flows/run/software.js';
import { remoteScript } from '../../src/hosts/session/scripts.js';
import type { HostName } from '../../src/model/cluster.js';
import type { ComponentLive, Live } from '../../src/model/live.js';
import type { HostSession, RunOutcome } from '../../src/model/session.js';
import { worldExecutors } from './executors.js';
import { factsOf } from './facts.js';
import { lockAnswer } from './lock-model.js';
import type { Operator } from './operator.js';
import { worldReads } from './reads.js';

export function simulatedRun(operator: Operator): Run {
  const { cluster, request } = operator;
  const session = (host: HostName): HostSession => sessionTo(operator, host);
  const live: Live = {
    signal: operator.aborter.signal,
    session,
    dial: () => Promise.reject(new Error('nothing is dialled in this world')),
  };
  return {
    command: request.verb,
    cluster,
    warnings: [],
    options: optionsOf(operator),
    connections: {
      live,
      sessions: new Map(cluster.hosts.map(({ name }) => [name, session(name)])),
      failures: new Map(),
      reachMs: new Map(),
      close: () => undefined,
    },
    bundles: {},
    equipment: equipmentOf(operator),
    observe: () => observe(operator, live),
  };
}

function optionsOf({ cluster, request, aborter }: Operator): FlowOptions {
  return {
    inventory: cluster.file,
    limit: request.limit,
    offline: true,
    acceptNewHostKeys: false,
    questions: {
      interactive: false,
      confirm: () => Promise.resolve(false),
      secret: () => Promise.resolve(undefined),
      text: () => Promise.resolve(undefined),
    },
    sink: () => undefined,
    signal: aborter.signal,
    env: {},
  };
}

function equipmentOf(operator: Operator): Equipment {
  const reads = worldReads(operator);
  const heard = (component: ComponentLive): ComponentLive => noted(component, operator);
  return {
    executors: worldExecutors(operator),
    lives: {
      zookeeper: heard(zookeeperLiveBy(reads)),
      kafka: heard(kafkaLiveBy(reads)),
      'spark-master': heard(sparkMasterLiveBy(reads)),
      'spark-worker': heard(sparkWorkerLiveBy(reads)),
      producer: heard(producerLiveBy(reads)),
      calculator: heard(calculatorLiveBy(reads)),
    },
    serviceFailure: () => Promise.resolve(null),
    clock: operator,
    holder: () => Promise.resolve(operator.holder()),
    gone: (holder, us) => operator.gone(holder, us),
    journal: () => ({ path: null, sink: () => undefined, close: () => undefined }),
  };
}

/** Notes who was asked whether an instance may stop. */
const noted = (component: ComponentLive, { looks, world }: Operator): ComponentLive => ({
  ...component,
  mayStop: async (instance, resolved, live) => {
    const answer = await component.mayStop(instance, resolved, live);
    looks.asked(instance.host.name, component.name, world.time.now());
    return answer;
  },
});

async function observe(operator: Operator, live: Live): Promise<Observation> {
  const { world, cluster, looks } = operator;
  const reads = worldReads(operator);
  if (world.operators.some((other) => other !== operator && other.alive && !other.ended)) world.onSecondLook();
  const observation = await observeBy(cluster, {
    unreached: new Map(),
    facts: async (host, request) => {
      await operator.step(5, 60);
      const place = cluster.hosts.find(({ name }) => name === host);
      if (place === undefined || !operator.reaches(host))
        throw new AppError('HOST_UNREACHABLE', `${host} cannot be reached.`, { where: { host }, todo: ['Switch it on.'] });
      looks.facts.set(host, world.time.now());
      return factsOf(world.machine(host), place, request, { now: operator.now(), operatorStep: operator.clockStep });
    },
    software: () => Promise.resolve(nameSoftware(cluster)),
    registry: (resolved) => reads.registry(resolved, live, 0),
  });
  operator.resolves(observation.resolved);
  return observation;
}

/** Only the lock script is run over a session of this world; everything else is in the executors. */
function sessionTo(operator: Operator, host: HostName): HostSession {
  const { world, conduct } = operator;
  const refuse = (): never => {
    throw new Error('only the lock script is run over a session of this world');
  };
  return {
    host,
    label: host,
    get lost() {
      return operator.reaches(host) ? undefined : 'the host is gone';
    },
    run: async (script, args): Promise<RunOutcome> => {
      if (script !== remoteScript('lock')) refuse();
      const lost: RunOutcome = { kind: 'lost', reason: 'no answer', stdout: '', stderr: '', truncated: false };
      await operator.step(1, 30);
      if (!operator.reaches(host)) return lost;
      const answer = lockAnswer(world.machine(host), args, world.time.now());
      if (args[0] === 'take' && answer === 'mine') conduct.lockedAt = world.time.now();
      await operator.step(1, 30);
      if (!operator.reaches(host)) return lost;
      return { kind: 'exit', code: 0, stdout: `${answer}\n`, stderr: '', truncated: false };
    },
    put: refuse,
    follow: refuse,
    dial: refuse,
    close: () => undefined,
  };
}

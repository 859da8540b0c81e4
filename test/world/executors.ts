// Executors that work on simulated hosts. A script that has begun on a host goes on there whatever becomes of the operator.
import { dirname } from 'node:path/posix';
import type { Executor, Executors, Done } from '../../src/apply/executors/executor.js';
import { AppError } from '../../src/errors/app-error.js';
import type { Action, ActionKind, ActionOf } from '../../src/model/action.js';
import type { ComponentName } from '../../src/model/cluster.js';
import type { Service } from '../../src/model/component.js';
import { mayStopNow } from './invariants.js';
import type { Machine } from './machine.js';
import type { Operator } from './operator.js';
import { Violation, type World } from './world.js';

const lost = (host: string): AppError =>
  new AppError('HOST_LOST', `The connection to ${host} was lost.`, { where: { host }, todo: ['Run it again.'] });

/** Throws when the host cannot be reached; what it returns throws when it could not be since. */
function requireReach(operator: Operator, machine: Machine): () => void {
  const check = (): void => {
    if (!operator.reaches(machine.name)) throw lost(machine.name);
  };
  check();
  return check;
}

/** Throws when the host was off since. Its scripts go on whatever becomes of the connection. */
function whileUp({ name, boot }: Machine, world: World): () => void {
  return () => {
    const machine = world.machine(name);
    if (!machine.up || machine.boot !== boot) throw lost(name);
  };
}

type Work<K extends ActionKind> = (action: ActionOf<K>, machine: Machine, operator: Operator) => Promise<'changed' | 'ok'>;

export function worldExecutors(operator: Operator): Executors {
  const { world } = operator;
  const on = <K extends ActionKind>(work: Work<K>): Executor<K> => ({
    run: async (actions) => {
      const done: Done[] = [];
      const leave = operator.enter();
      for (const action of actions)
        done.push(done.some(({ result }) => result === 'failed') ? { result: 'not-run' } : await carryOut(action, work));
      leave();
      return done;
    },
  });
  const carryOut = async <K extends ActionKind>(action: ActionOf<K>, work: Work<K>): Promise<Done> => {
    const machine = world.machine(action.host);
    try {
      await operator.step(2, 40);
      const stillReached = requireReach(operator, machine);
      world.tell(`${operator.name}: ${action.id}`);
      operator.conduct.begins(action);
      const result = await work(action, machine, operator);
      await operator.step(1, 20);
      stillReached();
      return { result };
    } catch (error) {
      if (error instanceof Violation) throw error;
      if (error instanceof AppError) return { result: 'failed', error };
      throw error;
    }
  };
  return {
    dir: on(({ path, mode }, machine) => change(machine.dirs.get(path) !== mode, () => machine.makeDir(path, mode))),
    file: on(({ path, text, mode }, machine) => {
      const now = machine.files.get(path);
      return change(now?.text !== text || now.mode !== mode, () => machine.files.set(path, { text, mode }));
    }),
    identity: on(({ path, record }, machine) => {
      const now = machine.files.get(path);
      if (now !== undefined && machine.recordIn(dirname(path))?.id !== record.id)
        throw new AppError('IDENTITY_REFUSED', `${path} says ${now.text}`, { where: { host: machine.name }, todo: ['See whose it is.'] });
      return change(now === undefined, () => machine.files.set(path, { text: `${JSON.stringify(record)}\n`, mode: 0o644 }));
    }),
    bundle: on(unpack),
    'service-start': on(({ service }, machine) => start(operator, machine, service)),
    'service-stop': on(({ service: { component } }, machine) => {
      machine.serviceOf(component).down = true;
      return end(operator, machine, component);
    }),
    'service-restart': on(restart),
    'topic-create': on(async ({ topic }) => {
      await operator.sleep(world.random.between(600, 1500));
      const problem = world.brokers.createTopic(topic.name, topic.partitions, topic.replicationFactor, topic.config);
      if (problem !== null) throw new AppError('TOPIC_FAILED', problem, { todo: ['Run it again.'] });
      return 'changed';
    }),
    'topic-alter': on(({ topic, change: { partitions, set, unset } }) => {
      const config = Object.fromEntries(
        Object.entries({ ...world.brokers.topicConfig(topic.name), ...set }).filter(([key]) => !unset.includes(key)),
      );
      world.brokers.alterTopic(topic.name, partitions, config);
      return Promise.resolve('changed');
    }),
    remove: on(remove),
  };
}

function change(needed: boolean, make: () => void): Promise<'changed' | 'ok'> {
  if (needed) make();
  return Promise.resolve(needed ? 'changed' : 'ok');
}

/** The record first, the software after it, and what services watch last: killed in between, it is ours and not intact. */
async function unpack({ use }: ActionOf<'bundle'>, machine: Machine, { world }: Operator): Promise<'changed'> {
  const stillUp = whileUp(machine, world);
  const { digest } = use.bundle;
  if (!machine.software.has(use.dir) && machine.dirs.has(use.dir))
    world.violate(`${use.dir} on ${machine.name} is not ours and is replaced`);
  machine.software.set(use.dir, { digest, intact: false });
  await world.time.sleep(world.random.between(300, 2000));
  stillUp();
  machine.makeDir(use.dir, 0o755);
  machine.software.set(use.dir, { digest, intact: true });
  machine.files.set(use.digestFile, { text: `${digest}\n`, mode: 0o644 });
  return 'changed';
}

async function start({ world }: Operator, machine: Machine, service: Service): Promise<'changed' | 'ok'> {
  const stillUp = whileUp(machine, world);
  machine.serviceOf(service.component).down = false;
  if (machine.processOf(service.component) !== null) return 'ok';
  world.startService(machine.name, service);
  await world.time.sleep(2000);
  stillUp();
  return 'changed';
}

async function end({ world }: Operator, machine: Machine, component: ComponentName): Promise<'changed' | 'ok'> {
  const stillUp = whileUp(machine, world);
  const state = machine.serviceOf(component);
  const waited = state.waits;
  state.waits = false;
  if (machine.processOf(component) === null) return waited ? 'changed' : 'ok';
  await world.time.sleep(world.random.between(100, 2500));
  stillUp();
  world.endService(machine.name, component, true);
  return 'changed';
}

/** One script on the host. It goes to its end also when the operator or the connection is gone, and leaves no mark that keeps it off. */
async function restart({ service }: ActionOf<'service-restart'>, machine: Machine, operator: Operator): Promise<'changed'> {
  const { component } = service;
  if (!operator.request.accepts && machine.processOf(component) !== null)
    mayStopNow(operator.world, operator.resolved, operator.looks, machine.name, component);
  machine.serviceOf(component).down = false;
  await end(operator, machine, component);
  await start(operator, machine, service);
  return 'changed';
}

function remove(action: Action & ActionOf<'remove'>, machine: Machine, operator: Operator): Promise<'changed' | 'ok'> {
  const { world } = operator;
  const { path } = action;
  const { cluster, request } = operator;
  const ours = machine.software.has(path) || path.endsWith(`/.fams-ops/${cluster.name}`);
  const record = machine.recordIn(path);
  if (!ours && (record?.cluster !== cluster.name || !request.withData))
    world.violate(`${path} on ${machine.name} is removed and is not ours to remove`);
  const there = machine.dirs.has(path);
  if (!ours && record?.component === 'zookeeper') world.ensemble.forget(machine.name);
  if (!ours && record?.component === 'kafka') world.brokers.dropLogs(record.id);
  if (!ours && record !== null) world.ids.delete(`${machine.name} ${record.component}`);
  machine.removeTree(path);
  return Promise.resolve(there ? 'changed' : 'ok');
}

// What must be so after a verb: whatever became of it, and more where nothing went wrong meanwhile.
import { AppError } from '../../src/errors/app-error.js';
import type { Cluster, ComponentName, HostName } from '../../src/model/cluster.js';
import { lockPlacesOf } from './held-locks.js';
import type { Operator } from './operator.js';
import type { Attempt, Ended } from './verbs.js';
import { Violation, type World } from './world.js';

export type Ending =
  { readonly kind: 'ended'; readonly result: Ended } | { readonly kind: 'failed'; readonly error: unknown } | { readonly kind: 'killed' };

/** Longer than any verb may take, with all its gates. */
export const LIMIT_MS = 3_600_000;

export async function endOf(world: World, { operator, result }: Attempt): Promise<Ending> {
  const { time } = world;
  const ended = result.then(
    (value): Ending => ({ kind: 'ended', result: value }),
    (error: unknown): Ending => ({ kind: 'failed', error }),
  );
  const killed = async (): Promise<Ending> => {
    while (operator.alive) await time.sleep(500);
    return { kind: 'killed' };
  };
  const ending = await time.run(Promise.race([ended, killed()]), LIMIT_MS);
  world.tell(`${operator.name}: ${told(ending)}`);
  requireOrderlyEnd(world, operator, ending);
  return ending;
}

export const told = (ending: Ending): string =>
  ending.kind === 'killed'
    ? 'killed'
    : ending.kind === 'ended'
      ? `${ending.result.applied.kind}, ${String(changesOf(ending.result))} changes${ending.result.ok ? '' : ', not all is well'}`
      : ending.error instanceof Error
        ? ending.error.message
        : String(ending.error);

const changesOf = ({ applied }: Ended): number => applied.actions.filter(({ outcome }) => outcome === 'changed').length;

/** Faults end in errors that a person can act on, and whoever ends gives back the lock. */
function requireOrderlyEnd(world: World, { name, conduct, cluster }: Operator, ending: Ending): void {
  if (ending.kind === 'killed') return;
  if (ending.kind === 'failed' && (!(ending.error instanceof AppError) || ending.error.code === 'BUG')) throw ending.error;
  const left = world.quiet ? lockPlacesOf(world, cluster).find(({ lock }) => lock?.user === name) : undefined;
  if (left !== undefined) throw new Violation(`${name} has ended and keeps the lock of ${left.host}`);
  if (ending.kind !== 'failed' || !(ending.error instanceof AppError) || conduct.acted === 0) return;
  if (UNTOUCHED.includes(ending.error.code))
    throw new Violation(`${name} is refused after ${String(conduct.acted)} actions: ${told(ending)}`);
}

/** Errors that mean that nothing was touched. */
const UNTOUCHED: readonly string[] = ['DATA_REFUSED', 'LOCK_HELD'];

/** By `host component`: the process that runs there. */
export type Processes = ReadonlyMap<string, number>;

export function processesOf(world: World, { hosts }: Cluster): Processes {
  return new Map(
    hosts.flatMap(({ name, roles }) =>
      roles.flatMap((component) => {
        const process = world.machine(name).processOf(component);
        return process === null ? [] : [[`${name} ${component}`, process.pid] as const];
      }),
    ),
  );
}

/** Where nothing went wrong, the verb has done all that was asked, and no more. */
export function requireSuccess(world: World, operator: Operator, ending: Ending, before: Processes): void {
  const { cluster, request } = operator;
  const { verb, components, limit } = request;
  if (ending.kind !== 'ended' || !ending.result.ok) throw new Violation(`${verb}, without any fault, does not succeed: ${told(ending)}`);
  const chosen = (host: HostName, component: ComponentName): boolean =>
    (limit.length === 0 || limit.includes(host)) && (components.length === 0 || components.includes(component));
  const after = processesOf(world, cluster);
  for (const { name, roles } of cluster.hosts)
    for (const component of roles) {
      const key = `${name} ${component}`;
      const [was, is] = [before.get(key), after.get(key)];
      const asked = chosen(name, component);
      if (!asked && was !== is) throw new Violation(`${verb} has changed ${component} on ${name}, which was not asked for`);
      if (asked && (verb === 'stop' || verb === 'destroy') && is !== undefined) throw new Violation(`${verb} has left ${key} running`);
      if (asked && verb === 'start' && was !== undefined && is !== was) throw new Violation(`start has restarted ${key}`);
      if (asked && verb === 'restart' && was !== undefined && (is === undefined || is === was))
        throw new Violation(`restart has left ${key} as it was`);
    }
  if (verb === 'destroy')
    for (const { name, home } of cluster.hosts)
      if (limit.length === 0 || limit.includes(name)) requireGone(world, name, home, request.withData);
}

function requireGone(world: World, host: HostName, home: string, withData: boolean): void {
  const machine = world.machine(host);
  if (machine.software.size > 0) throw new Violation(`destroy has left software on ${host}`);
  const base = [...machine.files.keys(), ...machine.dirs.keys()].find((path) => path.startsWith(`${home}/.fams-ops/`));
  if (base !== undefined) throw new Violation(`destroy has left ${base} on ${host}`);
  const record = [...machine.files.keys()].find((path) => path.endsWith('/fams-ops.json'));
  if (withData && record !== undefined) throw new Violation(`destroy --data has left ${record} on ${host}`);
}

/** After any verb but one that stops: no service is kept from coming back. */
export function requireNoneOff(world: World, { hosts }: Cluster): void {
  for (const { name } of hosts)
    for (const [component, { down }] of world.machine(name).services)
      if (down) throw new Violation(`${component} on ${name} is left stopped, which nobody has asked for`);
}

/** What a run without faults says that it has done is there. */
export function requireServing(world: World, { hosts, topics: declared }: Cluster, verb: string): void {
  if (!world.ensemble.serves) throw new Violation(`${verb} has ended, and the ensemble does not serve`);
  const { brokers, topics } = world.brokers.registry();
  const silent = hosts.find(({ roles, address }) => roles.includes('kafka') && !brokers.some(({ host }) => host === address));
  if (silent !== undefined) throw new Violation(`${verb} has ended, and the broker on ${silent.name} is not registered`);
  const missing = declared.find(({ name }) => !topics.some((topic) => topic.name === name));
  if (missing !== undefined) throw new Violation(`${verb} has ended, and there is no topic ${missing.name}`);
  for (const { name } of hosts)
    for (const [component, { process }] of world.machine(name).services)
      if (process?.alive === true && process.fingerprint !== world.machine(name).fingerprintOf(process.service))
        throw new Violation(`${verb} has ended, and ${component} on ${name} runs from other files than lie there`);
  if (verb !== 'launch') return;
  for (const { name, roles } of hosts)
    for (const component of roles)
      if (world.machine(name).processOf(component) === null)
        throw new Violation(`launch has ended, and there is no ${component} on ${name}`);
}

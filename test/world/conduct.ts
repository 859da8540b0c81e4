// What an operator may do next, judged by what it has seen and done, independently of the code that is to keep to it.
import { specs } from '../../src/components/specs.js';
import type { Action, ActionOf } from '../../src/model/action.js';
import type { Cluster, ComponentName, HostName } from '../../src/model/cluster.js';
import { lockPlacesOf } from './held-locks.js';
import type { Looks } from './looks.js';
import type { World } from './world.js';

/** What a person asked for. */
export interface Request {
  readonly verb: 'provision' | 'launch' | 'start' | 'stop' | 'restart' | 'destroy';
  /** Empty: all. */
  readonly components: readonly ComponentName[];
  /** Empty: all. */
  readonly limit: readonly HostName[];
  readonly withData: boolean;
  /** Every risk is accepted by name. */
  readonly accepts: boolean;
}

interface Started {
  readonly host: HostName;
  readonly component: ComponentName;
  readonly at: number;
}

/** An action that was about to begin when Ctrl-C came. */
const AT_ONCE_MS = 1000;

export class Conduct {
  /** Actions that were begun. */
  acted = 0;
  /** When the lock was had on the last of its hosts; null before. */
  lockedAt: number | null = null;
  interruptedAt: number | null = null;
  private readonly world: World;
  private readonly cluster: Cluster;
  private readonly name: string;
  private readonly request: Request;
  private readonly looks: Looks;
  private readonly started: Started[] = [];
  private lastAction = 0;
  /** By component: the leader that was restarted although it had been seen to lead all the time. */
  private readonly hasty = new Map<ComponentName, HostName>();

  constructor(world: World, cluster: Cluster, name: string, request: Request, looks: Looks) {
    this.world = world;
    this.cluster = cluster;
    this.name = name;
    this.request = request;
    this.looks = looks;
  }

  /** Called where a host is about to carry out the action. */
  begins(action: Action): void {
    this.acted++;
    this.requireScope(action);
    this.requireLock(action.id);
    this.requireFacts(action.id);
    if (this.interruptedAt !== null && this.world.time.now() - this.interruptedAt > AT_ONCE_MS)
      this.violate(`${action.id} is begun after Ctrl-C`);
    if (action.kind === 'service-start' || action.kind === 'service-restart') this.starts(action);
    else if (action.kind === 'service-stop') this.stops(action);
    else if (action.kind === 'remove') this.removes(action);
    this.lastAction = this.world.time.now();
  }

  /** Called where what was done is to be proven. */
  proves(): void {
    this.requireLock('the proof');
    for (const started of this.started) this.requireServed(started, 'the verb ends');
  }

  /** Called at the end of the proof. */
  keepsLock(when: string): void {
    this.requireLock(when);
  }

  private requireScope({ id, host, component, kind }: Action): void {
    const { limit, components } = this.request;
    if (limit.length > 0 && !limit.includes(host)) this.violate(`${id} is not on a host of --limit`);
    if (kind.startsWith('service-') && components.length > 0 && !components.includes(component)) this.violate(`${id} was not asked for`);
  }

  /** A host that was rebooted keeps the lock, and lets anybody replace it. */
  private requireLock(what: string): void {
    const { world, name } = this;
    const places = lockPlacesOf(world, this.cluster);
    const held = places.filter(({ lock }) => lock?.user === name).length;
    if (held * 2 <= places.length && world.reboots === 0) this.violate(`${what}: the lock is held on ${String(held)} hosts alone`);
  }

  private requireFacts(what: string): void {
    const { lockedAt, cluster, looks } = this;
    const unseen = cluster.hosts.find(({ name }) => (looks.facts.get(name) ?? -1) < (lockedAt ?? Infinity));
    if (unseen !== undefined) this.violate(`${what} rests on no look at ${unseen.name} under the lock`);
  }

  private starts(action: ActionOf<'service-start'> | ActionOf<'service-restart'>): void {
    const { world, request, looks } = this;
    const { id, host, component, service } = action;
    const machine = world.machine(host);
    const brings = request.verb === 'provision' || request.verb === 'launch';
    if (brings && machine.fingerprintOf(service) !== service.fingerprint) this.violate(`${id} is begun with other files than were planned`);
    const needs = specs.find(({ name }) => name === component)?.needs ?? [];
    for (const started of this.started) if (needs.includes(started.component)) this.requireServed(started, `${id} is begun`);
    if (action.kind === 'service-restart') {
      for (const started of this.started) if (started.component === component) this.requireServed(started, `${id} is begun`);
      if (!looks.askedSince(host, component, this.lastAction)) this.violate(`${id} is begun, and nobody has asked whether it may stop`);
      this.requireNeed(action);
      this.requireOrder(id, host, component);
    }
    this.started.push({ host, component, at: world.time.now() });
  }

  /** A process that was seen to run from the planned files is left alone. */
  private requireNeed({ id, host, component, service }: ActionOf<'service-restart'>): void {
    const process = this.world.machine(host).processOf(component);
    const brings = this.request.verb === 'provision' || this.request.verb === 'launch';
    if (!brings || process?.fingerprint !== service.fingerprint) return;
    if (process.startedAt < (this.looks.facts.get(host) ?? 0)) this.violate(`${id} is begun though it runs from these files`);
  }

  /** Who leads goes last. */
  private requireOrder(id: string, host: HostName, component: ComponentName): void {
    const hasty = this.hasty.get(component);
    if (hasty !== undefined) this.violate(`${id} comes after that of the leader on ${hasty}`);
    if (this.looks.lastingLeader(component) === host) this.hasty.set(component, host);
  }

  private requireServed({ host, component, at }: Started, when: string): void {
    // One Spark master that rules is enough, whichever it is.
    const hosts = component === 'spark-master' ? this.cluster.hosts.map(({ name }) => name) : [host];
    if (!hosts.some((name) => this.looks.servedSince(name, component, at)))
      this.violate(`${when}, and nobody has seen that ${component} on ${host} serves again`);
  }

  /** What needs this component was asked to stop as well, and stops before. */
  private stops({ id, host, component, service }: ActionOf<'service-stop'>): void {
    const { verb, components, limit } = this.request;
    if (verb !== 'stop' && verb !== 'destroy') this.violate(`${id} leaves it stopped, which nobody has asked for`);
    const hosts = limit.length > 0 ? limit : this.cluster.hosts.map(({ name }) => name);
    for (const { name: dependent, needs } of specs) {
      if (!needs.includes(component) || (components.length > 0 && !components.includes(dependent))) continue;
      const left = hosts.find((name) => this.runs(name, dependent));
      if (left !== undefined) this.violate(`${id} is begun while ${dependent} on ${left} still runs`);
    }
    if (!this.world.machine(host).files.has(service.run)) this.violate(`${id} is begun after its files were removed`);
  }

  private removes({ id, host }: ActionOf<'remove'>): void {
    const { verb } = this.request;
    if (verb !== 'destroy') this.violate(`${id}: only destroy removes`);
    const running = [...this.world.machine(host).services.keys()].find((component) => this.runs(host, component));
    if (running !== undefined) this.violate(`${id} is begun while ${running} runs there`);
  }

  /** A process that has died and comes back by itself counts: it would start without its files. */
  private runs(host: HostName, component: ComponentName): boolean {
    const machine = this.world.machine(host);
    const { waits } = machine.serviceOf(component);
    const process = machine.processOf(component);
    // What came up after the look is beyond what the operator could know.
    const seen = this.looks.facts.get(host) ?? 0;
    return (process !== null && process.startedAt < seen) || (waits && this.world.quiet);
  }

  private violate(message: string): void {
    this.world.violate(`${this.name}: ${message}`);
  }
}

// A simulated run of fams-ops: the real reconciliation over simulated hosts. It can be killed at any step.
import { isGone, type Holder } from '../../src/apply/holder.js';
import { calculatorLiveBy } from '../../src/components/calculator/live.js';
import { kafkaLiveBy } from '../../src/components/kafka/live.js';
import { producerLiveBy } from '../../src/components/producer/live.js';
import { sparkMasterLiveBy } from '../../src/components/spark-master/live.js';
import { sparkWorkerLiveBy } from '../../src/components/spark-worker/live.js';
import { zookeeperLiveBy } from '../../src/components/zookeeper/live.js';
import { AppError } from '../../src/errors/app-error.js';
import { observeBy } from '../../src/flows/run/observe.js';
import type { FlowOptions } from '../../src/flows/run/options.js';
import type { Run } from '../../src/flows/run/run.js';
import { nameSoftware } from '../../src/flows/run/software.js';
import { remoteScript } from '../../src/hosts/session/scripts.js';
import type { Clock } from '../../src/model/clock.js';
import type { Cluster, HostName } from '../../src/model/cluster.js';
import type { Live } from '../../src/model/live.js';
import type { Resolved } from '../../src/model/resolved.js';
import type { HostSession, RunOutcome } from '../../src/model/session.js';
import { worldExecutors } from './executors.js';
import { factsOf } from './facts.js';
import { LastSeen } from './invariants.js';
import { lockAnswer } from './lock-model.js';
import { worldReads } from './reads.js';
import type { World } from './world.js';

export interface OperatorOptions {
  readonly name: string;
  readonly command: string;
  readonly limit?: readonly HostName[];
  /** The step before which it is killed. */
  readonly killAt?: number;
  readonly mayRemoveData?: boolean;
  /** Stops for good: stop and destroy. */
  readonly leaving?: boolean;
  /** The person accepted what a restart costs. */
  readonly accepts?: boolean;
}

/** Nobody who is dead goes on. */
const never = (): Promise<never> => new Promise(() => undefined);

export class Operator implements Clock {
  readonly world: World;
  readonly name: string;
  readonly seen = new LastSeen();
  readonly mayRemoveData: boolean;
  readonly leaving: boolean;
  readonly accepts: boolean;
  readonly aborter = new AbortController();
  alive = true;
  steps = 0;
  /** Whether it has asked for the lock. */
  locked = false;
  private readonly cluster: Cluster;
  private readonly options: OperatorOptions;
  private resolution: Resolved | null = null;

  constructor(world: World, cluster: Cluster, options: OperatorOptions) {
    this.world = world;
    this.cluster = cluster;
    this.options = options;
    this.name = options.name;
    this.mayRemoveData = options.mayRemoveData === true;
    this.leaving = options.leaving === true;
    this.accepts = options.accepts === true;
  }

  now(): number {
    return this.world.time.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!this.alive) await never();
    await this.world.time.sleep(ms, signal);
    if (!this.alive) await never();
  }

  /** A message on its way: it takes a while, and the operator may be killed before or after it. */
  async step(least: number, most: number): Promise<void> {
    this.steps++;
    if (this.steps === this.options.killAt) this.kill();
    await this.sleep(this.world.random.between(least, most));
  }

  kill(): void {
    if (!this.alive) return;
    this.world.tell(`${this.name}: is killed`);
    this.alive = false;
    acting.get(this.world)?.delete(this);
  }

  /** Marks the time in which it changes hosts: two operators never do so at once. */
  enter(): () => void {
    const all = acting.get(this.world) ?? new Map<Operator, number>();
    acting.set(this.world, all);
    const other = [...all.keys()].find((operator) => operator !== this && operator.alive);
    if (other !== undefined) this.world.violate(`${this.name} and ${other.name} change hosts at the same time`);
    all.set(this, (all.get(this) ?? 0) + 1);
    return () => {
      const left = (all.get(this) ?? 1) - 1;
      if (left === 0) all.delete(this);
      else all.set(this, left);
    };
  }

  resolved(): Resolved {
    if (this.resolution === null) throw new Error('nothing has been looked at yet');
    return this.resolution;
  }

  addressOf(host: HostName): string {
    return this.cluster.hosts.find(({ name }) => name === host)?.address ?? host;
  }

  run(): Run {
    const { world, cluster } = this;
    const session = (host: HostName): HostSession => this.session(host);
    const live: Live = { signal: this.aborter.signal, session, dial: () => Promise.reject(new Error('nothing is dialled in this world')) };
    const options: FlowOptions = {
      inventory: cluster.file,
      limit: this.options.limit ?? [],
      offline: true,
      acceptNewHostKeys: false,
      questions: {
        interactive: false,
        confirm: () => Promise.resolve(false),
        secret: () => Promise.resolve(undefined),
        text: () => Promise.resolve(undefined),
      },
      sink: () => undefined,
      signal: this.aborter.signal,
      env: {},
    };
    const reads = worldReads(this);
    return {
      command: this.options.command,
      cluster,
      warnings: [],
      options,
      connections: {
        live,
        sessions: new Map(cluster.hosts.map(({ name }) => [name, session(name)])),
        failures: new Map(),
        reachMs: new Map(),
        close: () => undefined,
      },
      bundles: {},
      equipment: {
        executors: worldExecutors(this),
        lives: {
          zookeeper: zookeeperLiveBy(reads),
          kafka: kafkaLiveBy(reads),
          'spark-master': sparkMasterLiveBy(reads),
          'spark-worker': sparkWorkerLiveBy(reads),
          producer: producerLiveBy(reads),
          calculator: calculatorLiveBy(reads),
        },
        serviceFailure: () => Promise.resolve(null),
        clock: this,
        holder: () => Promise.resolve(this.holder()),
        gone: (holder, us) => (holder.machine === us.machine ? Promise.resolve(isDead(world, holder.user)) : isGone(holder, us)),
        journal: () => ({ path: null, sink: () => undefined, close: () => undefined }),
      },
      observe: () =>
        observeBy(cluster, {
          unreached: new Map(),
          facts: async (host, request) => {
            await this.step(5, 60);
            const machine = world.machine(host);
            const place = cluster.hosts.find(({ name }) => name === host);
            if (!machine.up || place === undefined)
              throw new AppError('HOST_UNREACHABLE', `${host} cannot be reached.`, { where: { host }, todo: ['Switch it on.'] });
            return factsOf(machine, place, request, this.now());
          },
          software: () => Promise.resolve(nameSoftware(cluster)),
          registry: (resolved) => reads.registry(resolved, live, 0),
        }).then((observation) => {
          this.resolution = observation.resolved;
          return observation;
        }),
    };
  }

  private holder(): Holder {
    everybody.get(this.world)?.add(this);
    if (!everybody.has(this.world)) everybody.set(this.world, new Set([this]));
    this.locked = true;
    return {
      user: this.name,
      machine: 'desk',
      bootId: 'b',
      pidNamespace: 'n',
      pid: 1,
      pidStart: '1',
      command: this.options.command,
      since: '2026-01-01T00:00:00Z',
    };
  }

  private session(host: HostName): HostSession {
    const { world } = this;
    const refuse = (): never => {
      throw new Error('only the lock script is run over a session of this world');
    };
    return {
      host,
      label: host,
      lost: undefined,
      run: async (script, args): Promise<RunOutcome> => {
        if (script !== remoteScript('lock')) refuse();
        await this.step(1, 30);
        const machine = world.machine(host);
        if (!machine.up) return { kind: 'lost', reason: 'no answer', stdout: '', stderr: '', truncated: false };
        const stdout = `${lockAnswer(machine, args, this.now())}\n`;
        await this.step(1, 30);
        return { kind: 'exit', code: 0, stdout, stderr: '', truncated: false };
      },
      put: refuse,
      follow: refuse,
      dial: refuse,
      close: () => undefined,
    };
  }
}

/** Operators that change hosts now, and how many of their scripts are under way. */
const acting = new WeakMap<World, Map<Operator, number>>();
const everybody = new WeakMap<World, Set<Operator>>();

const isDead = (world: World, name: string): boolean =>
  ![...(everybody.get(world) ?? [])].some((operator) => operator.name === name && operator.alive);

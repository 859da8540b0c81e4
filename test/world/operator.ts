// A simulated person who runs fams-ops on a machine. At any step the run can be killed, interrupted, or met by another fault.
import { isGoneBy, type Holder } from '../../src/apply/holder.js';
import type { Clock } from '../../src/model/clock.js';
import type { Cluster, HostName } from '../../src/model/cluster.js';
import type { Resolved } from '../../src/model/resolved.js';
import { Conduct, type Request } from './conduct.js';
import { Looks } from './looks.js';
import type { World } from './world.js';

export interface OperatorOptions {
  readonly name: string;
  /** The machine that it is run on: `desk` unless another one is named. */
  readonly desk?: string;
  /** Called before each step with its number, from 1. */
  readonly onStep?: (step: number, operator: Operator) => void;
}

/** Nobody who is dead goes on. */
const never = (): Promise<never> => new Promise(() => undefined);

export class Operator implements Clock {
  readonly world: World;
  readonly cluster: Cluster;
  readonly request: Request;
  readonly name: string;
  readonly desk: string;
  readonly looks = new Looks();
  readonly conduct: Conduct;
  readonly aborter = new AbortController();
  /** How far the time of day of its machine was moved, ms. No wait depends on it. */
  clockStep = 0;
  alive = true;
  /** Whether the run has come to its end by itself. */
  ended = false;
  steps = 0;
  /** Whether it has asked for the lock. */
  locked = false;
  private readonly pid: number;
  private readonly onStep: NonNullable<OperatorOptions['onStep']>;
  private readonly boots: ReadonlyMap<HostName, number>;
  private resolution: Resolved | null = null;

  constructor(world: World, cluster: Cluster, request: Request, { name, desk = 'desk', onStep = () => undefined }: OperatorOptions) {
    this.world = world;
    this.cluster = cluster;
    this.request = request;
    this.name = name;
    this.desk = desk;
    this.onStep = onStep;
    this.conduct = new Conduct(world, cluster, name, request, this.looks);
    this.pid = 100 + world.operators.length;
    this.boots = new Map([...world.machines.values()].map(({ name: host, boot }) => [host, boot]));
    world.operators.push(this);
  }

  now(): number {
    return this.world.time.now();
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!this.alive) await never();
    await this.world.time.sleep(ms, signal);
    if (!this.alive) await never();
  }

  /** A message on its way: it takes a while, and something may happen before it. */
  async step(least: number, most: number): Promise<void> {
    this.steps++;
    this.onStep(this.steps, this);
    await this.sleep(this.world.random.between(least, most));
  }

  /** Whether its connection to the host is alive: one that a reboot has cut stays cut. */
  reaches(host: HostName): boolean {
    const machine = this.world.machine(host);
    return machine.up && machine.boot === this.boots.get(host);
  }

  kill(): void {
    if (!this.alive || this.ended) return;
    this.world.tell(`${this.name}: is killed`);
    this.world.quiet = false;
    this.alive = false;
    this.world.acting.delete(this);
  }

  interrupt(): void {
    if (!this.alive || this.ended) return;
    this.world.tell(`${this.name}: Ctrl-C`);
    this.world.quiet = false;
    this.conduct.interruptedAt ??= this.world.time.now();
    this.aborter.abort();
  }

  /** Its run has come to an end by itself, whichever. */
  ends(): void {
    this.ended = true;
  }

  /** Marks the time in which it changes hosts: two operators never do so at once. */
  enter(): () => void {
    const { acting } = this.world;
    if (!this.alive) return () => undefined;
    const other = [...acting.keys()].find((operator) => operator !== this);
    if (other !== undefined) this.world.violate(`${this.name} and ${other.name} change hosts at the same time`);
    acting.set(this, (acting.get(this) ?? 0) + 1);
    return () => {
      const left = (acting.get(this) ?? 1) - 1;
      if (left === 0) acting.delete(this);
      else acting.set(this, left);
    };
  }

  resolves(resolution: Resolved): void {
    this.resolution = resolution;
  }

  get resolved(): Resolved {
    if (this.resolution === null) throw new Error('nothing has been looked at yet');
    return this.resolution;
  }

  /** What it writes into a lock. */
  holder(): Holder {
    this.locked = true;
    const { pid } = this;
    const { verb: command } = this.request;
    const since = '2026-01-01T00:00:00Z';
    return {
      user: this.name,
      machine: this.desk,
      bootId: `boot of ${this.desk}`,
      pidNamespace: 'n',
      pid,
      pidStart: String(pid),
      command,
      since,
    };
  }

  /** As it sees the processes of its own machine. */
  gone(holder: Holder, us: Holder): Promise<boolean> {
    const startOf = (pid: number): Promise<string> => {
      const process = this.world.operators.find((other) => other.pid === pid && other.desk === this.desk);
      return Promise.resolve(process?.alive === true && !process.ended ? String(pid) : '');
    };
    return isGoneBy(startOf)(holder, us);
  }
}

// The life of one simulated cluster: its world, what has been launched on it, and how it is brought back after a verb.
import { AppError } from '../../src/errors/app-error.js';
import type { Cluster } from '../../src/model/cluster.js';
import { endOf, LIMIT_MS, requireNoneOff, requireServing, told, type Ending } from './aftermath.js';
import { clusterOf, type Shape } from './clusters.js';
import type { Request } from './conduct.js';
import { foreignIsThere, plantForeign } from './invariants.js';
import type { OperatorOptions } from './operator.js';
import { attempt, requested, type Attempt } from './verbs.js';
import { Violation, World } from './world.js';

/** The lock of a holder that has died elsewhere is free after 30 s; a broker may have been slow. */
const RECOVERIES = 4;
/** A directory of somebody else. */
export const PHOTOS = '/home/fams/photos';

export class Life {
  readonly world: World;
  readonly shape: Shape;
  provisions = 0;
  /** Another one is another configuration of the brokers and the members. */
  revision = 0;
  launched = false;
  /** One host has lost its data for good: its replicas are nobody's until they are moved, and no broker can be spared. */
  maimed = false;

  constructor(shape: Shape, seed: number) {
    this.shape = shape;
    this.world = new World(clusterOf(shape, 0), seed);
  }

  get cluster(): Cluster {
    return clusterOf(this.shape, this.revision);
  }

  async begin(): Promise<void> {
    for (const { name } of this.cluster.hosts) plantForeign(this.world, name, PHOTOS);
    await this.passTime(1000);
  }

  async passTime(ms: number): Promise<void> {
    await this.world.time.run(this.world.time.sleep(ms), LIMIT_MS);
  }

  /** A single member, or a broker that cannot be spared, is restarted with the consent of a person alone. */
  get needsConsent(): boolean {
    return this.shape === 'one' || this.shape === 'tight';
  }

  consenting(request: Request): Request {
    return { ...request, accepts: this.needsConsent };
  }

  attempt(request: Request, name: string, options: Omit<OperatorOptions, 'name'> = {}, cluster = this.cluster): Attempt {
    if (request.verb === 'provision') this.provisions++;
    const unique = `${name} ${String(this.world.operators.length)}`;
    return attempt(this.world, cluster, request, { ...options, name: unique });
  }

  /** A destruction of data that was cut off must be brought to its end: half of the data look like a lost disk. */
  async repeat(request: Request): Promise<void> {
    this.world.beginChapter(false);
    await this.heal();
    await this.upToEnd(request);
  }

  /** Everything is switched on again, and the next runs bring it to where it should be. */
  async comeBack({ verb }: Request): Promise<void> {
    const { world } = this;
    if (verb !== 'stop' && verb !== 'destroy') requireNoneOff(world, this.cluster);
    world.beginChapter(false);
    await this.heal();
    await this.recover('provision');
    world.dataMayGo = false;
    if (this.launched) await this.recover('launch');
    this.requireUnharmed();
  }

  requireUnharmed(): void {
    for (const { name } of this.cluster.hosts) foreignIsThere(this.world, name, PHOTOS);
    if (this.world.violation !== null) throw this.world.violation;
  }

  private async heal(): Promise<void> {
    const { world } = this;
    world.brokers.tempo.clear();
    for (const { name } of this.cluster.hosts) {
      world.powerOn(name);
      // A process that hung is one that the operator would have killed by hand.
      if (world.brokers.metadata(name) === null) world.crash(name, 'kafka');
    }
    await this.passTime(world.random.between(0, 40_000));
  }

  /** After some runs it is as it should be; then there is nothing to do, and no lock is taken. */
  private async recover(verb: 'provision' | 'launch'): Promise<void> {
    const { world } = this;
    await this.upToEnd(this.consenting(requested(verb)));
    requireServing(world, this.cluster, verb);
    const again = this.attempt(this.consenting(requested(verb)), 'dave');
    const second = await endOf(world, again);
    if (second.kind !== 'ended' || second.result.applied.kind !== 'unchanged')
      throw new Violation(`the second ${verb} is not without changes: ${told(second)}`);
    if (again.operator.locked) throw new Violation(`the second ${verb} takes the lock`);
    if (world.violation !== null) throw world.violation;
  }

  private async upToEnd(request: Request): Promise<void> {
    let ending: Ending = { kind: 'killed' };
    for (let tries = 1; tries <= RECOVERIES; tries++) {
      ending = await endOf(this.world, this.attempt(request, 'carol'));
      if (ending.kind === 'ended' && ending.result.ok) return;
      this.refuseDeadHolder(ending);
      // Replicas may have much to copy.
      await this.passTime(ending.kind === 'ended' ? 90_000 : 20_000);
    }
    throw new Violation(`${request.verb} does not come to an end: ${told(ending)}`);
  }

  /** Whoever has died on the same machine is replaced at once. */
  private refuseDeadHolder(ending: Ending): void {
    if (ending.kind !== 'failed' || !(ending.error instanceof AppError) || ending.error.code !== 'LOCK_HELD') return;
    if (this.world.operators.every(({ desk }) => desk === 'desk'))
      throw new Violation(`a dead holder on this machine is not replaced: ${told(ending)}`);
  }
}

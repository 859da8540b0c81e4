// One seed: a cluster lives through some verbs and faults. After each it must be possible to bring it back, and then there is nothing to do.
import { AppError } from '../../src/errors/app-error.js';
import type { Applied } from '../../src/flows/run/reconcile.js';
import type { Cluster } from '../../src/model/cluster.js';
import { clusterOf, type Shape } from './clusters.js';
import { FAULTS } from './faults.js';
import { foreignIsThere, plantForeign } from './invariants.js';
import { attempt, type Attempt, type VerbName } from './verbs.js';
import { Violation, World } from './world.js';

/** Longer than any verb may take, with all its gates. */
const LIMIT_MS = 3_600_000;
/** The holder of a lock that has died elsewhere is replaced after 30 s; a broker may have been slow. */
const RECOVERIES = 4;
const SETTLE_MS = 90_000;
const PHOTOS = '/home/fams/photos';

const FAULT_NAMES = Object.keys(FAULTS);

export interface Trial {
  readonly seed: number;
  readonly provisions: number;
  /** Null where every promise held. */
  readonly failure: string | null;
  readonly story: readonly string[];
}

type Ending =
  | { readonly kind: 'ended'; readonly applied: Applied }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'killed' };

export async function tryOut(seed: number): Promise<Trial> {
  const life = new Life(seed);
  const { world } = life;
  let failure: string | null = null;
  try {
    await life.live();
  } catch (error) {
    if (world.violation === null) failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  world.end();
  return { seed, provisions: life.provisions, failure: world.violation?.message ?? failure, story: world.story };
}

class Life {
  readonly world: World;
  provisions = 0;
  private readonly shape: Shape;
  private revision = 0;
  private launched = false;

  constructor(seed: number) {
    this.shape = (['three', 'three', 'three', 'one', 'five'] as const)[seed % 5] ?? 'three';
    this.world = new World(clusterOf(this.shape, 0), seed);
  }

  async live(): Promise<void> {
    const { random } = this.world;
    for (const { name } of this.cluster.hosts) plantForeign(this.world, name, PHOTOS);
    await this.chapter('provision');
    for (let chapters = random.between(1, 3); chapters > 0; chapters--) {
      const verb = random.pick([
        'provision',
        'provision',
        'roll',
        'roll',
        'restart',
        'stop',
        'launch',
        'destroy',
        'destroy --data',
        'foreign',
      ] as const);
      if (verb === 'foreign') await this.pointAtForeignData();
      else if (verb === 'roll') {
        this.revision++;
        await this.chapter('provision');
      } else await this.chapter(verb);
    }
  }

  private get cluster(): Cluster {
    return clusterOf(this.shape, this.revision);
  }

  /** The verb, with faults; then everything is switched on again, and the cluster is brought back. */
  private async chapter(verb: VerbName): Promise<void> {
    const { world } = this;
    world.dataMayGo = verb === 'destroy --data';
    if (verb === 'launch') this.launched = true;
    world.tell(`--- ${verb}`);
    world.chapter++;
    world.faulty = true;
    await this.withFaults(verb);
    world.faulty = false;
    await this.heal();
    // What was cut off half-way is ended by the same command.
    if (verb === 'destroy' || verb === 'destroy --data') await this.recover(verb);
    await this.recover('provision');
    world.dataMayGo = false;
    if (this.launched) await this.recover('launch');
    for (const { name } of this.cluster.hosts) foreignIsThere(world, name, PHOTOS);
    this.refuseViolation();
  }

  private async withFaults(verb: VerbName): Promise<void> {
    const { world } = this;
    const { random } = world;
    const killAt = random.chance(0.3) ? { killAt: random.between(1, 250) } : {};
    const first = this.begin(verb, { name: 'alice', ...killAt });
    const attempts = [first];
    for (let faults = random.pick([0, 1, 1, 2]); faults > 0; faults--) {
      const name = FAULT_NAMES[random.between(0, FAULT_NAMES.length - 1)] ?? '';
      world.tell(`fault: ${name}`);
      FAULTS[name]?.(world, this.cluster, first);
    }
    if (random.chance(0.25)) {
      await world.time.run(world.time.sleep(random.between(0, 5000)), LIMIT_MS);
      attempts.push(this.begin(random.pick([verb, 'provision']), { name: 'bob' }));
    }
    for (const made of attempts) {
      const ending = await this.end(made);
      world.tell(`${made.operator.name}: ${said(ending)}`);
      refuseBug(ending);
    }
  }

  private begin(verb: VerbName, options: { readonly name: string; readonly killAt?: number }): Attempt {
    if (verb === 'provision') this.provisions++;
    // A single member can only be restarted with the consent of a person.
    return attempt(this.world, this.cluster, verb, { accepts: this.shape === 'one', ...options });
  }

  private end({ operator, result }: Attempt): Promise<Ending> {
    const { time } = this.world;
    const ended = result.then(
      (applied): Ending => ({ kind: 'ended', applied }),
      (error: unknown): Ending => ({ kind: 'failed', error }),
    );
    const killed = async (): Promise<Ending> => {
      while (operator.alive) await time.sleep(500);
      return { kind: 'killed' };
    };
    return time.run(Promise.race([ended, killed()]), LIMIT_MS);
  }

  private async heal(): Promise<void> {
    const { world } = this;
    world.brokers.tempo.clear();
    for (const { name } of this.cluster.hosts) {
      world.powerOn(name);
      // A process that hung is one that the operator would have killed by hand.
      if (world.brokers.metadata(name) === null) world.crash(name, 'kafka');
    }
    await world.time.run(world.time.sleep(world.random.between(1000, 60_000)), LIMIT_MS);
  }

  /** The next runs bring it to where it should be, and then there is nothing to do, and no lock is taken. */
  private async recover(verb: VerbName): Promise<void> {
    const { world } = this;
    let ending: Ending = { kind: 'killed' };
    for (let tries = 1; tries <= RECOVERIES; tries++) {
      ending = await this.end(this.begin(verb, { name: `carol ${String(tries)}` }));
      world.tell(`carol ${String(tries)}: ${said(ending)}`);
      refuseBug(ending);
      if (ending.kind === 'ended') break;
      await world.time.run(world.time.sleep(20_000), LIMIT_MS);
    }
    if (ending.kind !== 'ended') throw new Violation(`${verb} does not come to an end: ${said(ending)}`);
    if (!verb.startsWith('destroy')) await this.requireServing(verb);
    const again = this.begin(verb, { name: 'dave' });
    const second = await this.end(again);
    world.tell(`dave: ${said(second)}`);
    if (second.kind !== 'ended' || second.applied.kind !== 'unchanged')
      throw new Violation(`the second ${verb} is not without changes: ${said(second)}`);
    if (again.operator.locked) throw new Violation(`the second ${verb} takes the lock`);
    this.refuseViolation();
  }

  /** A run ends with checks that wait for what has just been started, also by others. */
  private async settle(): Promise<void> {
    const { world } = this;
    const silent = (): boolean =>
      this.cluster.hosts.some(({ name, roles }) => roles.includes('kafka') && world.brokers.metadata(name) === null);
    for (let waited = 0; waited < SETTLE_MS && (silent() || !world.ensemble.serves); waited += 1000)
      await world.time.run(world.time.sleep(1000), LIMIT_MS);
  }

  /** What a run without faults says that it has done is there. */
  private async requireServing(verb: VerbName): Promise<void> {
    const { world, cluster } = this;
    await this.settle();
    if (!world.ensemble.serves) throw new Violation(`${verb} has ended, and the ensemble does not serve`);
    const { brokers, topics } = world.brokers.registry();
    const silent = cluster.hosts.find(({ roles, address }) => roles.includes('kafka') && !brokers.some(({ host }) => host === address));
    if (silent !== undefined) throw new Violation(`${verb} has ended, and the broker on ${silent.name} is not registered`);
    const missing = cluster.topics.find(({ name }) => !topics.some((topic) => topic.name === name));
    if (missing !== undefined) throw new Violation(`${verb} has ended, and there is no topic ${missing.name}`);
  }

  private async pointAtForeignData(): Promise<void> {
    const cluster = clusterOf(this.shape, this.revision, PHOTOS);
    const ending = await this.end(attempt(this.world, cluster, 'provision', { name: 'erin', accepts: true }));
    this.world.tell(`erin: ${said(ending)}`);
    if (ending.kind !== 'failed' || !(ending.error instanceof AppError) || ending.error.exitCode !== 5)
      throw new Violation(`brokers are pointed at somebody else's directory: ${said(ending)}`);
    for (const { name } of cluster.hosts) foreignIsThere(this.world, name, PHOTOS);
    this.refuseViolation();
  }

  private refuseViolation(): void {
    if (this.world.violation !== null) throw this.world.violation;
  }
}

const said = (ending: Ending): string =>
  ending.kind === 'killed'
    ? 'killed'
    : ending.kind === 'ended'
      ? `${ending.applied.kind}, ${String(ending.applied.actions.filter(({ outcome }) => outcome === 'changed').length)} changes`
      : ending.error instanceof Error
        ? ending.error.message
        : String(ending.error);

/** Faults end in errors that a person can act on, never in one of fams-ops itself. */
function refuseBug(ending: Ending): void {
  if (ending.kind === 'failed' && (!(ending.error instanceof AppError) || ending.error.code === 'BUG')) throw ending.error;
}

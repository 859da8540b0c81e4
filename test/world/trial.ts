// One seed: a cluster lives through some verbs and faults. After each it must be possible to bring it back, and then there is nothing to do.
import { AppError } from '../../src/errors/app-error.js';
import { requireSuccess, processesOf, endOf, told } from './aftermath.js';
import { clusterOf, type Shape } from './clusters.js';
import type { Request } from './conduct.js';
import { FAULTS, FAULT_NAMES } from './faults.js';
import { Life, PHOTOS } from './life.js';
import { requested, type RequestName } from './verbs.js';
import { Violation } from './world.js';

export interface Trial {
  readonly seed: number;
  readonly provisions: number;
  /** Null where every promise held. */
  readonly failure: string | null;
  readonly story: readonly string[];
}

/** A verb; or new settings of the brokers, a directory of somebody else's, a restart that nobody has allowed. */
export type ChapterName = RequestName | 'roll' | 'foreign' | 'unasked';

const CHAPTERS: readonly [ChapterName, ...ChapterName[]] = [
  'provision',
  'roll',
  'roll',
  'roll',
  'restart',
  'restart kafka',
  'restart zookeeper',
  'start',
  'stop',
  'stop kafka',
  'launch',
  'launch',
  'launch --stop',
  'destroy',
  'destroy --data',
  'foreign',
  'unasked',
];

const SHAPES: readonly Shape[] = ['three', 'three', 'three', 'one', 'five', 'three', 'three', 'tight', 'three', 'three'];

/** @param chapters only these, where some of the promises are to be tried more often */
export async function tryOut(seed: number, chapters: readonly [ChapterName, ...ChapterName[]] = CHAPTERS): Promise<Trial> {
  return lived(new Life(SHAPES[seed % SHAPES.length] ?? 'three', seed), seed, async (life) => {
    const { random } = life.world;
    await life.begin();
    await chapter(life, 'provision');
    for (let left = random.between(1, 3); left > 0 && !life.maimed; left--) await chapter(life, random.pick(chapters));
  });
}

/** Lets the life be lived, and tells how it went. */
export async function lived(life: Life, seed: number, live: (life: Life) => Promise<void>): Promise<Trial> {
  const { world } = life;
  let failure: string | null = null;
  try {
    await live(life);
  } catch (error) {
    failure = error instanceof Violation ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  world.end();
  return { seed, provisions: life.provisions, failure: world.violation?.message ?? failure, story: world.story };
}

async function chapter(life: Life, name: ChapterName): Promise<void> {
  life.world.tell(`--- ${name}`);
  if (name === 'foreign') return pointAtForeignData(life);
  if (name === 'unasked') return restartUnasked(life);
  if (name === 'roll') life.revision++;
  return withFaults(life, name === 'roll' ? 'provision' : name);
}

/** The verb, with faults; then everything is switched on again, and the cluster is brought back. */
async function withFaults(life: Life, name: RequestName): Promise<void> {
  const { world } = life;
  const { random } = world;
  const request = life.consenting(requested(name, limitOf(life, name, life.provisions === 0)));
  if (request.verb === 'launch') life.launched = true;
  world.dataMayGo = request.withData;
  const killAt = random.chance(0.2) ? random.between(1, 250) : null;
  const faults = Array.from({ length: random.pick([0, 0, 1, 1, 2]) }, () => FAULT_NAMES[random.between(0, FAULT_NAMES.length - 1)] ?? '');
  const another = random.chance(0.25);
  world.beginChapter(true);
  const before = processesOf(world, life.cluster);
  const first = life.attempt(request, 'alice', { onStep: (step, operator) => void (step === killAt && operator.kill()) });
  for (const fault of faults) {
    world.tell(`fault: ${fault}`);
    FAULTS[fault]?.(world, life.cluster, first.operator);
  }
  const attempts = [first];
  if (another) {
    await life.passTime(random.between(0, random.pick([1000, 8000, 60_000])));
    const desk = random.pick(['desk', 'laptop']);
    attempts.push(life.attempt(random.chance(0.5) ? request : life.consenting(requested('provision')), 'bob', { desk }));
  }
  let done = true;
  for (const made of attempts) {
    const ending = await endOf(world, made);
    if (made === first) done = ending.kind === 'ended';
    if (world.quiet && !another) requireSuccess(world, made.operator, ending, before);
  }
  if (request.withData && request.limit.length > 0) life.maimed = true;
  if (request.withData && !done) await life.repeat(request);
  await life.comeBack(request);
}

/** Now and then only one host is to be changed. */
function limitOf({ world, cluster }: Life, name: RequestName, first: boolean): Partial<Request> {
  const { hosts } = cluster;
  const host = hosts[world.random.between(0, hosts.length - 1)];
  return host !== undefined && name !== 'launch' && !first && world.random.chance(0.3) ? { limit: [host.name] } : {};
}

async function pointAtForeignData(life: Life): Promise<void> {
  const { world } = life;
  world.beginChapter(false);
  const cluster = clusterOf(life.shape, life.revision, PHOTOS);
  const ending = await endOf(world, life.attempt(requested('provision', { accepts: true }), 'erin', {}, cluster));
  if (ending.kind !== 'failed' || !(ending.error instanceof AppError) || ending.error.exitCode !== 5)
    throw new Violation(`brokers are pointed at somebody else's directory: ${told(ending)}`);
  life.requireUnharmed();
}

/** What only a person may allow is refused before anything is touched. */
async function restartUnasked(life: Life): Promise<void> {
  const { world } = life;
  if (!life.needsConsent) return;
  world.beginChapter(false);
  life.revision++;
  const made = life.attempt(requested(world.random.pick(['provision', 'restart', 'restart kafka'])), 'frank');
  const ending = await endOf(world, made);
  if (ending.kind !== 'failed' || !(ending.error instanceof AppError) || ending.error.code !== 'RISK_REFUSED')
    throw new Violation(`a restart that costs downtime is not refused: ${told(ending)}`);
  const { acted } = made.operator.conduct;
  if (acted > 0) throw new Violation(`a restart that costs downtime is refused after ${String(acted)} actions`);
  await life.comeBack(requested('provision'));
}

// One mishap at every step of a verb: the verb is run once to count its steps, and then once for each of them, in a new world.
import type { HostName } from '../../src/model/cluster.js';
import { endOf } from './aftermath.js';
import { Life } from './life.js';
import type { Operator } from './operator.js';
import { lived, type Trial } from './trial.js';
import { requested, type RequestName } from './verbs.js';

const HOST_IS_BACK_MS = 15_000;

type Mishap = (operator: Operator) => void;

const powerCut =
  (index: number): Mishap =>
  ({ world, cluster }) => {
    const host: HostName | undefined = cluster.hosts[index]?.name;
    if (host === undefined) return;
    world.powerOff(host);
    world.time.after(HOST_IS_BACK_MS, () => world.powerOn(host));
  };

const MISHAP_TABLE = {
  'operator killed': (operator: Operator) => operator.kill(),
  'Ctrl-C': (operator: Operator) => operator.interrupt(),
  'first host lost and back': powerCut(0),
  'second host lost and back': powerCut(1),
  'third host lost and back': powerCut(2),
} satisfies Readonly<Record<string, Mishap>>;

export type MishapName = keyof typeof MISHAP_TABLE;

export const MISHAPS = [
  'operator killed',
  'Ctrl-C',
  'first host lost and back',
  'second host lost and back',
  'third host lost and back',
] as const;

/** `first provision`: of hosts with nothing on them. `roll`: a provision with other settings. */
export type SteppedVerb = 'first provision' | 'roll' | RequestName;

export const STEPPED: readonly SteppedVerb[] = [
  'first provision',
  'roll',
  'restart',
  'stop',
  'start',
  'launch',
  'launch --stop',
  'destroy',
  'destroy --data',
];

/** What happens at the steps of the verb. */
type OnStep = (step: number, operator: Operator) => void;

/** A three-host cluster lives up to the verb, goes through it, and is brought back. */
function life(verb: SteppedVerb, seed: number, onStep: OnStep): Promise<Trial> {
  return lived(new Life('three', seed), seed, async (lives) => {
    const { world } = lives;
    await lives.begin();
    if (verb !== 'first provision') await lives.comeBack(requested('provision'));
    if (verb === 'launch --stop') await endOf(world, lives.attempt(requested('launch'), 'alice'));
    if (verb === 'start') await endOf(world, lives.attempt(requested('stop'), 'alice'));
    if (verb === 'roll') lives.revision++;
    const request = requested(verb === 'roll' || verb === 'first provision' ? 'provision' : verb);
    lives.launched = verb.startsWith('launch');
    world.beginChapter(true);
    world.dataMayGo = request.withData;
    const ending = await endOf(world, lives.attempt(request, 'alice', { onStep }));
    // A host that is still away comes back by itself.
    await lives.passTime(HOST_IS_BACK_MS);
    if (request.withData && ending.kind !== 'ended') await lives.repeat(request);
    await lives.comeBack(verb === 'start' ? requested('stop') : request);
  });
}

interface Stepping {
  /** Steps between two trials, and the first of them: where not every one can be tried. */
  readonly every?: number;
  readonly from?: number;
  /** This step alone. */
  readonly only?: number | null;
}

export async function* everyStep(
  mishap: MishapName,
  verb: SteppedVerb,
  seed: number,
  { every = 1, from = 1, only = null }: Stepping = {},
): AsyncGenerator<Trial & { readonly step: number }> {
  let steps = 0;
  const whole = await life(verb, seed, (step) => {
    steps = step;
  });
  if (whole.failure !== null) yield { ...whole, step: 0 };
  for (let at = only ?? from; at <= (only ?? steps); at += every) {
    const trial = await life(verb, seed, (step, operator) => {
      if (step === at) MISHAP_TABLE[mishap](operator);
    });
    yield { ...trial, step: at };
  }
}

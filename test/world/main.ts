// The world from the command line: many seeds, one seed with its story, or mishaps at every step. See `npm run world -- --help`.
import { parseArgs } from 'node:util';
import { everyStep, MISHAPS, STEPPED } from './steps.js';
import { tryOut, type Trial } from './trial.js';

const HELP = `npm run world -- --seeds N [--from SEED]   tries N seeds (1000)
npm run world -- --seed SEED              replays one seed and prints its story
npm run world -- --steps [--seed SEED]    kills the operator, interrupts it, and takes hosts away, at every step of every verb
npm run world -- --steps --only 'MISHAP: VERB' --step K [--seed SEED]   replays one of these
`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string' },
    steps: { type: 'boolean', default: false },
    only: { type: 'string' },
    step: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const MOST_FAILURES = 5;
let failures = 0;

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function report({ failure, story }: Trial, name: string, whole: boolean): void {
  for (const line of whole ? story : story.slice(-15)) print(line);
  print(failure === null ? `${name}: every promise held` : `${name}: ${failure}`);
}

/** @returns false after so many failures that more of them would not help */
function count(trial: Trial, name: string, again: string): boolean {
  if (trial.failure === null) return true;
  failures++;
  report(trial, name, false);
  print(`again: npm run world -- ${again}\n`);
  return failures < MOST_FAILURES;
}

function summary(began: number, trials: number, provisions: number): void {
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage();
  print(`${String(trials)} seeds, ${String(provisions)} provisions, ${String(failures)} failures in ${seconds.toFixed(1)} s`);
  print(
    `${(trials / seconds).toFixed(0)} seeds/s, ${(provisions / seconds).toFixed(0)} provisions/s, ${(provisions / ((user + system) / 1e6)).toFixed(0)} per second of the processor`,
  );
}

async function many(from: number, seeds: number): Promise<void> {
  const began = performance.now();
  let [trials, provisions] = [0, 0];
  for (let seed = from; seed < from + seeds; seed++) {
    const trial = await tryOut(seed);
    trials++;
    provisions += trial.provisions;
    if (!count(trial, `seed ${String(seed)}`, `--seed ${String(seed)}`)) break;
  }
  summary(began, trials, provisions);
}

async function stepped(seed: number, only: string | undefined, step: number | null): Promise<void> {
  const began = performance.now();
  let [trials, provisions] = [0, 0];
  for (const mishap of MISHAPS)
    for (const verb of STEPPED) {
      const name = `${mishap}: ${verb}`;
      if (only !== undefined && only !== name) continue;
      for await (const trial of everyStep(mishap, verb, seed, { only: step })) {
        trials++;
        provisions += trial.provisions;
        if (step !== null) report(trial, name, true);
        const again = `--steps --only '${name}' --step ${String(trial.step)} --seed ${String(seed)}`;
        if (!count(trial, `${name}, step ${String(trial.step)}`, again)) return summary(began, trials, provisions);
      }
    }
  summary(began, trials, provisions);
}

async function single(seed: number): Promise<void> {
  const trial = await tryOut(seed);
  report(trial, `seed ${String(seed)}`, true);
  if (trial.failure !== null) failures++;
}

if (values.help) print(HELP);
else if (values.steps) await stepped(Number(values.seed ?? 0), values.only, values.step === undefined ? null : Number(values.step));
else if (values.seed === undefined) await many(Number(values.from), Number(values.seeds));
else await single(Number(values.seed));
if (failures > 0) process.exitCode = 1;

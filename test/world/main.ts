// The world from the command line: many seeds, or one seed with its story. `npm run world -- --seeds 1000`, `npm run world -- --seed 42`.
import { parseArgs } from 'node:util';
import { tryOut, type Trial } from './trial.js';

const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' }, seed: { type: 'string' }, from: { type: 'string', default: '0' } },
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function report({ seed, failure, story }: Trial, whole: boolean): void {
  for (const line of whole ? story : story.slice(-15)) print(line);
  print(failure === null ? `seed ${String(seed)}: every promise held` : `seed ${String(seed)}: ${failure}`);
}

async function many(from: number, seeds: number): Promise<void> {
  const began = performance.now();
  let provisions = 0;
  let failures = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const trial = await tryOut(seed);
    provisions += trial.provisions;
    if (trial.failure === null) continue;
    failures++;
    report(trial, false);
    print(`again: npm run world -- --seed ${String(seed)}`);
    if (failures === 5) break;
  }
  const seconds = (performance.now() - began) / 1000;
  print(`${String(seeds)} seeds, ${String(provisions)} provisions, ${String(failures)} failures in ${seconds.toFixed(1)} s`);
  print(`${(seeds / seconds).toFixed(0)} seeds/s, ${(provisions / seconds).toFixed(0)} provisions/s`);
  if (failures > 0) process.exitCode = 1;
}

if (values.seed === undefined) await many(Number(values.from), Number(values.seeds));
else {
  const trial = await tryOut(Number(values.seed));
  report(trial, true);
  if (trial.failure !== null) process.exitCode = 1;
}

// One mishap at a time, at the steps of each verb. `npm run world -- --steps` tries every step; here it is some of them.
import { describe, expect, it } from 'vitest';
import { everyStep, MISHAPS, STEPPED, type MishapName, type SteppedVerb } from './steps.js';

/** Steps between two trials of a verb; 1 tries them all. */
const EVERY = Number(process.env['WORLD_EVERY'] ?? 41);

const CASES: readonly (readonly [MishapName, SteppedVerb])[] = MISHAPS.flatMap((mishap) => STEPPED.map((verb) => [mishap, verb] as const));

describe('every promise holds with a mishap at any step', () => {
  it.each(CASES)('%s: %s', { timeout: 600_000 }, async (mishap, verb) => {
    const failures: string[] = [];
    // Where the trials begin differs from verb to verb, so that together they meet many kinds of steps.
    const from = 1 + ((CASES.findIndex(([name, other]) => name === mishap && other === verb) * 7) % EVERY);
    for await (const { step, failure, story } of everyStep(mishap, verb, 0, { every: EVERY, from }))
      if (failure !== null) failures.push([`step ${String(step)}: ${failure}`, ...story.slice(-10)].join('\n'));
    expect(failures).toEqual([]);
  });
});

// The promises, tried by seeds: thousands of whole lives of simulated clusters under faults. `npm run world` runs more of them.
import { describe, expect, it } from 'vitest';
import { tryOut } from './trial.js';

const SEEDS = Number(process.env['WORLD_SEEDS'] ?? 400);
const BATCH = 100;

describe('every promise holds', () => {
  const batches = Array.from({ length: Math.ceil(SEEDS / BATCH) }, (_, i) => i * BATCH);
  it.each(batches)('from seed %i on', { timeout: 600_000 }, async (from) => {
    const failures: string[] = [];
    for (let seed = from; seed < from + BATCH; seed++) {
      const { failure, story } = await tryOut(seed);
      if (failure !== null) failures.push([`seed ${String(seed)}: ${failure}`, ...story.slice(-10)].join('\n'));
    }
    expect(failures).toEqual([]);
  });
});

it('is the same for the same seed', async () => {
  const [first, second] = [await tryOut(7), await tryOut(7)];
  expect(second.story).toEqual(first.story);
});

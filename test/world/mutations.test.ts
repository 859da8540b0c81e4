// The world itself: each guard of the product is broken once, and the world must report just what that breaks.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { describe, expect, it } from 'vitest';
import { MUTANTS, type Mutant } from './mutants.js';
import type * as Trials from './trial.js';

/** More than any of them needs. `WORLD_SEEDS` tries others. */
const MOST_SEEDS = Number(process.env['WORLD_SEEDS'] ?? 1000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);

/** The source of the product with the guard broken. */
function broken({ name, file, edits }: Mutant): string {
  return edits.reduce(
    (text, [from, to]) => {
      if (text.split(from).length !== 2) throw new Error(`the guard of "${name}" does not stand once in src/${file} any more: ${from}`);
      return text.replace(from, () => to);
    },
    readFileSync(`${root}src/${file}`, 'utf8'),
  );
}

/** A world over the broken product, bundled and loaded as a module of its own. */
async function worldOf(mutant: Mutant, index: number): Promise<typeof Trials> {
  const code = broken(mutant);
  const output = `${root}reports/mutants/${String(index)}.cjs`;
  const bundle = await rolldown({
    cwd: root,
    input: 'test/world/trial.ts',
    platform: 'node',
    treeshake: false,
    external: (id) => /^(ssh2|node-ssh|kafkajs|execa|tar|yaml|zod|diff|cpu-features)$|\.node$/.test(id),
    logLevel: 'silent',
    plugins: [{ name: 'mutant', load: (id) => (id === `${root}src/${mutant.file}` ? { code, moduleType: 'ts' } : null) }],
  });
  await bundle.write({ file: output, format: 'cjs', codeSplitting: false });
  await bundle.close();
  return require(output) as typeof Trials;
}

describe('the world notices when', () => {
  it.each(MUTANTS.map((mutant, index) => ({ ...mutant, index })))('$name', { timeout: 600_000 }, async ({ index, ...mutant }) => {
    const { tryOut } = await worldOf(mutant, index);
    let failure: string | null = null;
    let seed = 0;
    for (; seed < MOST_SEEDS && failure === null; seed++) ({ failure } = await tryOut(seed, mutant.chapters));
    if (process.env['WORLD_SEEDS'] !== undefined) console.log(`${mutant.name}: seed ${String(seed - 1)}: ${failure ?? 'nothing'}`);
    expect(failure).toMatch(mutant.reported);
  });
});

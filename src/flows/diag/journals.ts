// The journals of the last runs on this machine.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runsDir } from '../../apply/journal.js';
import type { Collection } from './collection.js';

const NEWEST = 10;

/** Never rejects. */
export async function collectJournals(into: Collection, cluster: string, env: NodeJS.ProcessEnv): Promise<void> {
  const dir = runsDir(cluster, env);
  await into.attempt(null, 'journals', async () => {
    const names = await readdir(dir).catch((error: unknown) => {
      // A machine that never ran a changing verb has no journals.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    });
    const runs = names.filter((name) => name.endsWith('.jsonl')).toSorted();
    for (const name of runs.slice(-NEWEST)) into.addJsonLines(`runs/${name}`, await readFile(join(dir, name), 'utf8'));
  });
}

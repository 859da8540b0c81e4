// The journals of the last runs on this machine.
import { readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Collection } from './collection.js';

const NEWEST = 10;

/** Never rejects. */
export async function collectJournals(into: Collection, cluster: string, env: NodeJS.ProcessEnv): Promise<void> {
  const dir = join(env['XDG_STATE_HOME'] ?? join(env['HOME'] ?? homedir(), '.local', 'state'), 'fams-ops', cluster, 'runs');
  await into.attempt(null, 'journals', async () => {
    const runs = (await readdir(dir)).filter((name) => name.endsWith('.jsonl')).toSorted();
    for (const name of runs.slice(-NEWEST)) into.addJsonLines(`runs/${name}`, await readFile(join(dir, name), 'utf8'));
  });
}

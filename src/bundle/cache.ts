// The cache directory of the operator's machine. Everything in it can be deleted, damaged or written by two runs at once.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Inspection } from './archive/inspection.js';
import type { Stamp } from './file-hash.js';
import { missing } from './refusal.js';

/** Raised whenever an inspection refuses more than before, so that no earlier pass counts. */
const RULES = 2;
/** Two changes of a file within the grain of the file system's clock leave the same times: one this young may change unseen. */
const SETTLED_MS = 2_000;
const STALE_MS = 24 * 3_600_000;
const WORK = 'work-';

/** Where it is, for a process with this environment. */
export const cacheDirectory = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), 'fams-ops');

/** Runs `task` in a new directory of its own in the cache, which is gone afterwards. Throws BUNDLE_MISSING where none can be made. */
export async function inWorkDirectory<T>(cacheDir: string, task: (dir: string) => Promise<T>): Promise<T> {
  let dir: string;
  try {
    await mkdir(cacheDir, { recursive: true });
    await sweep(cacheDir);
    dir = await mkdtemp(join(cacheDir, WORK));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw missing(
      `The cache cannot be written: ${why}`,
      { file: cacheDir },
      ['Set XDG_CACHE_HOME to a directory that you may write.'],
      error,
    );
  }
  try {
    return await task(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Removes the leftovers of killed runs, long after any of these can still be at work. */
async function sweep(cacheDir: string): Promise<void> {
  for (const name of await readdir(cacheDir)) {
    if (!name.startsWith(WORK)) continue;
    const path = join(cacheDir, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > STALE_MS) await rm(path, { recursive: true, force: true });
  }
}

/** The result of an earlier run on this very state of the file. */
export async function recall(cacheDir: string, archive: string, stamp: Stamp): Promise<Inspection | undefined> {
  try {
    const record = JSON.parse(await readFile(recordOf(cacheDir, archive), 'utf8')) as Partial<InspectionRecord>;
    return record.rules === RULES && record.stamp === stamp.text ? record.inspection : undefined;
  } catch {
    // Not there, or damaged: the archive is read again.
    return undefined;
  }
}

interface InspectionRecord {
  readonly rules: number;
  readonly archive: string;
  readonly stamp: string;
  readonly inspection: Inspection;
}

/** Saves the next run from reading the archive; without a word where that is impossible. */
export async function remember(cacheDir: string, archive: string, stamp: Stamp, inspection: Inspection): Promise<void> {
  if (Date.now() - stamp.changedMs < SETTLED_MS) return;
  const path = recordOf(cacheDir, archive);
  const temporary = `${path}.${randomUUID()}`;
  const record: InspectionRecord = { rules: RULES, archive: resolve(archive), stamp: stamp.text, inspection };
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`);
    await rename(temporary, path);
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

const recordOf = (cacheDir: string, archive: string): string => join(cacheDir, 'inspections', `${shortHash(resolve(archive))}.json`);

/** Enough of a SHA-256 to name a file by. */
export const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

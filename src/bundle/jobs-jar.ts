// The jar of the jobs: built by Maven from jobs/ whenever its sources are not those of last time, and packed like other software.
import { createHash, randomUUID } from 'node:crypto';
import { copyFile, cp, mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFile } from '../package/files.js';
import { inWorkDirectory } from './cache.js';
import { digestOf } from './identity.js';
import { runMaven } from './maven/maven.js';
import type { Bundle, ObtainOptions } from './obtain.js';
import { missing } from './refusal.js';

const MODULE = fileURLToPath(packageFile('jobs/'));
const JAR = 'fams-jobs.jar';
const MODE = 0o644;

export const JOBS = { name: 'jobs', version: '1', directory: 'fams-jobs' } as const;

export interface JobsJar {
  /** Path on this machine. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * The jar as an archive that hosts take: its identity is that of the jar alone.
 * @throws AppError BUNDLE_MISSING where there is no jar of these sources and it cannot be built
 */
export async function obtainJobs(options: ObtainOptions, module = MODULE): Promise<Bundle> {
  const { path, sha256 } = await obtainJobsJar(options, module);
  const digest = digestOf([{ path: JAR, mode: MODE, content: sha256 }]);
  const { packTarball } = await import('./archive/tarball.js');
  const packed = await packTarball(JOBS.directory, [{ path: JAR, mode: MODE, content: await readFile(path) }]);
  const archive = join(options.cacheDir, `${JOBS.directory}-${digest.slice(0, 32)}.tgz`);
  const kept = await readFile(archive).catch(() => null);
  if (kept?.equals(packed) !== true) await inWorkDirectory(options.cacheDir, (dir) => replace(archive, packed, join(dir, JAR)));
  return { ...JOBS, digest, archive, sha256: hashOf(packed), bytes: packed.length, source: path };
}

/**
 * @param module directory of the Maven module; its `target` keeps the jar and what it was built from
 * @throws AppError BUNDLE_MISSING where there is no jar of these sources and it cannot be built
 */
export async function obtainJobsJar(options: ObtainOptions, module = MODULE): Promise<JobsJar> {
  const path = join(module, 'target', JAR);
  const sources = await digestOfSources(module);
  const known = await readFile(stampOf(path), 'utf8').catch(() => '');
  const kept = await readFile(path).catch(() => null);
  if (kept !== null && known === stampText(sources, hashOf(kept))) return { path, sha256: hashOf(kept), bytes: kept.length };
  if (options.offline)
    throw missing(`There is no jar of the jobs as they are now (${path}), and nothing may be downloaded (--offline)`, {}, [
      'Run `fams-ops bundle` once where the network can be used.',
    ]);
  const built = await build(module, options);
  try {
    await mkdir(join(path, '..'), { recursive: true });
    await replace(path, built, `${path}.${randomUUID()}`);
    await replace(stampOf(path), stampText(sources, hashOf(built)), `${stampOf(path)}.${randomUUID()}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw missing(`The jar of the jobs cannot be kept: ${why}`, { file: path }, ['Run this once as the owner of that directory.'], error);
  }
  return { path, sha256: hashOf(built), bytes: built.length };
}

/** In a directory of its own, so that two builds at once do not meet. */
async function build(module: string, options: ObtainOptions): Promise<Buffer> {
  options.progress('Building the jar of the jobs');
  return inWorkDirectory(options.cacheDir, async (dir) => {
    await copyFile(join(module, 'pom.xml'), join(dir, 'pom.xml'));
    await cp(join(module, 'src'), join(dir, 'src'), { recursive: true });
    await runMaven(['-B', '-Dmaven.test.skip=true', 'package'], dir, {
      ...options,
      purpose: 'build the jar of the jobs',
      otherwise: 'Or run `npm run build` on a machine where it works, and copy jobs/target from there.',
    });
    return readFile(join(dir, 'target', JAR)).catch((error: unknown) => {
      throw missing(
        `Maven ended well but made no ${JAR}`,
        { file: module },
        ['Run it again with --debug and report what it prints.'],
        error,
      );
    });
  });
}

/** Whatever may change the jar: the sources and how Maven makes it of them. */
async function digestOfSources(module: string): Promise<string> {
  try {
    const found = await readdir(join(module, 'src'), { recursive: true, withFileTypes: true });
    const files = found.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
    const hashed = [join(module, 'pom.xml'), ...files].map(async (file) => ({
      path: file.slice(module.length),
      mode: MODE,
      content: hashOf(await readFile(file)),
    }));
    return digestOf(await Promise.all(hashed));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw missing(`The sources of the jobs cannot be read: ${why}`, { file: module }, ['Install fams-ops anew.'], error);
  }
}

async function replace(path: string, content: Buffer | string, temporary: string): Promise<void> {
  await writeFile(temporary, content);
  await rename(temporary, path);
}

const stampOf = (jar: string): string => `${jar}.built-from`;
const stampText = (sources: string, jar: string): string => `sources ${sources}\njar ${jar}\n`;
const hashOf = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

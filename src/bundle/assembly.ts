// The bundle of our own making: the locked jars as libs/, our scripts as bin/, our configuration as config/.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleIdentity } from '../model/component.js';
import { digestOf, type UnpackedFile } from './identity.js';
import { directoryOf, TEMPLATES, type Lock } from './lock.js';
import { writeTarball, type TarFile } from './tarball.js';

const JAR_MODE = 0o644;

/** Known before anything is fetched: every file of it is either ours or locked. */
export async function assembledIdentity(lock: Lock): Promise<BundleIdentity> {
  const jars: UnpackedFile[] = lock.jars.map(({ file, sha256 }) => ({ path: `libs/${file}`, mode: JAR_MODE, content: sha256 }));
  const own = (await ownFiles()).map(({ path, mode, content }) => ({
    path,
    mode,
    content: createHash('sha256').update(content).digest('hex'),
  }));
  return { name: 'kafka', version: lock.version, directory: directoryOf(lock), digest: digestOf([...jars, ...own]) };
}

/** Packs the jars in `jarsDir` with our own files into the new archive `to`. */
export async function assemble(lock: Lock, jarsDir: string, to: string): Promise<void> {
  const jars = lock.jars.map(async ({ file }) => ({ path: `libs/${file}`, mode: JAR_MODE, content: await readFile(join(jarsDir, file)) }));
  await writeTarball(to, directoryOf(lock), [...(await ownFiles()), ...(await Promise.all(jars))]);
}

/** Modes are set here, not taken from the checkout, where an umask may have changed them. */
async function ownFiles(): Promise<readonly TarFile[]> {
  return [...(await folder('bin', 0o755)), ...(await folder('config', 0o644))];
}

async function folder(name: string, mode: number): Promise<readonly TarFile[]> {
  const url = new URL(`${name}/`, TEMPLATES);
  const files = await readdir(url);
  return Promise.all(files.map(async (file) => ({ path: `${name}/${file}`, mode, content: await readFile(new URL(file, url)) })));
}

// The bundle of our own making: the locked jars, and our scripts and configuration around them.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleIdentity } from '../model/component.js';
import { digestOf, type UnpackedFile } from './identity.js';
import { templatesOf, type Lock } from './lock.js';
import type { Product } from './product.js';
import type { TarFile } from './archive/tarball.js';

const JAR_MODE = 0o644;

/** Known before anything is fetched: every file of it is either ours or locked. */
export async function assembledIdentity(product: Product, lock: Lock): Promise<BundleIdentity> {
  const jars: UnpackedFile[] = lock.jars.map(({ file, sha256 }) => ({ path: `${product.jars}/${file}`, mode: JAR_MODE, content: sha256 }));
  const own = (await ownFiles(product)).map(({ path, mode, content }) => ({
    path,
    mode,
    content: createHash('sha256').update(content).digest('hex'),
  }));
  const directory = product.directoryOf(lock);
  const files = [...jars, ...own];
  return { name: product.name, version: lock.version, directory, digest: digestOf(files), files: files.map(({ path }) => path) };
}

/** Packs the jars in `jarsDir` with our own files into the new archive `to`. */
export async function assemble(product: Product, lock: Lock, jarsDir: string, to: string): Promise<void> {
  const { writeTarball } = await import('./archive/tarball.js');
  const jars = lock.jars.map(async ({ file }) => ({
    path: `${product.jars}/${file}`,
    mode: JAR_MODE,
    content: await readFile(join(jarsDir, file)),
  }));
  await writeTarball(to, product.directoryOf(lock), [...(await ownFiles(product)), ...(await Promise.all(jars))]);
}

/** Modes are set here, not taken from the checkout, where an umask may have changed them. */
async function ownFiles(product: Product): Promise<readonly TarFile[]> {
  return (await Promise.all(Object.entries(product.own).map(([name, mode]) => folder(product, name, mode)))).flat();
}

async function folder(product: Product, name: string, mode: number): Promise<readonly TarFile[]> {
  const url = new URL(`${name}/`, templatesOf(product));
  const files = await readdir(url);
  return Promise.all(files.map(async (file) => ({ path: `${name}/${file}`, mode, content: await readFile(new URL(file, url)) })));
}

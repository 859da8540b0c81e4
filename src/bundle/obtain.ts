// Obtains the software that kafka.bundle or spark.bundle names: an archive on this machine that was read and found right.
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppError } from '../errors/app-error.js';
import type { BundleIdentity } from '../model/component.js';
import { checkWanted, inspectArchive, type Inspection } from './archive/inspection.js';
import { assemble, assembledIdentity } from './assembly.js';
import { inWorkDirectory, shortHash } from './cache.js';
import { download, pathOf, shownUrl, urlOf } from './download.js';
import { fromCache, inspected, type CacheOptions } from './from-cache.js';
import { lockedNames, lockOf, type Lock } from './lock.js';
import { fetchJars } from './maven/maven.js';
import type { Product, Wanted } from './product.js';
import { missing } from './refusal.js';

/** Software on this machine, with what was seen in it. */
export interface Bundle extends Inspection {
  /** Path on this machine. */
  readonly archive: string;
  /** `maven`, or the path or URL that it comes from. */
  readonly source: string;
  /** Paths below its top directory, where they are known without reading the archive. */
  readonly files?: readonly string[];
}

/** The inventory's choice of one software. */
export interface Chosen extends Wanted {
  /** `auto`, a path, or a URL. */
  readonly bundle: string;
}

export interface ObtainOptions extends CacheOptions {
  /** Use the archives on this machine and download nothing. */
  readonly offline: boolean;
  /** Variables of the environment that nothing that is started here inherits. */
  readonly secretVariables?: readonly string[] | undefined;
}

/**
 * Throws BUNDLE_MISSING when no archive is here and none can be obtained, BUNDLE_REFUSED for an archive that is damaged or dangerous, or
 * that is other software than the inventory asks for.
 */
export async function obtainBundle(product: Product, chosen: Chosen, options: ObtainOptions): Promise<Bundle> {
  const { bundle } = chosen;
  const key = keyOf(product);
  if (bundle === 'auto') return assembled(product, chosen, options);
  if (bundle.startsWith('file:')) return local(product, pathOf(bundle, key), chosen, options);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(bundle)) return downloaded(product, urlOf(bundle, key), chosen, options);
  return local(product, resolve(bundle), chosen, options);
}

async function local(product: Product, archive: string, wanted: Wanted, options: ObtainOptions): Promise<Bundle> {
  return { ...(await inspected(product, archive, wanted, options)), archive, source: archive };
}

async function downloaded(product: Product, url: URL, wanted: Wanted, options: ObtainOptions): Promise<Bundle> {
  const { cacheDir, signal } = options;
  const source = shownUrl(url);
  const archive = join(cacheDir, `download-${shortHash(`${url.href} ${wanted.sha256 ?? ''}`)}.tgz`);
  const cached = await fromCache(product, archive, wanted, options);
  if (cached !== undefined) return { ...cached, archive, source };
  if (options.offline) throw offlineWithout(product, source);
  const seen = await inWorkDirectory(cacheDir, async (dir) => {
    const file = join(dir, 'archive.tgz');
    await download(url, file, { ...options, key: keyOf(product) });
    const inspection = await inspectArchive(product, file, wanted, { signal, name: source });
    await rename(file, archive);
    return inspection;
  });
  return { ...seen, archive, source };
}

async function assembled(product: Product, wanted: Wanted, options: ObtainOptions): Promise<Bundle> {
  const lock = await lockOf(product, wanted);
  if (lock === undefined) throw await notLocked(product, wanted);
  const identity = await assembledIdentity(product, lock);
  const archive = join(options.cacheDir, `${identity.directory}-${identity.digest.slice(0, 32)}.tgz`);
  const cached = await fromCache(product, archive, { ...wanted, sha256: null }, options, identity.digest);
  if (cached === undefined && options.offline) throw offlineWithout(product, identity.directory);
  const seen = cached ?? (await make(product, lock, identity, archive, options));
  checkWanted(product, archive, seen, wanted);
  return { ...seen, files: identity.files ?? [], archive, source: 'maven' };
}

async function make(product: Product, lock: Lock, identity: BundleIdentity, archive: string, options: ObtainOptions): Promise<Inspection> {
  const { signal } = options;
  return inWorkDirectory(options.cacheDir, async (dir) => {
    options.progress(`Assembling ${identity.directory} from ${lock.jars.length} jars of Maven Central`);
    const otherwise = `Or set ${keyOf(product)} to the path or URL of the official archive.`;
    await fetchJars(lock, dir, { ...options, purpose: 'fetch the jars of the bundle', otherwise });
    const file = join(dir, 'archive.tgz');
    await assemble(product, lock, dir, file);
    const seen = await inspectArchive(product, file, { ...lock, sha256: null }, { signal });
    if (seen.digest !== identity.digest) throw new Error(`the bundle came out as ${seen.digest}, not as ${identity.digest}`);
    await rename(file, archive);
    return seen;
  });
}

const keyOf = ({ name }: Product): string => `${name}.bundle`;

const offlineWithout = (product: Product, what: string): AppError =>
  missing(`${what} is not in the cache, and nothing may be downloaded (--offline)`, {}, [
    'Run `fams-ops bundle` once where the network can be used, or copy the cache of a machine where it was run.',
    `Or set ${keyOf(product)} to the path of the official archive.`,
  ]);

async function notLocked(product: Product, wanted: Wanted): Promise<AppError> {
  const can = (await lockedNames(product)).join(', ');
  return missing(`${keyOf(product)}: auto cannot make ${product.directoryOf(wanted)}, only ${can}`, {}, [
    `Set ${keyOf(product)} to the path or URL of the official archive ${product.official(wanted)}.`,
  ]);
}

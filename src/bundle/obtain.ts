// From what the inventory says under kafka.bundle to an archive on this machine that was read and found right.
import { rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../errors/app-error.js';
import type { KafkaSoftware } from '../model/cluster.js';
import type { BundleIdentity } from '../model/component.js';
import { checkExpected, inspectArchive, type Expected, type Inspection } from './archive-inspection.js';
import { assemble, assembledIdentity } from './assembly.js';
import { inWorkDirectory, recall, remember, shortHash } from './cache.js';
import { download, pathOf, shownUrl, urlOf } from './download.js';
import { stampOf } from './file-hash.js';
import { directoryOf, lockedNames, lockOf, type Lock } from './lock.js';
import { fetchJars } from './maven.js';
import { missing, refused } from './refusal.js';

export interface Bundle extends BundleIdentity {
  /** Path on this machine. */
  readonly archive: string;
  /** Of the archive file. */
  readonly sha256: string;
  readonly bytes: number;
  /** `maven`, or the path or URL that the inventory names. */
  readonly source: string;
}

export interface ObtainOptions {
  /** Nothing is downloaded; what is at hand is used. */
  readonly offline: boolean;
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
  /** One line for people, each time something that takes a while begins. */
  readonly progress: (text: string) => void;
}

/**
 * Throws BUNDLE_MISSING where there is no archive and none can be got, BUNDLE_REFUSED for one that is damaged, dangerous or
 * not what the inventory asks for.
 */
export async function obtainBundle(software: KafkaSoftware, options: ObtainOptions): Promise<Bundle> {
  const { bundle } = software;
  if (bundle === 'auto') return assembled(software, options);
  if (bundle.startsWith('file:')) return local(pathOf(bundle), software, options);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(bundle)) return downloaded(urlOf(bundle), software, options);
  return local(resolve(bundle), software, options);
}

async function local(archive: string, software: KafkaSoftware, options: ObtainOptions): Promise<Bundle> {
  return bundleOf(await inspected(archive, software, options), archive, archive);
}

async function downloaded(url: URL, software: KafkaSoftware, options: ObtainOptions): Promise<Bundle> {
  const { cacheDir, signal } = options;
  const name = shownUrl(url);
  const archive = join(cacheDir, `download-${shortHash(`${url.href} ${software.sha256 ?? ''}`)}.tgz`);
  const cached = await fromCache(archive, software, options);
  if (cached !== undefined) return bundleOf(cached, archive, name);
  if (options.offline) throw offlineWithout(name);
  const seen = await inWorkDirectory(cacheDir, async (dir) => {
    const file = join(dir, 'archive.tgz');
    await download(url, file, options);
    const inspection = await inspectArchive(file, software, { signal, name });
    await rename(file, archive);
    return inspection;
  });
  return bundleOf(seen, archive, name);
}

async function assembled(software: KafkaSoftware, options: ObtainOptions): Promise<Bundle> {
  const lock = await lockOf(software);
  if (lock === undefined) throw await notLocked(software);
  const identity = await assembledIdentity(lock);
  const archive = join(options.cacheDir, `${identity.directory}-${identity.digest.slice(0, 32)}.tgz`);
  const cached = await fromCache(archive, { ...software, sha256: null }, options, identity.digest);
  if (cached === undefined && options.offline) throw offlineWithout(identity.directory);
  const seen = cached ?? (await make(lock, identity, archive, options));
  checkExpected(archive, seen, software);
  return bundleOf(seen, archive, 'maven');
}

async function make(lock: Lock, identity: BundleIdentity, archive: string, options: ObtainOptions): Promise<Inspection> {
  return inWorkDirectory(options.cacheDir, async (dir) => {
    options.progress(`Assembling ${identity.directory} from ${lock.jars.length} jars of Maven Central`);
    await fetchJars(lock, dir, options);
    const file = join(dir, 'archive.tgz');
    await assemble(lock, dir, file);
    const seen = await inspectArchive(file, { ...lock, sha256: null }, options);
    if (seen.digest !== identity.digest) throw new Error(`the bundle came out as ${seen.digest}, not as ${identity.digest}`);
    await rename(file, archive);
    return seen;
  });
}

/** What the cache holds; undefined where that is nothing, or nothing that can be used. `digest` where it is known beforehand. */
async function fromCache(archive: string, expected: Expected, options: ObtainOptions, digest?: string): Promise<Inspection | undefined> {
  const unusable = (why: string) => options.progress(`${archive} in the cache is not used: ${why}`);
  try {
    const seen = await inspected(archive, expected, options);
    if (digest === undefined || seen.digest === digest) return seen;
    unusable('its files are not those that it was made with');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'BUNDLE_REFUSED') unusable(error.message);
    else if (error.code !== 'BUNDLE_MISSING') throw error;
  }
  return undefined;
}

/** Reads the archive, unless an earlier run has read it in this very state. */
async function inspected(archive: string, expected: Expected, { cacheDir, signal }: ObtainOptions): Promise<Inspection> {
  const stamp = await stampOf(archive);
  const known = await recall(cacheDir, archive, stamp);
  if (known !== undefined) {
    checkExpected(archive, known, expected);
    return known;
  }
  const seen = await inspectArchive(archive, expected, { signal });
  if ((await stampOf(archive)).text !== stamp.text)
    throw refused(archive, 'it was changed while it was read', ['Try again when it is whole.']);
  await remember(cacheDir, archive, stamp, seen);
  return seen;
}

const bundleOf = ({ version, directory, digest, sha256, bytes }: Inspection, archive: string, source: string): Bundle => ({
  name: 'kafka',
  version,
  directory,
  digest,
  archive,
  sha256,
  bytes,
  source,
});

const offlineWithout = (what: string): AppError =>
  missing(`${what} is not in the cache, and nothing may be downloaded (--offline)`, {}, [
    'Run `fams-ops bundle` once where the network can be used, or copy the cache of a machine where it was run.',
    'Or set kafka.bundle to the path of the official archive.',
  ]);

async function notLocked(software: KafkaSoftware): Promise<AppError> {
  const can = (await lockedNames()).join(', ');
  return missing(`kafka.bundle: auto cannot make ${directoryOf(software)}, only ${can}`, {}, [
    `Set kafka.bundle to the path or URL of the official archive ${directoryOf(software)}.tgz.`,
  ]);
}

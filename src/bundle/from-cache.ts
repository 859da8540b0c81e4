// Archives on this machine: read once, and trusted as long as the file stays unchanged.
import { AppError } from '../errors/app-error.js';
import { checkWanted, inspectArchive, type Inspection } from './archive/inspection.js';
import { recall, remember } from './cache.js';
import { stampOf } from './file-hash.js';
import type { Product, Wanted } from './product.js';
import { instead, refused } from './refusal.js';

export interface CacheOptions {
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
  /** One line for people, each time something that takes a while begins. */
  readonly progress: (text: string) => void;
}

/** Reads the archive, unless an earlier run has read it in this very state. Throws as inspectArchive does. */
export async function inspected(product: Product, archive: string, wanted: Wanted, options: CacheOptions): Promise<Inspection> {
  const { cacheDir, signal } = options;
  const todo = [instead(product, wanted)];
  const stamp = await stampOf(archive, todo);
  const known = await recall(cacheDir, archive, stamp);
  if (known?.name === product.name) {
    checkWanted(product, archive, known, wanted);
    return known;
  }
  const seen = await inspectArchive(product, archive, wanted, { signal });
  if ((await stampOf(archive, todo)).text !== stamp.text)
    throw refused(archive, 'it was changed while it was read', ['Try again when it is whole.']);
  await remember(cacheDir, archive, stamp, seen);
  return seen;
}

/**
 * What the cache holds; undefined where that is nothing, or nothing that can be used.
 * @param digest where it is known beforehand
 */
export async function fromCache(
  product: Product,
  archive: string,
  wanted: Wanted,
  options: CacheOptions,
  digest?: string,
): Promise<Inspection | undefined> {
  const unusable = (why: string): void => options.progress(`${archive} in the cache is not used: ${why}`);
  try {
    const seen = await inspected(product, archive, wanted, options);
    if (digest === undefined || seen.digest === digest) return seen;
    unusable('its files are not those that it was made with');
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    if (error.code === 'BUNDLE_REFUSED') unusable(error.message);
    else if (error.code !== 'BUNDLE_MISSING') throw error;
  }
  return undefined;
}

// Reads an archive to its last byte and says what software it is, or refuses it. Nothing is unpacked.
import { EntryTrouble } from './entry-rules.js';
import { hashFile } from '../file-hash.js';
import { digestOf, type UnpackedFile } from '../identity.js';
import { Unrecognised, type Contents, type Product, type Wanted } from '../product.js';
import { headOf, isHtml } from '../maven/local-repository.js';
import { instead, interruptedOr, refused } from '../refusal.js';
import { ArchiveTrouble, readTree } from './tar-reading.js';

/** The result of an inspection. */
export interface Inspection extends Contents {
  /** Of the product. */
  readonly name: string;
  /** See digestOf. */
  readonly digest: string;
  /** Of the archive file. */
  readonly sha256: string;
  readonly bytes: number;
}

export interface InspectionOptions {
  readonly signal?: AbortSignal | undefined;
  /** Name of the archive in messages, for a path that would mean nothing to the reader. */
  readonly name?: string;
}

/** Throws BUNDLE_REFUSED, saying which entry and why, for an archive that is damaged, dangerous or not the expected software. */
export async function inspectArchive(
  product: Product,
  path: string,
  wanted: Wanted,
  { signal, name = path }: InspectionOptions = {},
): Promise<Inspection> {
  const { sha256, bytes } = await hashFile(path, { todo: [instead(product, wanted)], signal });
  checkSha256(product, name, sha256, wanted);
  let top: string;
  let files: readonly UnpackedFile[];
  try {
    const tree = await readTree(path, bytes, signal);
    top = tree.top ?? '';
    files = tree.files();
  } catch (error) {
    const page = isHtml(await headOf(path));
    throw interruptedOr(page ? refused(name, PAGE, PAGE_TODO) : asRefusal(name, error), signal, `Reading ${name}`);
  }
  const seen = { ...contentsOf(product, name, top, files), name: product.name, digest: digestOf(files), sha256, bytes };
  checkWanted(product, name, seen, wanted);
  return seen;
}

/** Refuses an archive that is sound but not what the inventory asks for. */
export function checkWanted(product: Product, archive: string, seen: Inspection, wanted: Wanted): void {
  checkSha256(product, archive, seen.sha256, wanted);
  const other = product.mismatch(seen, wanted);
  if (other === null) return;
  throw refused(archive, `it holds ${seen.directory}, the inventory asks for ${other.wanted}`, [
    `Give the archive of ${other.wanted}, or set ${other.keys}.`,
  ]);
}

function checkSha256(product: Product, archive: string, sha256: string, wanted: Wanted): void {
  if (wanted.sha256 === null || wanted.sha256.toLowerCase() === sha256) return;
  throw refused(archive, `its SHA-256 is ${sha256}, the inventory says ${wanted.sha256}`, [
    `If the archive is the right one after all, put its SHA-256 into ${product.name}.sha256.`,
  ]);
}

function contentsOf(product: Product, archive: string, top: string, files: readonly UnpackedFile[]): Contents {
  try {
    return product.recognise(top, files);
  } catch (error) {
    throw error instanceof Unrecognised ? refused(archive, error.message) : error;
  }
}

const PAGE = 'it is an HTML page, not an archive: a sign-in page or a proxy answered for the server';
const PAGE_TODO = ['Open a page in a browser on this network and sign in, then get the archive again.'];

function asRefusal(archive: string, error: unknown): unknown {
  if (error instanceof EntryTrouble || error instanceof ArchiveTrouble) return refused(archive, error.message);
  const { code = '', message } = error as NodeJS.ErrnoException;
  // zlib's own codes: Z_BUF_ERROR is a file cut off, Z_DATA_ERROR a changed one.
  return code.startsWith('Z_') ? refused(archive, `its gzip data is damaged: ${message}`) : error;
}

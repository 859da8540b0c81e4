// Writes a .tar.gz of texts that nobody but its owner may read, whole or not at all.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Header, Pax, type HeaderData } from 'tar';

export interface ArchiveEntry {
  /** Below the top directory, with / between components. */
  readonly path: string;
  readonly text: string;
}

const BLOCK = 512;

/**
 * One directory `top` with these entries. The file gets its name when all of it is on the disk; what was there before is replaced.
 * @returns its size in bytes
 */
export async function writeArchive(to: string, top: string, entries: readonly ArchiveEntry[], at: Date): Promise<number> {
  const part = `${to}.${randomUUID()}.part`;
  try {
    await pipeline(tarBytes(top, entries, at), createGzip(), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    const file = await open(part, 'r+');
    await file.sync().finally(() => file.close());
    const { size } = await stat(part);
    await rename(part, to);
    return size;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

function* tarBytes(top: string, entries: readonly ArchiveEntry[], mtime: Date): Generator<Buffer> {
  const folders = new Set([`${top}/`, ...entries.flatMap(({ path }) => foldersOf(`${top}/${path}`))]);
  for (const path of [...folders].sort()) yield* header({ path, type: 'Directory', mode: 0o700, size: 0, mtime });
  for (const { path, text } of entries) {
    const content = Buffer.from(text);
    yield* header({ path: `${top}/${path}`, type: 'File', mode: 0o600, size: content.length, mtime });
    yield content;
    yield Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

/** `a/b/c` lies in `a/` and `a/b/`. */
function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, i) => `${parts.slice(0, i + 1).join('/')}/`);
}

/** A path that does not fit into the plain header stands before it in an extended one. */
function* header(data: HeaderData): Generator<Buffer> {
  const block = Buffer.alloc(BLOCK);
  if (new Header({ ...data, uid: 0, gid: 0 }).encode(block)) yield new Pax(data).encode();
  yield block;
}

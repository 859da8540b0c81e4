// Packs an archive whose unpacked files, and on one version of zlib also whose bytes, depend on nothing but its content.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { Header, type HeaderData } from 'tar';

export interface TarFile {
  /** Below the top directory, with / between components. */
  readonly path: string;
  readonly mode: number;
  readonly content: Buffer;
}

/** Of every file in every archive; tar warns of a time that is too old to be true. */
const MTIME = new Date('2015-03-11T00:00:00Z');
const BLOCK = 512;

export async function writeTarball(to: string, top: string, files: readonly TarFile[]): Promise<void> {
  await pipeline(tarBytes(top, files), createGzip(), createWriteStream(to, { flags: 'wx' }));
}

/** For what is small. */
export async function packTarball(top: string, files: readonly TarFile[]): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await pipeline(tarBytes(top, files), createGzip(), async (packed: AsyncIterable<Buffer>) => {
    for await (const chunk of packed) chunks.push(chunk);
  });
  return Buffer.concat(chunks);
}

function* tarBytes(top: string, files: readonly TarFile[]): Generator<Buffer> {
  const dirs = new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)));
  for (const dir of ['', ...[...dirs].sort()]) yield header({ path: `${top}/${dir}`, type: 'Directory', mode: 0o755, size: 0 });
  for (const { path, mode, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    yield header({ path: `${top}/${path}`, type: 'File', mode, size: content.length });
    yield content;
    yield Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

function header(data: HeaderData): Buffer {
  const head = new Header({ ...data, uid: 0, gid: 0, uname: 'root', gname: 'root', mtime: MTIME });
  const block = Buffer.alloc(BLOCK);
  if (head.encode(block)) throw new Error(`${data.path ?? ''} does not fit a plain tar header`);
  return block;
}

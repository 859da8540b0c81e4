// The stream side of an inspection: file, gzip, tar, and the SHA-256 of every entry, in one pass that keeps nothing in memory.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Parser, ReadEntry } from 'tar';
import { EntryTrouble, MAX_UNPACKED_BYTES } from './entry-rules.js';
import { Tree } from './tree.js';

/** The whole is not an archive, or a damaged one. */
export class ArchiveTrouble extends Error {
  override readonly name = 'ArchiveTrouble';
}

const CHUNK = 1 << 18;
const GZIP = Buffer.from([0x1f, 0x8b]);
const TOO_LARGE = `it unpacks to more than ${MAX_UNPACKED_BYTES / 1024 ** 3} GiB`;

/** The tree in an archive of `bytes` bytes. Throws ArchiveTrouble, EntryTrouble, or what zlib and the file system say. */
export async function readTree(path: string, bytes: number, signal?: AbortSignal): Promise<Tree> {
  const tree = new Tree();
  const gunzip = (await beginsWith(path, GZIP)) ? createGunzip({ chunkSize: CHUNK }) : undefined;
  const source = createReadStream(path, { highWaterMark: CHUNK });
  let outcome: { readonly trouble?: unknown } | undefined;
  const sink = async (chunks: AsyncIterable<Buffer>): Promise<void> => {
    try {
      await readTar(chunks, tree);
      outcome = {};
    } catch (trouble) {
      outcome = { trouble };
      throw trouble;
    }
  };
  try {
    const options = signal ? { signal } : {};
    await (gunzip ? pipeline(source, gunzip, sink, options) : pipeline(source, sink, options));
  } catch (error) {
    // pipeline tells that gunzip was aborted, not why; and it breaks after all was read where gunzip leaves bytes behind.
    if (outcome === undefined) throw error;
    if ('trouble' in outcome) throw outcome.trouble;
  }
  const rest = gunzip === undefined ? 0 : bytes - gunzip.bytesWritten;
  if (rest > 0) throw new ArchiveTrouble(`${rest} bytes follow the end of its gzip data`);
  return tree;
}

async function beginsWith(path: string, magic: Buffer): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(magic.length), 0, magic.length, 0);
    return buffer.equals(magic);
  } finally {
    await file.close();
  }
}

async function readTar(chunks: AsyncIterable<Buffer>, tree: Tree): Promise<void> {
  const { Parser: TarParser } = await import('tar');
  const tar = new TarReader(tree, TarParser);
  let total = 0;
  for await (const chunk of chunks) {
    // The parser would unpack this by itself, past our limits and unlike the tar of a host.
    if (total === 0 && chunk.subarray(0, GZIP.length).equals(GZIP)) throw new ArchiveTrouble('it is compressed twice');
    total += chunk.length;
    if (total > MAX_UNPACKED_BYTES) throw new ArchiveTrouble(TOO_LARGE);
    tar.write(chunk);
  }
  tar.end();
}

class TarReader {
  private readonly tree: Tree;
  private readonly parser: Parser;
  private entries = 0;
  /** Bytes that the headers so far speak of. */
  private announced = 0;
  private zeros = 0;
  private complete = false;

  constructor(tree: Tree, TarParser: typeof Parser) {
    this.tree = tree;
    this.parser = new TarParser({
      brotli: false,
      zstd: false,
      onReadEntry: (entry) => this.take(entry),
      onwarn: (_code, message) => {
        throw new ArchiveTrouble(this.entries > 0 ? `it is damaged: ${message}` : 'it is neither a .tar nor a gzip-compressed one');
      },
    });
    this.parser.on('nullBlock', () => (this.zeros += 1));
    this.parser.on('eof', () => (this.complete = true));
    // Metadata beyond the parser's limit, and types that it does not know: a tar on a host might understand them.
    this.parser.on('ignoredEntry', (entry: ReadEntry) => {
      throw new EntryTrouble(entry.path, `it is of the unexpected type ${entry.type}`);
    });
    this.parser.on('meta', (text: string) => {
      // GNU tar takes name and content of such an entry from here, the parser does not: two readings of one archive.
      if (text.includes('GNU.sparse.')) throw new ArchiveTrouble('it holds a sparse file');
    });
  }

  /** Throws as soon as the bytes show trouble. All handlers are synchronous, so that there is never a backlog to wait for. */
  write(chunk: Buffer): void {
    // The parser would pile up whatever follows the end mark.
    if (!this.complete) this.parser.write(chunk);
  }

  end(): void {
    this.parser.end();
    if (!this.complete) throw new ArchiveTrouble('it is cut off: its end mark is missing');
  }

  private take(entry: ReadEntry): void {
    const { path, type, mode = 0, linkpath: target = '', size } = entry;
    this.entries += 1;
    if (this.zeros > 0) throw new EntryTrouble(path, 'it comes after the end mark');
    this.announced += size;
    if (this.announced > MAX_UNPACKED_BYTES) throw new ArchiveTrouble(TOO_LARGE);
    if (size > 0 && !type.endsWith('File')) throw new EntryTrouble(path, `it is of type ${type} and yet has content`);
    const node = this.tree.add({ path, type, mode, target });
    const hash = createHash('sha256');
    entry.on('data', (chunk) => hash.update(chunk));
    entry.on('end', () => {
      if (node !== undefined && type.endsWith('File')) node.content = hash.digest('hex');
    });
  }
}

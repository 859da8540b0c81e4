// The entries of a zip file (a jar is one), each read when it is asked for: a program may come with all its libraries in it.
import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';

const inflate = promisify(inflateRaw);

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** Bytes at the end of a zip that may hold its end records: the longest comment, and the zip64 records of a large zip. */
const TAIL = 0xffff + END_BYTES + 76;
const LARGEST_DIRECTORY = 256 << 20;
/** No class file comes near it. */
const LARGEST_ENTRY = 16 << 20;
const STORED = 0;
const DEFLATED = 8;

/** Not a zip, or a broken one; the message continues "it ". */
export class NoZip extends Error {}

export interface ZipEntry {
  readonly method: number;
  readonly packed: number;
  readonly bytes: number;
  /** Of its local header. */
  readonly at: number;
}

export class Zip {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  private readonly file: FileHandle;

  private constructor(file: FileHandle, entries: ReadonlyMap<string, ZipEntry>) {
    this.file = file;
    this.entries = entries;
  }

  /** Reads the directory of it. @throws NoZip */
  static async open(file: FileHandle): Promise<Zip> {
    const { size } = await file.stat();
    const tailAt = Math.max(0, size - TAIL);
    const tail = await readAt(file, tailAt, size - tailAt);
    const end = lastEnd(tail);
    if (end < 0) throw new NoZip('is not a zip file: it has no directory at its end');
    const { count, bytes, at } = sizesOf(tail, end, tailAt);
    if (bytes > LARGEST_DIRECTORY || at + bytes > size) throw new NoZip('is cut short or broken: its directory does not lie in it');
    return new Zip(file, directoryOf(await readAt(file, at, bytes), count));
  }

  /** The content of an entry; undefined when there is no such entry. @throws NoZip */
  async read(name: string): Promise<Buffer | undefined> {
    const entry = this.entries.get(name);
    if (entry === undefined) return undefined;
    const { method, packed, bytes, at } = entry;
    if (bytes > LARGEST_ENTRY || packed > LARGEST_ENTRY) throw new NoZip(`has an entry ${name} of ${String(bytes)} bytes`);
    const head = await readAt(this.file, at, LOCAL_BYTES);
    if (head.readUInt32LE(0) !== LOCAL) throw new NoZip(`is broken where ${name} should be`);
    const begin = at + LOCAL_BYTES + head.readUInt16LE(26) + head.readUInt16LE(28);
    const content = await readAt(this.file, begin, packed);
    if (method === STORED) return content;
    if (method !== DEFLATED) throw new NoZip(`has ${name} packed in a way that Java does not know (${String(method)})`);
    const whole = await inflate(content, { maxOutputLength: bytes + 1 }).catch(() => null);
    if (whole?.length !== bytes) throw new NoZip(`is broken: ${name} cannot be unpacked`);
    return whole;
  }
}

function lastEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1)
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) <= tail.length) return at;
  return -1;
}

/** Number of entries, and where their directory lies. One with more than 65,535 entries has a second record, some bytes before the first. */
function sizesOf(tail: Buffer, end: number, tailAt: number): { readonly count: number; readonly bytes: number; readonly at: number } {
  const small = { count: tail.readUInt16LE(end + 10), bytes: tail.readUInt32LE(end + 12), at: tail.readUInt32LE(end + 16) };
  const locator = end - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_64) return small;
  const large = Number(tail.readBigUInt64LE(locator + 8)) - tailAt;
  if (large < 0 || large + 56 > tail.length || tail.readUInt32LE(large) !== END_64) throw new NoZip('is broken at its end');
  const number = (offset: number): number => Number(tail.readBigUInt64LE(large + offset));
  return { count: number(32), bytes: number(40), at: number(48) };
}

function directoryOf(directory: Buffer, count: number): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new NoZip('is broken: its directory ends early');
    const [name, extra, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [number, number, number];
    entries.set(directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + name), {
      method: directory.readUInt16LE(at + 10),
      packed: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      at: directory.readUInt32LE(at + 42),
    });
    at += CENTRAL_BYTES + name + extra + comment;
  }
  return entries;
}

async function readAt(file: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, at);
  if (bytesRead < bytes) throw new NoZip('is cut short');
  return buffer;
}

// Archives for tests, made block by block, so that they can hold what no library would write.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';

export interface RawEntry {
  readonly path: string;
  /** Type flag of the header: 0 file, 1 hard link, 2 symbolic link, 3 character device, 5 directory, 6 pipe, x attributes. */
  readonly type?: string;
  readonly mode?: number;
  readonly link?: string;
  readonly content?: string;
  /** Said in the header in place of the length of the content. */
  readonly size?: number;
}

export const TOP = 'kafka_2.10-0.8.2.1';
export const EXPECTED = { version: '0.8.2.1', scala: '2.10', sha256: null };
export const END = Buffer.alloc(1024);

/** The least that is a bundle. */
export const GOOD: readonly RawEntry[] = [
  { path: `${TOP}/`, type: '5', mode: 0o755 },
  { path: `${TOP}/bin/kafka-run-class.sh`, mode: 0o755, content: '#!/bin/sh\n' },
  { path: `${TOP}/config/server.properties`, content: 'broker.id=0\n' },
  { path: `${TOP}/libs/${TOP}.jar`, content: 'not really a jar' },
];

export function tarOf(entries: readonly RawEntry[], end: Buffer = END): Buffer {
  return Buffer.concat([...entries.flatMap(blocks), end]);
}

function blocks(entry: RawEntry): readonly Buffer[] {
  const content = Buffer.from(entry.content ?? '');
  return [header(entry, entry.size ?? content.length), content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}

function header({ path, type = '0', mode = 0o644, link = '' }: RawEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, width: number) => block.write(`${value.toString(8).padStart(width - 1, '0')}\0`, at, 'latin1');
  block.write(path, 0, 100);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(1_400_000_000, 136, 12);
  block.write(type, 156);
  block.write(link, 157, 100);
  block.write('ustar\x0000', 257, 'latin1');
  block.write('        ', 148);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    8,
  );
  return block;
}

/** A directory that is gone after the test. */
export function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'fams-ops-bundle-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** A file with these bytes; entries become a .tgz. */
export function archiveOf(content: readonly RawEntry[] | Buffer): string {
  const path = join(scratch(), 'archive.tgz');
  writeFileSync(path, Buffer.isBuffer(content) ? content : gzipSync(tarOf(content)));
  return path;
}

export const BYTES = gzipSync(tarOf(GOOD));

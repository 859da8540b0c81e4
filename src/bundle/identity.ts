// Bundle identity: the digest of the unpacked files, not of the compressed bytes.
import { createHash } from 'node:crypto';

/** Something that unpacking makes; directories do not count. */
export interface UnpackedFile {
  /** Below the top directory: `bin/kafka-topics.sh`. */
  readonly path: string;
  /** Permission bits. */
  readonly mode: number;
  /** SHA-256 of the content; of a symbolic link `-> ` and its target. */
  readonly content: string;
}

/** SHA-256 over one line `path mode content` for each file, the mode octal, sorted by the bytes of the path. */
export function digestOf(files: Iterable<UnpackedFile>): string {
  const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
  const hash = createHash('sha256');
  for (const { path, mode, content } of sorted) hash.update(`${path} ${mode.toString(8)} ${content}\n`);
  return hash.digest('hex');
}

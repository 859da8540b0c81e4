// Maven's local repository: finds HTML pages in place of artifacts. They stay for ever, because Maven never fetches a release twice.
import { open, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** So much of a file tells what it is. */
const HEAD_BYTES = 512;
const ARTIFACT = /\.(?:jar|pom|xml|sha1|md5)$/;

/** Whether a text begins as an HTML page does. */
export const isHtml = (head: Buffer): boolean => /^\uFEFF?\s*<(?:!doctype html|html|head|body)\b/i.test(head.toString('utf8'));

/** The first bytes of a file; none where it cannot be read. */
export async function headOf(path: string): Promise<Buffer> {
  const file = await open(path).catch(() => null);
  if (file === null) return Buffer.alloc(0);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return Buffer.alloc(0);
  } finally {
    await file.close();
  }
}

/** Name of an artifact below `directory` that is an HTML page instead; null when there is no such artifact. */
export async function pageInPlace(directory: string): Promise<string | null> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  for (const name of names.filter((one) => ARTIFACT.test(one)).toSorted((a, b) => weight(a) - weight(b)))
    if (isHtml(await headOf(join(directory, name)))) return basename(name);
  return null;
}

/** The artifact itself says more than its checksum. */
const weight = (name: string): number => (/\.(?:sha1|md5)$/.test(name) ? 1 : 0);

/** Neither the network nor the sources get better by fetching again. */
const NOT_MENDED =
  /Connection refused|Unknown ?Host|Network is unreachable|No route to host|timed out|PKIX path|status(?: code)?:? (?:401|403|407)|No space left on device|COMPILATION ERROR/i;
/** Maven speaks of what it kept, or cannot read what it kept. */
const KEPT =
  /during a previous attempt|cached in the local repository|error reading .*\.jar|bad class file|zip END header|ZipException|error in opening zip/i;

/** Whether Maven may do better with an empty repository than with the one that it failed with. */
export const mendedByFresh = (lines: readonly string[]): boolean => {
  const text = lines.join('\n');
  return KEPT.test(text) || !NOT_MENDED.test(text);
};

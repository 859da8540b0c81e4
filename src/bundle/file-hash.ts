// SHA-256 of a file, and what the file system says about it.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { AppError } from '../errors/app-error.js';
import { interruptedOr, missing } from './refusal.js';

const CHUNK = 1 << 20;

interface HashOptions {
  /** Remedies for a file that cannot be read. */
  readonly todo: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Throws BUNDLE_MISSING where it cannot be read. */
export async function hashFile(path: string, { todo, signal }: HashOptions): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const source = createReadStream(path, { highWaterMark: CHUNK });
  const count = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      hash.update(chunk);
    }
  };
  try {
    await pipeline(source, count, signal ? { signal } : {});
  } catch (error) {
    throw interruptedOr(unreadable(path, error, todo), signal, `Reading ${path}`);
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Identifies the state of a file without reading it. A change of content changes it: nobody can set the time of the last change (ctime). */
export interface Stamp {
  readonly text: string;
  readonly changedMs: number;
}

/** Throws BUNDLE_MISSING, with that to do, where there is no file. */
export async function stampOf(path: string, todo: readonly string[]): Promise<Stamp> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) throw new Error('it is not a file');
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = found;
    return { text: [dev, ino, size, mtimeNs, ctimeNs].join(':'), changedMs: Number(ctimeMs) };
  } catch (error) {
    throw unreadable(path, error, todo);
  }
}

function unreadable(path: string, error: unknown, todo: readonly string[]): AppError {
  const why = error instanceof Error ? error.message : String(error);
  return missing(`The file cannot be read: ${why}`, { file: path }, todo, error);
}

// Fetches an archive from a URL into a file. It has no deadline as long as bytes keep coming.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { eitherSignal } from '../errors/signals.js';
import { AppError } from '../errors/app-error.js';
import { MAX_UNPACKED_BYTES } from './archive/entry-rules.js';
import { interruptedOr, missing } from './refusal.js';

export interface DownloadOptions {
  readonly signal?: AbortSignal | undefined;
  readonly progress: (text: string) => void;
  /** Key of the inventory that names the URL: `kafka.bundle`. */
  readonly key: string;
  /** How long nothing may come before it is given up. */
  readonly silenceMs?: number;
}

const todo = (key: string): readonly string[] => [
  'Check the URL and the network; a proxy in the environment is not used.',
  `Or download it yourself and set ${key} to its path.`,
];

/** Without what may be a secret: a login, or a signature in the query. */
export const shownUrl = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

/** Throws BUNDLE_MISSING with what the server or the network said. */
export async function download(url: URL, to: string, { signal, progress, key, silenceMs = 30_000 }: DownloadOptions): Promise<void> {
  const name = shownUrl(url);
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), silenceMs);
  const either = eitherSignal(silence.signal, signal);
  let received = 0;
  const watched = async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      timer.refresh();
      received += chunk.length;
      if (received > MAX_UNPACKED_BYTES) throw new Error('it is far larger than any bundle');
      yield chunk;
    }
  };
  try {
    const response = await fetch(url, { signal: either, headers: { 'accept-encoding': 'identity' } });
    if (!response.ok || response.body === null) throw new Error(`the server answers ${response.status} ${response.statusText}`.trim());
    progress(`Downloading ${name}${sizeOf(response)}`);
    await pipeline(response.body, watched, createWriteStream(to, { flags: 'wx' }), { signal: either });
  } catch (error) {
    const why = silence.signal.aborted ? `nothing came for ${silenceMs / 1000} s, after ${received} bytes` : reasonOf(error);
    const failure = missing(`The archive cannot be downloaded: ${why}`, { file: name }, todo(key), error);
    throw interruptedOr(failure, signal, `Downloading ${name}`);
  } finally {
    clearTimeout(timer);
  }
}

/** The path in a file URL. Throws BUNDLE_MISSING for one that names another machine. */
export function pathOf(text: string, key: string): string {
  try {
    return fileURLToPath(text);
  } catch (error) {
    throw missing(`${key} is no URL of a file on this machine: ${text}`, {}, todo(key), error);
  }
}

/** The URL to fetch. Throws BUNDLE_MISSING for one that cannot be. */
export function urlOf(text: string, key: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw missing(`${key} is no valid URL: ${text}`, {}, todo(key));
  if (!['http:', 'https:'].includes(url.protocol))
    throw missing(`${url.protocol} is not supported: http, https and file are`, { file: shownUrl(url) }, todo(key));
  if (url.username !== '' || url.password !== '') {
    const what = `The URL of ${key} holds a login, which has no place in an inventory`;
    throw new AppError('INVENTORY_INVALID', what, { where: { file: shownUrl(url) }, todo: todo(key).slice(1) });
  }
  return url;
}

function sizeOf(response: Response): string {
  const bytes = Number(response.headers.get('content-length') ?? 0);
  return bytes > 0 ? ` (${(bytes / 1e6).toFixed(1)} MB)` : '';
}

/** fetch says no more than "fetch failed"; why stands in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}

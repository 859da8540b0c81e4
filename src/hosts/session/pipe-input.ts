// Pipe input: writes pieces into the standard input of a script as they come.
import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** As fast as `to` takes it, until one of the two ends; the end of the source, also by a failure, is the end of the input. Never rejects. */
export async function pour(from: AsyncIterable<Uint8Array>, to: Writable): Promise<void> {
  const over = new AbortController();
  to.once('close', () => over.abort());
  try {
    for await (const piece of from) {
      if (to.destroyed || to.writableEnded) break;
      if (!to.write(piece)) await once(to, 'drain', { signal: over.signal });
    }
  } catch {
    // The source tells its own reader why it failed; a script that has ended reads no more.
  } finally {
    to.end();
  }
}

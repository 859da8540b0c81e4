// One small JSON document over HTTP, through whatever connection is dialled.
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { connectWithin, wireFailed, type Dial, type WireOptions } from './dial.js';

/** No page of a daemon comes near it. */
const MOST_BYTES = 4 * 1024 * 1024;

/**
 * @param path with its query
 * @throws AppError WIRE_FAILED at the deadline, for another status than 200, and for what is not JSON
 */
export async function getJson(dial: Dial, path: string, options: WireOptions): Promise<unknown> {
  const todo = 'See "fams-ops status" and the log of that service.';
  let saw = 'nothing';
  const text = await connectWithin(dial, options, { what: `answer to GET ${path}`, saw: () => saw, todo }, async (stream) => {
    try {
      return await fetchText(stream, path, options.host, (seen) => (saw = seen));
    } finally {
      stream.destroy();
    }
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw wireFailed(options.host, `GET ${path} was answered by what is not JSON`, todo, error);
  }
}

function fetchText(stream: Duplex, path: string, host: string, progress: (saw: string) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ path, headers: { host, connection: 'close' }, createConnection: () => stream }, (answer) => {
      const { statusCode = 0 } = answer;
      progress(`status ${String(statusCode)}`);
      const chunks: Buffer[] = [];
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) answer.destroy(new Error(`the answer is longer than ${String(MOST_BYTES)} bytes`));
        else chunks.push(chunk);
      });
      answer.once('error', reject);
      answer.once('end', () => {
        if (statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`the answer was status ${String(statusCode)}`));
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

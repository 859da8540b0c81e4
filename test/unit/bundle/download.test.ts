import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { download } from '../../../src/bundle/download.js';
import { obtainBundle } from '../../../src/bundle/obtain.js';
import { kafka } from '../../../src/bundle/products/kafka.js';
import { BYTES, EXPECTED, scratch, TOP } from './archives.js';
import { failure, obtain } from './obtaining.js';

/** A server on loopback; counts what it was asked for. */
async function serve(listener: RequestListener): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

describe('a URL', () => {
  it('is downloaded once, then taken from the cache, also offline', async () => {
    const cache = scratch();
    const { url, asked } = await serve((_, response) => response.end(BYTES));
    const first = await obtain(`${url}/kafka.tgz?token=secret`, cache);
    expect(first.bundle).toMatchObject({ directory: TOP, source: `${url}/kafka.tgz`, bytes: BYTES.length });
    expect(first.said.join()).toContain(`Downloading ${url}/kafka.tgz (0.0 MB)`);
    expect(JSON.stringify(first)).not.toContain('secret');
    expect((await obtain(`${url}/kafka.tgz?token=secret`, cache, { offline: true })).bundle).toEqual(first.bundle);
    expect(asked).toHaveLength(1);
    expect(readdirSync(cache).filter((name) => name.startsWith('work-'))).toEqual([]);
  });

  it('is downloaded again when the copy in the cache is damaged', async () => {
    const cache = scratch();
    const { url, asked } = await serve((_, response) => response.end(BYTES));
    const { archive } = (await obtain(url, cache)).bundle;
    writeFileSync(archive, 'damaged');
    const again = await obtain(url, cache);
    expect(again.said[0]).toContain('in the cache is not used: The archive is refused');
    expect(readFileSync(archive).equals(BYTES)).toBe(true);
    expect(asked).toHaveLength(2);
  });

  it('is not kept when it is refused, and is named by its URL', async () => {
    const cache = scratch();
    const { url } = await serve((_, response) => response.end('<html>sign in first</html>'));
    const { code, where } = await failure(obtain(`${url}/kafka.tgz`, cache));
    expect({ code, where }).toEqual({ code: 'BUNDLE_REFUSED', where: { file: `${url}/kafka.tgz` } });
    const other = await failure(obtain(`${url}/kafka.tgz`, cache, { sha256: '0'.repeat(64) }));
    expect(other.message).toContain(`the inventory says ${'0'.repeat(64)}`);
    expect(readdirSync(cache)).toEqual([]);
  });

  it('tells what the server or the network said', async () => {
    const { url } = await serve((_, response) => response.writeHead(404).end());
    expect((await failure(obtain(url, scratch()))).message).toContain('the server answers 404 Not Found');
    const cut = await serve((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('x', () => response.destroy());
    });
    const { code, todo } = await failure(obtain(cut.url, scratch()));
    expect({ code, advice: todo[1] }).toEqual({
      code: 'BUNDLE_MISSING',
      advice: expect.stringContaining('set kafka.bundle to its path') as string,
    });
    expect((await failure(obtain('http://127.0.0.1:1024/x', scratch()))).message).toContain('ECONNREFUSED');
  });

  it('is told from a page that somebody answers instead', async () => {
    const { url } = await serve((_, response) => response.end('<!doctype html><title>Sign in</title>'));
    const { message, todo } = await failure(obtain(`${url}/kafka.tgz`, scratch()));
    expect(message).toContain('it is an HTML page, not an archive: a sign-in page or a proxy answered for the server');
    expect(todo.join()).toContain('sign in');
  });

  it('is given up when nothing comes any more, but not while something comes', async () => {
    const { url } = await serve((request, response) => {
      response.write('0');
      const drip = setInterval(() => response.write('1'), 100);
      setTimeout(() => {
        clearInterval(drip);
        if (request.url === '/slow') response.end();
      }, 900);
    });
    const options = { progress: () => undefined, key: 'kafka.bundle', silenceMs: 400 };
    const dir = scratch();
    await download(new URL(`${url}/slow`), join(dir, 'slow'), options).catch(() => expect.unreachable());
    const { message } = await failure(download(new URL(`${url}/stuck`), join(dir, 'stuck'), options));
    expect(message).toMatch(/nothing came for 0.4 s, after [1-9]\d* bytes/);
  });

  it('is not asked for offline, nor with a login in it', async () => {
    const { url, asked } = await serve((_, response) => response.end(BYTES));
    expect((await failure(obtain(url, scratch(), { offline: true }))).message).toContain('nothing may be downloaded (--offline)');
    const { code, message, where } = await failure(obtain(url.replace('//', '//me:hush@'), scratch()));
    expect(code).toBe('INVENTORY_INVALID');
    expect(message + JSON.stringify(where)).not.toContain('hush');
    expect(asked).toEqual([]);
  });

  it('can be interrupted', async () => {
    const { url } = await serve((_, response) => response.write('x'));
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 200);
    const software = { ...EXPECTED, bundle: url };
    const options = { offline: false, cacheDir: scratch(), progress: () => undefined, signal: abort.signal };
    expect((await failure(obtainBundle(kafka, software, options))).code).toBe('INTERRUPTED');
  });
});

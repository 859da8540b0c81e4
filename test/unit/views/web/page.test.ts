// The page as a browser meets it: real HTTP on this machine.
import { once } from 'node:events';
import { get, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Hello, PageEvents, Told } from '../../../../src/views/web/events.js';
import { openHotPage, type HotPage } from '../../../../src/views/web/hot-page.js';
import { waitUntil } from '../../../support/wait-until.js';
import { allWell } from '../looks.js';
import { listAt } from './lists.js';

const ABOUT = { cluster: 'fams', zone: 'UTC', intervalMs: 2000, listStaleMs: 11_000, verdictStaleMs: 90_000 };
const LIMITS = { viewers: 2, behind: 64 << 10, beatMs: 50 };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function open(port = 0): Promise<HotPage> {
  const page = await openHotPage(ABOUT, { host: '127.0.0.1', port }, LIMITS);
  ends.push(() => page.close());
  return page;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function ask(url: string, method = 'GET', headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const asking = request(url, { method, headers }).end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  let body = '';
  for await (const text of response.setEncoding('utf8')) body += String(text);
  return { status: response.statusCode ?? 0, headers: response.headers, body };
}

/** Events as they come. */
class Viewer {
  readonly seen: { readonly event: string; readonly told: Told<keyof PageEvents> }[] = [];
  readonly response: IncomingMessage;
  over = false;

  private constructor(response: IncomingMessage) {
    this.response = response;
    let rest = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, event, data] = /event: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (event !== undefined && data !== undefined) this.seen.push({ event, told: JSON.parse(data) as Told<keyof PageEvents> });
      }
    });
    response.once('close', () => (this.over = true)).on('error', () => undefined);
    ends.push(() => response.destroy());
  }

  static async of({ url }: HotPage): Promise<Viewer> {
    const [response] = (await once(get(`${url}events`), 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    return new Viewer(response);
  }

  async next<E extends keyof PageEvents>(event: E): Promise<PageEvents[E]> {
    await waitUntil(event, 5000, () => Promise.resolve(this.seen.some((one) => one.event === event) || JSON.stringify(this.seen)));
    const at = this.seen.findIndex((one) => one.event === event);
    return this.seen.splice(at, 1)[0]?.told.of as PageEvents[E];
  }
}

describe('the files of the page', () => {
  it('come with headers that let nothing in from elsewhere, and are kept nowhere', async () => {
    const { url } = await open();
    for (const path of ['', 'page.js', 'page.css', 'icon.svg', 'nothing', 'events']) {
      const { headers } = await ask(url + path, 'HEAD');
      const policy = String(headers['content-security-policy']);
      expect(policy.split('; ').toSorted()).toEqual([
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "require-trusted-types-for 'script'",
        "script-src 'self'",
        "style-src 'self'",
        "trusted-types 'none'",
      ]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-resource-policy': 'same-origin',
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it('are all that the page names, and all that the scripts import', async () => {
    const { url } = await open();
    const { body, headers } = await ask(url);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toContain("<title>今日热点 / Today's hot topics</title>");
    // No script and no style within the page, and nothing of another origin.
    expect(body).not.toMatch(/<script(?! type="module" src="\/)|<style| style=| on\w+=|https?:/);
    const todo = [...body.matchAll(/(?:src|href)="\/([^"]*)"/g)].map(([, path = '']) => path);
    const types = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
    for (const path of todo) {
      const file = await ask(url + path);
      expect([path, file.status]).toEqual([path, 200]);
      expect(file.headers['content-type']).toContain(types[path.split('.').at(-1) as keyof typeof types]);
      expect(file.body).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|eval\(/);
      for (const [, next = ''] of file.body.matchAll(/^import .* from '\.\/(.*)';$/gm)) if (!todo.includes(next)) todo.push(next);
    }
    expect(todo.length).toBeGreaterThan(10);
  });

  it.each(['nothing', '../package.json', '%2e%2e/package.json', 'page.html', 'tsconfig.json', 'constructor'])(
    'do not include %s',
    async (path) => {
      const { url } = await open();
      expect((await ask(url, 'GET', {})).status).toBe(200);
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      socket.end(`GET /${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
      const [head] = (await once(socket, 'data')) as [Buffer];
      expect(head.toString()).toMatch(/^HTTP\/1\.1 404 /);
    },
  );
});

describe('a request', () => {
  it('only reads', async () => {
    const { url } = await open();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect(await ask(url, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect(await ask(url, 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await ask(`${url}events`, 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  it('by a name of somebody else gets nothing, not even of the stream', async () => {
    const page = await open();
    page.list(listAt(0, { secret: 1 }));
    for (const path of ['', 'page.js', 'events']) {
      const { status, body } = await ask(page.url + path, 'GET', { host: 'rebound.example' });
      expect([status, body.includes('secret')]).toEqual([421, false]);
    }
    expect((await ask(page.url, 'GET', { host: 'localhost:1234' })).status).toBe(200);
  });
});

describe('the stream', () => {
  it('begins with all that there is to show, the last minutes too, and goes on with what changes', async () => {
    const page = await open();
    const early = await Viewer.of(page);
    expect(await early.next('hello')).toEqual({
      about: { ...ABOUT, historyMs: 300_000 },
      list: null,
      verdict: null,
      trouble: null,
      history: { pages: [], points: [] },
    });
    page.list(listAt(0, { a: 1 }));
    page.list(listAt(2, { b: 5, a: 2 }));
    page.verdict(allWell().result);
    page.trouble('nobody leads');
    expect((await early.next('list')).rows.map(({ page: name }) => name)).toEqual(['a']);
    expect((await early.next('list')).rows.map(({ since }) => since)).toEqual(['new', { places: -1, gain: 1 }]);
    expect((await early.next('verdict')).status).toBe('ok');
    expect(await early.next('trouble')).toBe('nobody leads');

    const late: Hello = await (await Viewer.of(page)).next('hello');
    expect(late).toMatchObject({ list: { day: '2026-11-23', malformed: 1 }, verdict: { status: 'ok' }, trouble: 'nobody leads' });
    expect(late.history).toMatchObject({ pages: ['b', 'a'], points: [{ values: [[1, 1]] }, { values: [[0, 5], [1, 2]] }] }); // prettier-ignore
    page.unknown('no route');
    expect(await early.next('verdict')).toMatchObject({ status: 'unknown', problems: [] });
  });

  it('says of a trouble that it is over, and nothing of one that goes on', async () => {
    const page = await open();
    const viewer = await Viewer.of(page);
    for (const said of ['x', 'x', null, null]) page.trouble(said);
    await viewer.next('beat');
    expect(viewer.seen.filter(({ event }) => event === 'trouble').map(({ told }) => told.of)).toEqual(['x', null]);
  });

  it('gives signs of life with the time of the server', async () => {
    const viewer = await Viewer.of(await open());
    await viewer.next('beat');
    await viewer.next('beat');
    expect(Math.abs((viewer.seen[0]?.told.now ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('is given to no more viewers than it has room for', async () => {
    const page = await open();
    const [first] = [await Viewer.of(page), await Viewer.of(page)];
    const refused = await ask(`${page.url}events`);
    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '10' } });
    expect((await ask(page.url)).status).toBe(200);
    first.response.destroy();
    await waitUntil('room', 5000, async () => (await ask(`${page.url}events`, 'HEAD')).status === 200 || 'refused');
  });

  it('is taken from who does not keep up, and nobody waits for that', async () => {
    const page = await open();
    const reader = await Viewer.of(page);
    const sleeper = connect(Number(new URL(page.url).port), '127.0.0.1').pause();
    ends.push(() => sleeper.destroy());
    sleeper.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const room = async (): Promise<boolean> => (await ask(`${page.url}events`, 'HEAD')).status === 200;
    await waitUntil('the sleeper on board', 5000, async () => !(await room()) || 'not yet');
    const wide = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [String(i).padEnd(190, '长'), 50 - i]));
    const lists = (): number => reader.seen.filter(({ event }) => event === 'list').length;
    // The kernel takes some megabytes before a write is of any weight to us.
    for (let sent = 1; !(await room()); sent++) {
      expect(sent).toBeLessThan(2000);
      page.list(listAt(2 * sent, wide));
      while (lists() < sent) await setImmediate();
    }
    expect(reader.over).toBe(false);
  }, 60_000);

  it('ends with the page, and the port is free at once', async () => {
    const page = await openHotPage(ABOUT, { host: '127.0.0.1', port: 0 }, LIMITS);
    const viewer = await Viewer.of(page);
    await page.close();
    await waitUntil('the end', 5000, () => Promise.resolve(viewer.over || 'open'));
    expect((await open(Number(new URL(page.url).port))).url).toBe(page.url);
  });
});

describe('a place where nothing can be served', () => {
  it('is a port that is taken', async () => {
    const { url } = await open();
    const port = Number(new URL(url).port);
    await expect(open(port)).rejects.toMatchObject({
      code: 'LISTEN_FAILED',
      exitCode: 1,
      message: `Port ${String(port)} of 127.0.0.1 is taken: something else listens there.`,
    });
  });

  it('is an address of another machine', async () => {
    await expect(openHotPage(ABOUT, { host: '192.0.2.1', port: 0 })).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
  });
});

it('warns of an address that others can reach', async () => {
  const page = await openHotPage(ABOUT, { host: '0.0.0.0', port: 0 }, LIMITS);
  ends.push(() => page.close());
  expect(page.warning).toContain('whoever reaches it can read it');
  expect(page.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
  expect((await open()).warning).toBeNull();
});

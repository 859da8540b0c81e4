// Whoever opens many connections to the page and says nothing on them must not keep others out.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { openHotPage, type HotPage } from '../../../../src/views/web/hot-page.js';

const ABOUT = { cluster: 'fams', zone: 'UTC', intervalMs: 2000, listStaleMs: 11_000, verdictStaleMs: 90_000 };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function open(): Promise<{ readonly page: HotPage; readonly visit: (say: string) => Promise<Socket> }> {
  const page = await openHotPage(ABOUT, { host: '127.0.0.1', port: 0 });
  ends.push(() => page.close());
  const visit = async (say: string): Promise<Socket> => {
    const socket = connect(Number(new URL(page.url).port), '127.0.0.1').on('error', () => undefined);
    ends.push(() => socket.destroy());
    await once(socket, 'connect');
    socket.write(say);
    return socket;
  };
  return { page, visit };
}

it.each(['', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: '])('%j on 400 connections lets others in all the while', async (say) => {
  const { page, visit } = await open();
  const viewer = await fetch(`${page.url}events`);
  const sockets: Socket[] = [];
  for (let i = 0; i < 8; i++) {
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => visit(say)))));
    const answer = await fetch(page.url, { signal: AbortSignal.timeout(2000), headers: { connection: 'close' } });
    expect(answer.status).toBe(200);
  }
  // Most of them were closed to make room for the later ones.
  await sleep(100);
  expect(sockets.filter((socket) => socket.resume().readyState !== 'closed').length).toBeLessThan(100);
  expect((await viewer.body?.getReader().read())?.done).toBe(false);
});

it('who does not end a request within some seconds loses the connection', async () => {
  const { visit } = await open();
  const began = performance.now();
  const [silent, slow] = await Promise.all([visit(''), visit('GET / HTTP/1.1\r\nHost: ')]);
  const drip = setInterval(() => slow.write('x'), 200);
  ends.push(() => clearInterval(drip));
  await Promise.all([silent, slow].map((socket) => once(socket.resume(), 'close')));
  expect(performance.now() - began).toBeLessThan(8000);
}, 15_000);

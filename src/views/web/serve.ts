// The HTTP side of the page: a handful of files and one stream of events, to whoever asks by a name of ours.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { hostname } from 'node:os';
import { isLoopback, mayBeAskedAs, type ListenAt } from './address.js';
import type { Asset } from './assets.js';
import { IdleSockets } from './idle-sockets.js';
import { listening } from './listening.js';
import type { Viewers } from './viewers.js';

export interface Served {
  /** The address and the port that it became. */
  readonly at: ListenAt;
  close(): Promise<void>;
}

const HEADERS = {
  // Nothing but the page's own files; no text of anybody can become markup or a script.
  'Content-Security-Policy': [
    "default-src 'none'",
    ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"],
    ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
    ...["require-trusted-types-for 'script'", "trusted-types 'none'"],
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
} as const;

const TEXT = 'text/plain; charset=utf-8';
/** Sockets at a time: the viewers, who is loading the files, and who says nothing. */
const CONNECTIONS = 256;
const IDLE_CONNECTIONS = 64;
/** Node looks for those that are late as often as this says; every half a minute if it says nothing. */
const PATIENCE = { requestTimeout: 10_000, headersTimeout: 5000, keepAliveTimeout: 5000, connectionsCheckingInterval: 1000 };
/** How long who asked for a file may take none of it. */
const TAKING_MS = 10_000;

/** @throws AppError as listening */
export async function serve(at: ListenAt, assets: ReadonlyMap<string, Asset>, viewers: Viewers): Promise<Served> {
  const names = [at.host];
  const server = createServer(PATIENCE, (request, response) => {
    answer(request, response, { names, assets, viewers });
  });
  server.maxConnections = CONNECTIONS;
  new IdleSockets(server, IDLE_CONNECTIONS);
  const { address, port } = await listening(server, at);
  // Somebody who could not be let in, for want of file descriptors: the others stay.
  server.on('error', () => undefined);
  if (!isLoopback(address)) names.push(hostname());
  return { at: { host: address, port }, close: () => closed(server, viewers) };
}

interface Site {
  readonly names: readonly string[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly viewers: Viewers;
}

function answer(request: IncomingMessage, response: ServerResponse, { names, assets, viewers }: Site): void {
  const say = (status: number, type: string, body: string | Buffer, more: Readonly<Record<string, string>> = {}): void => {
    const bytes = Buffer.from(body);
    response.setTimeout(TAKING_MS, () => response.destroy());
    response.writeHead(status, { ...HEADERS, ...more, 'Content-Type': type, 'Content-Length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
  };
  if (!mayBeAskedAs(request.headers.host, names)) {
    say(421, TEXT, 'This page has no such name. Ask for it by the address of the machine.\n');
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    say(405, TEXT, 'This page can only be read.\n', { Allow: 'GET, HEAD' });
    return;
  }
  const path = (request.url ?? '').replace(/[?#].*$/s, '');
  const asset = assets.get(path);
  if (asset !== undefined) say(200, asset.type, asset.bytes);
  else if (path !== '/events') say(404, TEXT, 'There is nothing here. The page is at /\n');
  else if (viewers.full) say(503, TEXT, 'Too many are looking already.\n', { 'Retry-After': '10' });
  else {
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
    if (request.method === 'HEAD') response.end();
    else viewers.add(response);
  }
}

async function closed(server: Server, viewers: Viewers): Promise<void> {
  viewers.close();
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await ended;
}

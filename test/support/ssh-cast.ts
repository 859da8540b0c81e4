// Servers and operators of one test, and what the tests of connecting ask of them. Everything started is stopped after each test.
import { afterEach, expect } from 'vitest';
import type { AppError } from '../../src/errors/app-error.js';
import type { ConnectOptions } from '../../src/hosts/connect-hosts.js';
import type { Host } from '../../src/model/cluster.js';
import { connectOne, operator, sessionTo, type Operator } from './operator.js';
import { startSshServer, type ServerOptions, type TestServer } from './ssh-server.js';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

export function afterwards(stop: () => unknown): void {
  stops.push(stop);
}

export async function start(options: ServerOptions = {}): Promise<TestServer> {
  const server = await startSshServer(options);
  afterwards(() => server.stop());
  return server;
}

export function as(...args: Parameters<typeof operator>): Operator {
  const who = operator(...args);
  afterwards(() => who.remove());
  return who;
}

/** The error with which connecting ends. */
export async function failure(who: Operator, host: Host, options: Partial<ConnectOptions> = {}): Promise<AppError> {
  const found = await connectOne(who, host, options);
  if (!found.ok) return found.error;
  found.session.close();
  throw new Error('it connected');
}

/** Connects, runs something and leaves. */
export async function login(who: Operator, host: Host, options: Partial<ConnectOptions> = {}): Promise<void> {
  const session = await sessionTo(who, host, options);
  expect(await session.run('echo in', [], { deadlineMs: 10_000 })).toMatchObject({ kind: 'exit', code: 0, stdout: 'in\n' });
  session.close();
}

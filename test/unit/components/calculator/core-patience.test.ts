// Waiting for cores has an end, with what the master says of them.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { CorePatience } from '../../../../src/components/calculator/core-patience.js';
import { askMaster } from '../../../../src/components/spark/live/masters.js';
import { openTcp } from '../../../../src/hosts/tcp.js';
import type { Live } from '../../../../src/model/live.js';
import { STANDBY, want } from '../../../support/evidence-streaming.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function live(): Promise<Live> {
  const page = readFileSync(new URL('../spark/fixtures/healthy.json', import.meta.url));
  const server = createServer((_request, response) => response.end(page));
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const signal = new AbortController().signal;
  return {
    signal,
    session: () => {
      throw new Error('nobody is logged in');
    },
    dial: (_host, _port, deadlineMs) => openTcp('127.0.0.1', port, { deadlineMs, signal }),
  };
}

const sights = (...states: readonly string[]) =>
  states.map((state, i) => ({ host: `n${String(i)}`, state: { ...STANDBY, state }, reason: '' }));

it('ends after a while of nothing else, and begins anew whenever one counts', async () => {
  const net = await live();
  const patience = new CorePatience(askMaster);
  const look = (at: number, ...states: readonly string[]): Promise<void> => patience.refuseIfLong(sights(...states), want, net, at);
  await look(0, 'waiting-for-cores', 'standby');
  await look(44_000, 'waiting-for-cores', 'standby');
  await look(44_500, 'waiting-for-cores', 'counting');
  await look(45_000, 'waiting-for-cores', 'standby');
  await look(89_000, 'waiting-for-cores', 'standby');
  await expect(look(90_000, 'waiting-for-cores', 'standby')).rejects.toMatchObject({
    code: 'NOT_READY',
    message:
      'The calculator on n0 waits for cores: it asks for 2 with 512m each executor; 2 of 2 cores are in use and at most 512 MB are free on one worker; ' +
      'applications: app-20261127134531-0000 (Web Page Popularity Value Calculator) RUNNING.',
  });
});

// Brokers that still answer clients of 0.8, and others.
import { afterEach, expect, it } from 'vitest';
import { whyNotOldClients } from '../../../../../src/components/kafka/live/old-clients.js';
import { openTcp } from '../../../../../src/hosts/tcp.js';
import { bytesOf } from '../../../wire/fixture.js';
import { respond, startFakeBroker } from '../../../wire/kafka/fake-broker.js';
import { registry, resolved, topic } from '../../../../support/evidence.js';
import type { FakeServer } from '../../../../support/fake-server.js';

const NAME = 'user-behavior-topic';
const want = resolved({ topics: [topic(NAME)] });
const running: FakeServer[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
});

/** The reason, with brokers of which `old` knows the question and the others close the connection on it. */
async function ask(old: readonly string[], kept = registry(want)): Promise<string | null> {
  const { signal } = new AbortController();
  const modern = await startFakeBroker((socket) => socket.destroy());
  // The captured answer is that to this very question: correlation id, then the body.
  const ancient = await startFakeBroker((socket, header) => respond(socket, header, bytesOf('kafka/list-offsets').subarray(4)));
  running.push(modern, ancient);
  const live = {
    signal,
    session: () => {
      throw new Error('nobody is logged in');
    },
    dial: (host: string, _port: number, deadlineMs: number) =>
      openTcp('127.0.0.1', (old.includes(host) ? ancient : modern).port, { deadlineMs, signal }),
  };
  return whyNotOldClients(NAME, { resolved: want, live, registry: kept, deadlineMs: 5000 });
}

it('one leader that answers is enough, as another may be starting', async () => {
  expect(await ask(['n2'])).toBeNull();
});

it('none that answers is a reason not to begin', async () => {
  expect(await ask([])).toMatch(/it closed the connection|the connection broke/);
});

it('without any leader there is nobody to ask: that is for the checks of Kafka to say', async () => {
  const kept = registry(want);
  expect(await ask([], { ...kept, topics: [] })).toBeNull();
});

// The connections of a run that goes on: shared by all who ask, and made anew where they were lost.
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { writeFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { Links } from '../../src/flows/run/reconnecting.js';
import { loadInventory } from '../../src/inventory/load.js';
import { expectSuccess } from '../../src/hosts/session/script-outcome.js';
import { operator, person, silent } from '../support/operator.js';
import { startSshServer, type ServerOptions, type TestServer } from '../support/ssh-server.js';
import { waitUntil } from '../support/wait-until.js';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function linked(options: ServerOptions = {}, questions = silent): Promise<{ server: TestServer; links: Links }> {
  const server = await startSshServer(options);
  const who = operator([server]);
  const inventory = join(who.home, 'fams.yaml');
  const ssh = { port: server.port, knownHostsFile: join(who.home, '.ssh/known_hosts'), identityFile: join(who.home, '.ssh/id_ed25519') };
  writeFileSync(inventory, JSON.stringify({ cluster: 'fams', ssh, hosts: [{ name: 'web1', address: '127.0.0.1' }] }));
  const { cluster } = await loadInventory(inventory);
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  const flow = { inventory, limit: [], offline: true, acceptNewHostKeys: false, sink: () => undefined, signal, env: who.env };
  const links = new Links(cluster, { ...flow, questions });
  stops.push(
    () => who.remove(),
    () => server.stop(),
    () => links.close(),
  );
  return { server, links };
}

const says = async ({ live }: Links['connections'], word: string): Promise<string> => {
  const session = live.session('web1');
  return expectSuccess(session, await session.run('echo "$1"', [word], { deadlineMs: 10_000 }), 'say something').stdout.trim();
};

const lost = ({ connections }: Links): Promise<void> =>
  waitUntil('the loss', 5000, () => Promise.resolve(connections.sessions.get('web1')?.lost !== undefined || 'still there'));

it('are one for each host, whoever asks, and another only where that was lost', async () => {
  const { server, links } = await linked();
  await Promise.all([links.restore(), links.restore()]);
  await links.restore();
  const { connections } = links;
  expect([await says(connections, 'one'), server.connections()]).toEqual(['one', 1]);
  server.drop();
  await lost(links);
  await Promise.all([links.restore(), links.restore()]);
  // Who took them before the loss goes on with the new ones.
  expect([await says(connections, 'two'), server.connections()]).toEqual(['two', 2]);
});

it('come back for who does not wait for them, and say until then why they are gone', async () => {
  const { server, links } = await linked();
  links.mend();
  await waitUntil('the first', 5000, () => Promise.resolve(links.connections.sessions.size === 1 || 'none'));
  server.drop();
  await lost(links);
  await expect(says(links.connections, 'x')).rejects.toMatchObject({ code: 'HOST_LOST' });
  await waitUntil('the second', 20_000, async () => {
    links.mend();
    return (await says(links.connections, 'back')) === 'back' || 'silence';
  });
  // Once it is there nobody knocks again, and while it was not nobody did all the time.
  expect(server.connections()).toBe(2);
});

it('ask for a passphrase once', async () => {
  const questions = person('let me in');
  const { server, links } = await linked({ passphrase: 'let me in' }, questions);
  await links.restore();
  server.drop();
  await lost(links);
  await links.restore();
  expect([await says(links.connections, 'in'), questions.asked.length]).toEqual(['in', 1]);
});

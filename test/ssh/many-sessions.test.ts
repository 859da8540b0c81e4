// A dozen hosts at once, directly and behind one jump host: every session works, and Node warns of nothing.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectHosts } from '../../src/hosts/connect-hosts.js';
import type { Host } from '../../src/model/cluster.js';
import type { HostSession } from '../../src/model/session.js';
import { silent, sshHost, type Operator } from '../support/operator.js';
import { as, start } from '../support/ssh-cast.js';

const HOSTS = 12;
const warnings: string[] = [];
const note = (warning: Error): void => void warnings.push(`${warning.name}: ${warning.message}`);
beforeEach(() => {
  warnings.length = 0;
  process.on('warning', note);
});
afterEach(() => process.off('warning', note));

async function sessions(who: Operator, hosts: readonly Host[], signal: AbortSignal): Promise<readonly HostSession[]> {
  const all = await connectHosts(hosts, { questions: silent, acceptNewHostKeys: false, signal, env: who.env });
  return [...all.values()].map((connected) => {
    if (!connected.ok) throw connected.error;
    return connected.session;
  });
}

/** Scripts, a script that is followed and a port, on every host at the same time, all with one signal. */
async function work(open: readonly HostSession[], port: number, signal: AbortSignal): Promise<void> {
  const end = new AbortController();
  const following = open.map(async (session) => {
    for await (const chunk of session.follow('echo here; sleep 60', [], { signal: end.signal })) expect(chunk.stream).toBe('stdout');
  });
  const outcomes = await Promise.all(
    open.flatMap((session) => [1, 2, 3].map((n) => session.run('echo "$1"', [String(n)], { deadlineMs: 20_000, signal }))),
  );
  expect(outcomes.map(({ stdout }) => stdout).join('')).toBe('1\n2\n3\n'.repeat(open.length));
  const streams = await Promise.all(open.map((session) => session.dial('127.0.0.1', port, { deadlineMs: 20_000, signal })));
  streams.forEach((stream) => stream.destroy());
  end.abort();
  await Promise.all(following);
  open.forEach((session) => session.close());
}

it('directly', async () => {
  const servers = await Promise.all(Array.from({ length: HOSTS }, () => start()));
  const who = as(servers);
  const hosts = servers.map((server, i) => {
    const identityFile = who.write(`key-${String(i)}`, server.clientKey);
    return sshHost(server.port, { identityFile, given: ['host', 'port', 'user', 'identityFile'] }, { name: `web${String(i)}` });
  });
  const { signal } = new AbortController();
  await work(await sessions(who, hosts, signal), servers[0]?.port ?? 0, signal);
  expect(warnings).toEqual([]);
});

it('behind one jump host', async () => {
  const [jump, target] = [await start(), await start({ maxSessions: 50 })];
  const who = as([jump, target]);
  who.write('target', target.clientKey);
  who.write('config', 'IdentityFile ~/.ssh/id_ed25519\nIdentityFile ~/.ssh/target\n');
  const through = { jump: `127.0.0.1:${String(jump.port)}` };
  const hosts = Array.from({ length: HOSTS }, (_, i) => sshHost(target.port, through, { name: `web${String(i)}` }));
  const { signal } = new AbortController();
  await work(await sessions(who, hosts, signal), target.port, signal);
  expect([warnings, jump.connections()]).toEqual([[], 1]);
});

// What happens to a session when the link, the server or the login shell does not behave.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { HostSession } from '../../src/model/session.js';
import type { ConnectOptions } from '../../src/hosts/connect-hosts.js';
import { expectSuccess } from '../../src/hosts/session/script-outcome.js';
import { operator, sessionTo, sshHost, type Operator } from '../support/operator.js';
import { startSshServer, type ServerOptions, type TestServer } from '../support/ssh-server.js';
import { waitUntil } from '../support/wait-until.js';

const soon = { deadlineMs: 10_000 };
const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function open(
  options: ServerOptions = {},
  timing: ConnectOptions['timing'] = {},
): Promise<{ server: TestServer; session: HostSession; who: Operator }> {
  const server = await startSshServer(options);
  const who = operator([server]);
  const session = await sessionTo(who, sshHost(server.port), { timing });
  stops.push(
    () => who.remove(),
    () => server.stop(),
    () => session.close(),
  );
  return { server, session, who };
}

it('tells a lost link as a value, at once and from then on, and the script over there ends', async () => {
  const { server, session, who } = await open();
  const pid = join(who.home, 'pid');
  void server.firstOutput
    .then(() => waitUntil('the script', 5000, () => Promise.resolve(existsSync(pid) || 'no pid')))
    .then(() => server.drop());
  const outcome = await session.run('echo $$ >"$1"; sleep 300', [pid], { deadlineMs: 60_000 });
  expect(outcome).toMatchObject({ kind: 'lost', reason: expect.stringMatching(/ECONNRESET|closed/) as string });
  expect(() => expectSuccess(session, outcome, 'wait')).toThrow(/The connection to web1 was lost while it was to wait/);
  await waitUntil('the end of the far process', 8000, () => {
    const path = `/proc/${readFileSync(pid, 'utf8').trim()}/stat`;
    return Promise.resolve(!existsSync(path) || readFileSync(path, 'utf8').includes(') Z') || 'still there');
  });
  expect(await session.run('true', [], soon)).toMatchObject({ kind: 'lost' });
  expect(session.lost).toMatch(/ECONNRESET|closed/);
  await expect(session.dial('127.0.0.1', 1, soon)).rejects.toMatchObject({ code: 'HOST_LOST' });
});

it('notices a machine that gives no sign of life any more', async () => {
  const { server, session } = await open({}, { keepaliveMs: 100 });
  server.freeze();
  expect(await session.run('true', [], { deadlineMs: 60_000 })).toMatchObject({ kind: 'lost', reason: 'Keepalive timeout' });
});

it('throws from follow when the link is lost', async () => {
  const { server, session } = await open();
  const read = async (): Promise<void> => {
    for await (const chunk of session.follow('echo begun; sleep 300', [], { signal: new AbortController().signal })) {
      expect(chunk.stream).toBe('stdout');
      server.drop();
    }
  };
  await expect(read()).rejects.toMatchObject({ code: 'HOST_LOST', where: { host: 'web1' } });
});

it('leaves the target alone when the link is lost during an upload', async () => {
  const { server, session, who } = await open();
  const from = join(who.home, 'local');
  const to = join(who.home, 'target');
  writeFileSync(from, randomBytes(30_000_000));
  writeFileSync(to, 'old');
  const putting = session.put(from, to, { sha256: 'x', mode: 0o600, ...soon, onProgress: () => server.drop() });
  await expect(putting).rejects.toMatchObject({ code: 'HOST_LOST' });
  expect(readFileSync(to, 'utf8')).toBe('old');
});

it('gives an upload up when nothing moves, not when it takes long', async () => {
  const { server, session, who } = await open();
  const from = join(who.home, 'local');
  writeFileSync(from, randomBytes(30_000_000));
  const putting = session.put(from, join(who.home, 'target'), {
    sha256: 'x',
    mode: 0o600,
    deadlineMs: 300,
    onProgress: () => server.freeze(),
  });
  await expect(putting).rejects.toMatchObject({
    code: 'UPLOAD_FAILED',
    message: expect.stringMatching(/nothing moved for 0\.3 s/) as string,
  });
});

it('drops what a profile prints', async () => {
  const { session } = await open({ profile: 'printf "Welcome to\\nthe machine"; echo "no tty" >&2' });
  expect(await session.run('echo out; echo err >&2', [], soon)).toMatchObject({ kind: 'exit', code: 0, stdout: 'out\n', stderr: 'err\n' });
});

it('says what is wrong with a profile that waits for input, and runs nothing', async () => {
  const { session, who } = await open({ profile: 'echo "Your name?"; read -r name' }, { readyMs: 500 });
  const outcome = await session.run('touch "$1"', [join(who.home, 'x')], soon);
  expect(outcome).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/not ready within 0\.5 s; does a profile .* it printed: Your name\?/) as string,
  });
  expect(() => expectSuccess(session, outcome, 'touch it')).toThrow(/web1 could not touch it/);
  expect(existsSync(join(who.home, 'x'))).toBe(false);
});

it('says what a login shell says that lets nobody in', async () => {
  const { session } = await open({ profile: 'echo "This account is currently not available."; exit 1' });
  expect(await session.run('true', [], soon)).toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/ended with 1 before .*currently not available/) as string,
  });
});

it('sends a constant command, whatever the script and its arguments', async () => {
  const { server, session } = await open();
  await session.run('true', ['a', '$(id)'], soon);
  await session.run('echo "$1"', [], { ...soon, env: { A: 'b' } });
  expect(new Set(server.commands)).toEqual(new Set(['echo fams-ops-ready; exec /bin/sh']));
});

it('gets by with a server that allows one session at a time', async () => {
  const { session } = await open({ maxSessions: 1 });
  const outcomes = await Promise.all([1, 2, 3, 4].map((n) => session.run('sleep 0.1; echo "$1"', [String(n)], soon)));
  expect(outcomes.map(({ kind, stdout }) => `${kind} ${stdout.trim()}`)).toEqual(['exit 1', 'exit 2', 'exit 3', 'exit 4']);
});

it('tells a refused command from a lost link', async () => {
  const { session } = await open({ refuseExec: true });
  expect(await session.run('true', [], soon)).toMatchObject({ kind: 'refused' });
  expect(session.lost).toBeUndefined();
});

it('tells forbidden forwarding from a closed port', async () => {
  const { session } = await open({ forbidForwarding: true });
  await expect(session.dial('127.0.0.1', 2181, soon)).rejects.toMatchObject({
    code: 'HOST_UNFIT',
    message: expect.stringMatching(/does not forward connections/) as string,
    todo: [expect.stringMatching(/AllowTcpForwarding/) as string],
  });
});

it('ends a script also where the server gives it no process group of its own', async () => {
  const { session, who } = await open({ group: 'shared' });
  const pid = join(who.home, 'pid');
  expect(await session.run('sleep 300 & echo $! >"$1"; wait', [pid], { deadlineMs: 300 })).toMatchObject({ kind: 'timed-out' });
  await waitUntil('the end of the far process', 8000, () => {
    const path = `/proc/${readFileSync(pid, 'utf8').trim()}/stat`;
    return Promise.resolve(!existsSync(path) || readFileSync(path, 'utf8').includes(') Z') || 'still there');
  });
});

it('ends what runs when it is closed', async () => {
  const { session } = await open();
  const running = session.run('sleep 300', [], { deadlineMs: 60_000 });
  setTimeout(() => session.close(), 200);
  expect(await running).toMatchObject({ kind: 'lost', reason: 'closed' });
});

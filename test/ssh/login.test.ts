// Keys, passphrases, passwords, and what is said when none of them is taken.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectHosts } from '../../src/hosts/connect-hosts.js';
import { person, sessionTo, sshHost } from '../support/operator.js';
import { afterwards, as, failure, login, start } from '../support/ssh-cast.js';

describe('logging in', () => {
  it('names everything that was tried, and never a secret', async () => {
    const server = await start({ methods: ['publickey', 'password'], password: 'right' });
    const other = await start();
    const who = as([server]);
    who.write('id_ed25519', other.clientKey);
    who.env['SSH_AUTH_SOCK'] = join(who.home, 'no-agent');
    who.env['PW'] = 'wrong-secret';
    const error = await failure(who, sshHost(server.port, { passwordEnv: 'PW' }));
    expect(error).toMatchObject({ code: 'HOST_LOGIN_REFUSED', exitCode: 4, where: { file: '~/.ssh/id_ed25519' } });
    expect(error.message).toMatch(
      /tried the key ~\/\.ssh\/id_ed25519 \(SHA256:\S+\); the agent at ~\/no-agent, which does not answer .*; the password from \$PW; the server takes publickey, password/,
    );
    expect(JSON.stringify([error.toDocument(), error.stack, String(error.cause)])).not.toContain('wrong-secret');
  });

  it('says that there is nothing to log in with', async () => {
    const server = await start();
    const who = as([server]);
    who.write('id_ed25519', '');
    chmodSync(join(who.home, '.ssh/id_ed25519'), 0o600);
    expect((await failure(who, sshHost(server.port))).message).toMatch(/id_ed25519, which cannot be used/);
    const bare = as([], { empty: true });
    bare.write('known_hosts', `${server.hostKeyLine}\n`);
    const error = await failure(bare, sshHost(server.port));
    expect(error.message).toMatch(/there is nothing to log in with/);
    expect(error.todo.join()).toMatch(/ssh\.identityFile/);
  });

  it('opens an encrypted key with the passphrase of the environment or of the person, asked once for all hosts', async () => {
    const server = await start({ passphrase: 'open sesame' });
    const who = as([server]);
    const host = sshHost(server.port);
    expect((await failure(who, host)).message).toMatch(/id_ed25519, which needs a passphrase; nobody can be asked/);
    const named = sshHost(server.port, { passphraseEnv: 'PHRASE' });
    expect((await failure(who, named)).message).toMatch(/needs a passphrase; \$PHRASE is not set/);
    expect((await failure({ ...who, env: { ...who.env, PHRASE: 'wrong' } }, named)).message).toMatch(
      /is not opened by the passphrase in \$PHRASE/,
    );
    await login({ ...who, env: { ...who.env, PHRASE: 'open sesame' } }, named);
    const asked = person('open sesame');
    const all = await connectHosts([host, { ...host, name: 'web2' }, { ...host, name: 'web3' }], {
      questions: asked,
      acceptNewHostKeys: false,
      signal: new AbortController().signal,
      env: who.env,
    });
    for (const found of all.values()) if (found.ok) found.session.close();
    expect([...all.values()].map((found) => found.ok)).toEqual([true, true, true]);
    expect(asked.asked).toEqual(['Passphrase of ~/.ssh/id_ed25519']);
  });

  it.each(['password', 'keyboard-interactive'] as const)('takes a password by %s', async (method) => {
    const server = await start({ methods: [method], password: 'right' });
    const who = as([server]);
    await login({ ...who, env: { ...who.env, PW: 'right' } }, sshHost(server.port, { passwordEnv: 'PW' }));
    const asked = person('right');
    await login(who, sshHost(server.port), { questions: asked });
    expect(asked.asked).toEqual([`Password of fams@127.0.0.1:${String(server.port)}`]);
    expect((await failure(who, sshHost(server.port, { passwordEnv: 'PW' }))).message).toMatch(/a password, but \$PW is not set/);
  });

  it('asks for no password where none is taken, nor before a key that is', async () => {
    const server = await start();
    const who = as([server]);
    const asked = person('right');
    await login(who, sshHost(server.port), { questions: asked });
    who.write('id_ed25519', (await start()).clientKey);
    await failure(who, sshHost(server.port), { questions: asked });
    expect(asked.asked).toEqual([]);
  });

  it('asks for a password also where there is no key to try', async () => {
    const server = await start({ methods: ['password'], password: 'right' });
    const bare = as([], { empty: true });
    bare.write('known_hosts', `${server.hostKeyLine}\n`);
    await login(bare, sshHost(server.port), { questions: person('right') });
  });

  it('does not count the time of the person', async () => {
    const server = await start({ methods: ['password'], password: 'right' });
    await login(as([server]), sshHost(server.port), { questions: person('right', 900), timing: { loginMs: 600 } });
  });

  it('refuses a key that others may read', async () => {
    const server = await start();
    const who = as([server]);
    chmodSync(join(who.home, '.ssh/id_ed25519'), 0o644);
    expect((await failure(who, sshHost(server.port))).message).toMatch(/others may read it \(mode 644\)/);
  });
});

describe.skipIf(spawnSync('ssh-add', ['-l']).error !== undefined)('the agent', () => {
  it('gives its keys; with IdentitiesOnly only those that are named, encrypted or not', async () => {
    const server = await start();
    const other = await start();
    const who = as([server]);
    const socket = join(who.home, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    afterwards(() => agent.kill());
    await once(agent.stdout, 'data');
    const env = { ...who.env, SSH_AUTH_SOCK: socket };
    for (const key of [other.clientKey, server.clientKey]) {
      spawnSync('ssh-add', ['-q', who.write('key', key)], { env });
    }
    who.write('id_ed25519', other.clientKey);
    await login({ ...who, env }, sshHost(server.port));

    who.write('named.pub', other.clientPublicKey);
    who.write('config', 'IdentitiesOnly yes\nIdentityFile ~/.ssh/named\n');
    const error = await failure({ ...who, env }, sshHost(server.port));
    expect(error.message).toMatch(/tried the agent at ~\/agent with SHA256:[^,]+; the server/);
    who.write('named.pub', server.clientPublicKey);
    await login({ ...who, env }, sshHost(server.port));
  });
});

describe('~/.ssh/config', () => {
  it('gives what the inventory does not spell out', async () => {
    const server = await start();
    const who = as([server]);
    who.write('elsewhere', server.clientKey);
    who.write('id_ed25519', '');
    who.write('config', `Host front\n  HostName 127.0.0.1\n  Port ${String(server.port)}\n  User other\n  IdentityFile ~/.ssh/elsewhere\n`);
    const session = await sessionTo(who, sshHost(22, { host: 'front', given: [] }));
    expect(session.label).toBe(`other@127.0.0.1:${String(server.port)}`);
    session.close();
    expect(existsSync(join(who.home, '.ssh/known_hosts'))).toBe(true);
  });
});

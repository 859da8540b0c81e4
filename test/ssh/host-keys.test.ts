// A server is let in only by the key on record.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectHosts } from '../../src/hosts/connect-hosts.js';
import { person, sshHost } from '../support/operator.js';
import { as, failure, login, start } from '../support/ssh-cast.js';

describe('host keys', () => {
  it('refuses an unknown one and shows it; remembers it when told to', async () => {
    const server = await start();
    const who = as([server]);
    who.write('known_hosts', '# nothing');
    const host = sshHost(server.port);
    const refused = await failure(who, host);
    expect(refused).toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      exitCode: 4,
      message: expect.stringMatching(/is not on record: ssh-ed25519 SHA256:/) as string,
    });
    await failure(who, host, { questions: person('no') });
    await login(who, host, { acceptNewHostKeys: true });
    expect(readFileSync(join(who.home, '.ssh/known_hosts'), 'utf8')).toBe(`# nothing\n${server.hostKeyLine}\n`);
    await login(who, host);
  });

  it('asks the person once for a server behind two names, and makes file and directory when there are none', async () => {
    const server = await start();
    const who = as([server]);
    const asked = person('yes', 200);
    const host = sshHost(server.port, { knownHostsFile: '~/deep/er/known', given: ['host', 'port', 'user', 'knownHostsFile'] });
    const options = { questions: asked, acceptNewHostKeys: false, signal: new AbortController().signal, env: who.env };
    const all = await connectHosts([host, { ...host, name: 'web2' }], options);
    for (const found of all.values()) if (found.ok) found.session.close();
    expect([...all.values()].every((found) => found.ok)).toBe(true);
    expect(asked.asked).toHaveLength(1);
    expect(asked.asked[0]).toMatch(/is not on record: ssh-ed25519 SHA256:/);
    const file = join(who.home, 'deep/er/known');
    expect(readFileSync(file, 'utf8')).toBe(`${server.hostKeyLine}\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(who.home, 'deep')).mode & 0o777).toBe(0o700);
  });

  it('always refuses a changed one, with both fingerprints and the line, and a revoked one', async () => {
    const server = await start();
    const other = await start();
    const who = as([server]);
    const key = other.hostKeyLine.split(' ').slice(1).join(' ');
    who.write('known_hosts', `# first\n[127.0.0.1]:${String(server.port)} ${key}\n`);
    const accept = sshHost(server.port, { knownHosts: 'accept-new' });
    const changed = await failure(who, accept, { acceptNewHostKeys: true, questions: person('yes') });
    expect(changed).toMatchObject({ code: 'HOST_KEY_CHANGED', where: { host: 'web1', file: join(who.home, '.ssh/known_hosts'), line: 2 } });
    expect(changed.message).toMatch(/On record: ssh-ed25519 SHA256:\S+ \(~\/\.ssh\/known_hosts:2\)\. Shown now: ssh-ed25519 SHA256:/);
    expect(new Set(changed.message.match(/SHA256:[\w+/]+/g)).size).toBe(2);
    who.write('known_hosts', `${server.hostKeyLine}\n@revoked * ${server.hostKeyLine.split(' ').slice(1).join(' ')}\n`);
    const revoked = await failure(who, accept, { acceptNewHostKeys: true });
    expect(revoked).toMatchObject({ code: 'HOST_KEY_CHANGED', message: expect.stringMatching(/revoked/) as string, where: { line: 2 } });
    expect(server.logins).toEqual([]);
  });

  it('asks a server with several keys for the one that is known', async () => {
    const server = await start({ hostKeyTypes: ['ed25519', 'ecdsa'] });
    const who = as([server]);
    who.write('known_hosts', `${server.hostKeyLines[1] ?? ''}\n`);
    await login(who, sshHost(server.port));
  });
});

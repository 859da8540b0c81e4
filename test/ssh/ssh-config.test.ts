// What ~/.ssh/config says, against a server: the connections that it makes, the names that it gives, the keys that it goes by.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SshAccess } from '../../src/model/cluster.js';
import { sessionTo, sshHost, type Operator } from '../support/operator.js';
import { as, failure, login, start } from '../support/ssh-cast.js';
import { waitUntil } from '../support/wait-until.js';

/** Copies between its standard input and output and a port, as nc does. */
const pipeTo = (who: Operator): string =>
  `${process.execPath} ${who.write('pipe.cjs', "const s = require('net').connect(+process.argv[3], process.argv[2]); process.stdin.pipe(s).pipe(process.stdout)")}`;
const alias: Partial<SshAccess> = { host: 'lab-n1', given: ['host', 'user'] };

describe('a name of the configuration as ssh.host', () => {
  it('leads where ssh goes', async () => {
    const server = await start();
    const who = as([server]);
    who.write('config', `Host lab-n1\n  HostName 127.0.0.1\n  Port ${String(server.port)}\n`);
    const session = await sessionTo(who, sshHost(22, alias));
    expect(session.label).toBe(`fams@127.0.0.1:${String(server.port)}`);
    session.close();
  });

  it('may be an IPv6 address, in brackets or not, on record as [address]:port', async () => {
    const server = await start();
    const who = as([server]);
    // Mapped, so that it needs no more than the loopback of IPv4.
    who.write('known_hosts', `${server.hostKeyLine.replace('127.0.0.1', '::ffff:127.0.0.1')}\n`);
    for (const host of ['::ffff:127.0.0.1', '[::ffff:127.0.0.1]']) {
      const session = await sessionTo(who, sshHost(server.port, { host }));
      expect(session.label).toBe(`fams@[::ffff:127.0.0.1]:${String(server.port)}`);
      session.close();
    }
  });
});

describe('ProxyCommand', () => {
  it('makes the connection, and ends with it', async () => {
    const server = await start();
    const who = as([server]);
    const pid = join(who.home, 'pid');
    const command = who.script(`echo $$ >${pid}; exec ${pipeTo(who)} 127.0.0.1 ${String(server.port)}`);
    who.write('config', `Host lab-n1\n  ProxyCommand ${command} %h %p\n`);
    const known = who.write('known_hosts', '');
    const error = await failure(who, sshHost(22, alias));
    expect(error.message).toMatch(/^The host key of web1 \(fams@lab-n1:22 by the ProxyCommand of ~\/\.ssh\/config:2\) is not on record/);
    expect(error.todo.join()).toMatch(/looked up as lab-n1; HostKeyAlias .* log in once by hand: ssh fams@lab-n1,/);
    writeFileSync(known, `lab-n1 ${server.hostKeyLine.split(' ').slice(1).join(' ')}\n`);
    const session = await sessionTo(who, sshHost(22, alias));
    expect(await session.run('echo through', [], { deadlineMs: 10_000 })).toMatchObject({ kind: 'exit', stdout: 'through\n' });
    const alive = (): boolean => existsSync(`/proc/${readFileSync(pid, 'utf8').trim()}`);
    expect(alive()).toBe(true);
    session.close();
    await waitUntil('the end of the command', 5000, () => Promise.resolve(!alive() || 'still there'));
  });

  it('says what it says, and where it stands, when it fails', async () => {
    const who = as([]);
    who.write('config', `Host lab-n1\n  ProxyCommand ${who.script('echo "no way to $1:$2" >&2; exit 7')} %h %p\n`);
    const error = await failure(who, sshHost(22, alias));
    expect(error).toMatchObject({ code: 'HOST_UNREACHABLE', where: { host: 'web1' } });
    expect(error.message).toMatch(/its ProxyCommand \(~\/\.ssh\/config:2\) ended with 7 and says: no way to lab-n1:22/);
  });

  it('is named where the server that it leads to is not the one on record, with the name to type for it', async () => {
    const server = await start();
    const who = as([server]);
    const command = `${pipeTo(who)} 127.0.0.1 ${String(server.port)}`;
    who.write('config', `Host lab-n1\n  HostName 10.77.0.1\n  ProxyCommand ${command}\n`);
    const error = await failure(who, sshHost(22, alias));
    expect(error.code).toBe('HOST_KEY_UNKNOWN');
    expect(error.message).toContain('web1 (fams@10.77.0.1:22 by the ProxyCommand of ~/.ssh/config:3)');
    expect(error.todo.join('\n')).toContain('log in once by hand: ssh fams@lab-n1');
  });

  it('leads to the first jump host, and on from there', async () => {
    const [jump, target] = [await start(), await start()];
    const who = as([jump, target]);
    who.write('target', target.clientKey);
    who.write(
      'config',
      `Host gate\n  HostKeyAlias gate\n  ProxyCommand ${pipeTo(who)} 127.0.0.1 ${String(jump.port)}\n` +
        `Match host 127.0.0.1,gate\n  IdentityFile ~/.ssh/target\n  IdentityFile ~/.ssh/id_ed25519\n`,
    );
    who.write('known_hosts', `gate ${jump.hostKeyLine.split(' ').slice(1).join(' ')}\n${target.hostKeyLine}\n`);
    await login(who, sshHost(target.port, { jump: 'gate' }));
    expect([jump.connections(), target.connections()]).toEqual([1, 1]);
  });
});

describe('the keys of servers', () => {
  it('are on record under HostKeyAlias, in the files that are named, also in those of the administrator', async () => {
    const server = await start();
    const other = await start();
    const who = as([server], {});
    const key = server.hostKeyLine.split(' ').slice(1).join(' ');
    who.write('known_hosts', `${other.hostKeyLine.replace(/:\d+/, `:${String(server.port)}`)}\n`);
    await failure(who, sshHost(server.port)).then((error) => expect(error.code).toBe('HOST_KEY_CHANGED'));
    who.write('config', 'HostKeyAlias cluster\nUserKnownHostsFile ~/.ssh/ours ~/.ssh/theirs\n');
    expect((await failure(who, sshHost(server.port))).code).toBe('HOST_KEY_UNKNOWN');
    who.write('theirs', `cluster ${key}\n`);
    await login(who, sshHost(server.port));
    who.write('config', 'HostKeyAlias cluster\nUserKnownHostsFile none\nGlobalKnownHostsFile ~/.ssh/theirs\n');
    await login(who, sshHost(server.port));
  });

  it('are written under the alias where new ones are accepted, as the configuration says, unless the inventory does', async () => {
    const server = await start();
    const who = as([server]);
    who.write('known_hosts', '');
    who.write('config', 'HostKeyAlias cluster\nStrictHostKeyChecking accept-new\n');
    const strict = sshHost(server.port, { given: ['host', 'port', 'user', 'knownHosts'] });
    expect((await failure(who, strict)).code).toBe('HOST_KEY_UNKNOWN');
    await login(who, sshHost(server.port));
    expect(readFileSync(join(who.home, '.ssh/known_hosts'), 'utf8')).toBe(`cluster ${server.hostKeyLine.split(' ').slice(1).join(' ')}\n`);
    await login(who, strict);
  });

  it('name what is not followed, where it is missed', async () => {
    const server = await start();
    const who = as([server]);
    who.write('known_hosts', '');
    who.write('config', 'KnownHostsCommand /bin/keys\nPKCS11Provider /usr/lib/p11.so\n');
    const error = await failure(who, sshHost(server.port));
    expect(error.todo[0]).toMatch(
      /^fams-ops does not follow KnownHostsCommand \/bin\/keys \(~\/\.ssh\/config:1\)\. Write its output to a file/,
    );
    expect(error.todo.join()).not.toMatch(/PKCS11Provider/);
    who.write('known_hosts', `${server.hostKeyLine}\n`);
    who.write('id_ed25519', (await start()).clientKey);
    expect((await failure(who, sshHost(server.port))).todo[0]).toMatch(/PKCS11Provider .*ssh-add -s/);
  });
});

// Hosts behind other hosts.
import { describe, expect, it } from 'vitest';
import { connectHosts } from '../../src/hosts/connect-hosts.js';
import { silent, sshHost } from '../support/operator.js';
import { as, failure, start } from '../support/ssh-cast.js';

describe('jump hosts', () => {
  it('go hop by hop, each checked under its own name, one connection to a jump host for all behind it', async () => {
    const [first, second, target] = [await start(), await start(), await start()];
    const who = as([target, first, second]);
    const keys = { first: who.write('first', first.clientKey), second: who.write('second', second.clientKey) };
    who.write(
      'config',
      `Match host 127.0.0.1\n  IdentityFile ${keys.first}\n  IdentityFile ${keys.second}\n  IdentityFile ~/.ssh/id_ed25519\n`,
    );
    const jump = `127.0.0.1:${String(first.port)},me@127.0.0.1:${String(second.port)}`;
    const host = sshHost(target.port, { jump });
    const all = await connectHosts([host, { ...host, name: 'web2' }], {
      questions: silent,
      acceptNewHostKeys: false,
      signal: new AbortController().signal,
      env: who.env,
    });
    for (const found of all.values()) {
      if (!found.ok) throw found.error;
      expect(await found.session.run('echo through', [], { deadlineMs: 10_000 })).toMatchObject({ stdout: 'through\n' });
    }
    expect([first.connections(), second.connections()]).toEqual([1, 1]);
    const [one, two] = [...all.values()];
    if (one?.ok) one.session.close();
    if (two?.ok) {
      expect(await two.session.run('echo still', [], { deadlineMs: 10_000 })).toMatchObject({ stdout: 'still\n' });
      two.session.close();
    }
    who.write('known_hosts', `${target.hostKeyLine}\n${first.hostKeyLine}\n`);
    const error = await failure(who, host);
    expect(error).toMatchObject({ code: 'HOST_KEY_UNKNOWN', where: { host: 'web1' } });
    expect(error.message).toMatch(new RegExp(`^web1: The host key of the jump host me@127.0.0.1:${String(second.port)} is not on record`));
  });

  it('say what is wrong behind them, and with them', async () => {
    const jump = await start();
    const who = as([jump]);
    const through = { jump: `127.0.0.1:${String(jump.port)}` };
    const closed = await start();
    await closed.stop();
    expect((await failure(who, sshHost(closed.port, through))).message).toMatch(/^web1 \(.*\) cannot be reached: connection refused/);
    const strict = await start({ forbidForwarding: true });
    const other = as([strict]);
    expect((await failure(other, sshHost(1, { jump: `127.0.0.1:${String(strict.port)}` }))).message).toMatch(
      /the jump host 127\.0\.0\.1 does not forward connections/,
    );
    expect((await failure(who, sshHost(22, { jump: `127.0.0.1:${String(closed.port)}` }))).message).toMatch(
      /^web1: the jump host .* connection refused/i,
    );
    expect((await failure(who, sshHost(22, { jump: 'a b:c:d' }))).message).toMatch(/is no \[user@\]host\[:port\]/);
  });
});

// Every way in which a host cannot be reached has its own words.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectHosts } from '../../src/hosts/connect-hosts.js';
import type { Host } from '../../src/model/cluster.js';
import { localHost, silent, sshHost } from '../support/operator.js';
import { afterwards, as, failure, login, start } from '../support/ssh-cast.js';

/** A TCP server that does with a connection whatever is said. */
async function listener(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterwards(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('reaching', () => {
  it('tells a closed port, a name that does not resolve and a place with no route', async () => {
    const server = await start();
    await server.stop();
    expect(await failure(as(), sshHost(server.port))).toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/connection refused, nothing listens on port/) as string,
    });
    const unknown = await failure(as(), sshHost(22, { host: 'no-such-host.invalid' }));
    expect(unknown).toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/no-such-host\.invalid does not resolve/) as string,
    });
    expect(await failure(as(), sshHost(22, { host: '255.255.255.255' }))).toMatchObject({ code: 'HOST_UNREACHABLE' });
  });

  it('tells silence from a service that is not SSH', async () => {
    const mute = await listener(() => undefined);
    const timing = { loginMs: 300 };
    const silence = await failure(as(), sshHost(mute), { timing });
    expect(silence).toMatchObject({ code: 'HOST_UNREACHABLE', message: expect.stringMatching(/no SSH banner within 0\.3 s/) as string });
    const web = await listener((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));
    expect((await failure(as(), sshHost(web))).message).toMatch(/not as an SSH server: "HTTP\/1\.1 400 Bad Request"/);
    const other = await listener((socket) => socket.write('220 mail ESMTP\r\n'));
    expect((await failure(as(), sshHost(other), { timing })).message).toMatch(/not as an SSH server: "220 mail ESMTP"/);
  });

  it('tells a machine that does not answer at all', async () => {
    // A stopped process whose queue of connections is full: the kernel answers no further one.
    const script =
      'const s = require("net").createServer(); s.listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port))';
    const deaf = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    afterwards(() => deaf.kill('SIGKILL'));
    const [line] = (await once(deaf.stdout, 'data')) as [Buffer];
    deaf.kill('SIGSTOP');
    const port = Number(line.toString());
    const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
    afterwards(() => fillers.forEach((socket) => socket.destroy()));
    await once(fillers[0] ?? deaf, 'connect');
    const error = await failure(as(), sshHost(port), { timing: { connectMs: 400 } });
    expect(error).toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/no answer at all from port \d+ of 127\.0\.0\.1 within 0\.4 s/) as string,
    });
  });

  it('tells a handshake and a login that do not end', async () => {
    const half = await listener((socket) => socket.write('SSH-2.0-half\r\n'));
    expect((await failure(as(), sshHost(half), { timing: { loginMs: 300 } })).message).toMatch(
      /did not end the SSH handshake within 0\.3 s/,
    );
    const server = await start({ hangsAtLogin: true });
    const stuck = await failure(as([server]), sshHost(server.port), { timing: { loginMs: 700 } });
    expect(stuck).toMatchObject({
      code: 'HOST_UNREACHABLE',
      message: expect.stringMatching(/did not end the login within 0\.7 s/) as string,
    });
    expect(stuck.todo.join()).toMatch(/UseDNS/);
  });

  it('tries again when the connection is cut before the handshake, three times at most', async () => {
    const server = await start({ cutFirst: 2 });
    await login(as([server]), sshHost(server.port));
    expect(server.connections()).toBe(3);
    const worse = await start({ cutFirst: 5 });
    expect(await failure(as([worse]), sshHost(worse.port))).toMatchObject({ code: 'HOST_UNREACHABLE' });
    expect(worse.connections()).toBe(3);
  });

  it('never tries again after a refused key or login', async () => {
    const server = await start({ methods: ['password'], password: 'right' });
    await failure(as([server]), sshHost(server.port));
    expect(server.connections()).toBe(1);
    await failure(as([]), sshHost(server.port));
    expect(server.connections()).toBe(2);
  });

  it('stops at an abort', async () => {
    const mute = await listener(() => undefined);
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    expect(await failure(as(), sshHost(mute), { signal: abort.signal })).toMatchObject({ code: 'INTERRUPTED' });
    expect(await failure(as(), sshHost(mute), { signal: AbortSignal.abort() })).toMatchObject({ code: 'INTERRUPTED' });
  });

  it('gives each host its own result, whatever becomes of the others', async () => {
    const server = await start();
    const closed = await start();
    await closed.stop();
    const who = as([server]);
    const named = (name: string, host: Host): Host => ({ ...host, name });
    const hosts = [
      named('a', sshHost(server.port)),
      named('b', sshHost(closed.port)),
      named('c', localHost),
      named('d', sshHost(server.port)),
    ];
    const all = await connectHosts(hosts, {
      questions: silent,
      acceptNewHostKeys: false,
      signal: new AbortController().signal,
      env: who.env,
      parallel: 2,
    });
    expect([...all].map(([name, found]) => [name, found.ok])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
      ['d', true],
    ]);
    for (const [name, found] of all) {
      if (!found.ok) continue;
      expect(found.session.label).toBe(name === 'c' ? 'local' : `fams@127.0.0.1:${String(server.port)}`);
      expect(found.ms).toBeGreaterThanOrEqual(0);
      found.session.close();
    }
  });
});

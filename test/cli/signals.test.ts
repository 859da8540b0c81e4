// A run that is interrupted, a reader that goes away, and colours: what the terminal does to the program.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GOOD, tarOf } from '../unit/bundle/archives.js';
import { Desk, document, PROGRAM } from './program.js';

const ARTICLE = fileURLToPath(new URL('../../inventory/article.yaml', import.meta.url));

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
});
afterAll(() => {
  desk.remove();
});

describe('Ctrl-C', () => {
  let silent: Server;
  const sockets = new Set<Socket>();
  beforeAll(async () => {
    // A machine that takes the connection and then says nothing, as one that is paused does.
    silent = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    desk.write('silent.yaml', `cluster: mute\nssh: { port: ${String(port)} }\nhosts: [127.0.0.1]\nkafka: { bundle: kafka.tgz }\n`);
    desk.write('kafka.tgz', gzipSync(tarOf(GOOD)));
  });
  afterAll(() => {
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it.each([['plan'], ['status'], ['verify', '--fast'], ['exec', '--', 'true']])(
    'ends %s while a host keeps silent',
    async (name, ...more) => {
      const { child, ended } = desk.start([name, '-i', 'silent.yaml', '--offline', '--json', ...more]);
      await once(silent, 'connection');
      const began = performance.now();
      child.kill('SIGINT');
      const done = await ended;
      expect(done.stderr).toContain('once more to stop at once');
      expect(done.code, done.stderr).toBe(130);
      expect(document(done)).toMatchObject({ ok: false, error: { code: 'INTERRUPTED', exitCode: 130 } });
      expect(performance.now() - began).toBeLessThan(5000);
    },
  );

  it('a second time ends at once, whatever the program is waiting for', async () => {
    // A pipe that nobody writes to: the read does not come back, and no request to stop reaches it.
    const pipe = join(desk.dir, 'pipe.yaml');
    execFileSync('mkfifo', [pipe]);
    const { child, ended, says } = desk.start(['client-config', '-i', 'pipe.yaml']);
    const writer = await open(pipe, 'w');
    try {
      child.kill('SIGINT');
      await says('SIGINT: finishing the step in hand');
      expect(child.exitCode).toBeNull();
      const began = performance.now();
      child.kill('SIGINT');
      expect((await ended).code).toBe(130);
      expect(performance.now() - began).toBeLessThan(5000);
    } finally {
      await writer.close();
    }
  });
});

describe('a reader that goes away', () => {
  it('is no error, and leaves no stack', async () => {
    const hosts = Array.from({ length: 120 }, (_, i) => `10.0.1.${String(i + 1)}`).join(', ');
    desk.write('large.yaml', `cluster: large\nzookeeper: { }\nhosts: [${hosts}]\n`);
    const whole = await desk.run('render', '-i', 'large.yaml', '-o', 'large', '--json');
    // More than a pipe holds, so that the writer meets its end.
    expect(whole.stdout.length).toBeGreaterThan(128 * 1024);
    const cut = await desk.shell('"$@" | head -1; echo "${PIPESTATUS[0]}"', 'render', '-i', 'large.yaml', '-o', 'large', '--json');
    expect([cut.stdout, cut.stderr]).toEqual(['{\n0\n', '']);
  });
});

describe('colours', () => {
  const terminal = (command: string, env: NodeJS.ProcessEnv) =>
    desk.command(['script', '-qec', command, '/dev/null'], { TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }).ended;
  const program = `'${process.execPath}' '${PROGRAM}'`;

  it('are used on a terminal, unless NO_COLOR is set, and never in a pipe', async () => {
    const typed = `${program} plan -i absent.yaml`;
    const [coloured, plain, piped] = await Promise.all([
      terminal(typed, {}),
      terminal(typed, { NO_COLOR: '1' }),
      desk.run('plan', '-i', 'absent.yaml'),
    ]);
    expect(coloured.stdout).toContain('\u001b[31merror:');
    expect(plain.stdout).toContain('error: The inventory cannot be read');
    for (const { stdout, stderr } of [plain, piped]) expect(stdout + stderr).not.toContain('\u001b');
  });

  it('are never in a document', async () => {
    const { stdout } = await terminal(`${program} client-config -i '${ARTICLE}' --json`, {});
    expect(stdout).not.toContain('\u001b');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});

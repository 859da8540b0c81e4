// hot --web as the built program serves it, for a cluster on which nothing runs.
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withValue } from '../../src/commands/optional-value.js';
import { localInventory } from '../../src/inventory/local.js';
import { freePort } from '../support/ports.js';
import { waitUntil } from '../support/wait-until.js';
import { Desk, document, type Running } from './program.js';

let desk: Desk;
beforeAll(() => {
  desk = new Desk();
  desk.write('bare.yaml', localInventory({ name: 'bare', root: desk.dir, addresses: ['127.0.0.1'] }));
  // Nothing listens on port 1.
  desk.write('shut.yaml', 'cluster: shut\nssh: { port: 1 }\nhosts: [127.0.0.1]\n');
});
afterAll(() => {
  desk.remove();
});

const hot = (...args: readonly string[]): Running => desk.start(['hot', ...args, '-i', 'bare.yaml']);

async function firstLine({ child, ended }: Running): Promise<string> {
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`it said nothing: ${(await ended).stderr}`);
}

/** What a page is told first, once that holds. */
async function told(url: string, holds: (hello: string) => boolean): Promise<string> {
  let hello = '';
  await waitUntil('what the page is told', 60_000, async () => {
    const { body } = await fetch(`${url}events`);
    hello = '';
    for await (const part of body ?? []) {
      hello += Buffer.from(part as Uint8Array).toString();
      if (hello.includes('\n\n')) break;
    }
    return holds(hello) || hello;
  });
  return hello;
}

describe('hot --web', () => {
  it('serves the page, says what is not known and what is not well, and ends with 0 by Ctrl-C', async () => {
    const port = await freePort('127.0.0.1');
    const running = hot('--web', `127.0.0.1:${String(port)}`);
    const url = `http://127.0.0.1:${String(port)}/`;
    expect(await firstLine(running)).toBe(`Today's hot topics: ${url}  (Ctrl-C ends)`);
    expect(await (await fetch(url)).text()).toContain('今日热点');
    const hello = await told(
      url,
      (text) => /"verdict":\{"status":"(crit|warn|unknown)"/.test(text) && text.includes('"trouble":"The hot list'),
    );
    expect(hello).toContain('"list":null');
    expect(hello).toContain('"id":"zookeeper.quorum"');
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('The hot list cannot be read')]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('prints one document with --json: where it is', async () => {
    const running = hot('--web=127.0.0.1:0', '--json');
    const said = JSON.parse(await firstLine(running)) as { readonly result: { readonly url: string } };
    expect(said).toMatchObject({ schemaVersion: 1, command: 'hot', cluster: 'bare', ok: true });
    expect((await fetch(said.result.url)).status).toBe(200);
    running.child.kill('SIGTERM');
    const { code, stdout } = await running.ended;
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 1]);
  });

  it('warns where others can read it', async () => {
    const running = hot('--web', '0.0.0.0:0');
    await firstLine(running);
    running.child.kill('SIGINT');
    expect((await running.ended).stderr).toContain('warning: The page is served on every address of this machine: whoever reaches it');
  });

  it.each([
    ['no place', ['--web', '8090'], '"8090" is not where a page can be served: ADDRESS:PORT is wanted.'],
    ['nothing at all', ['--web='], '"" is not where a page can be served'],
    ['an address of another machine', ['--web', '192.0.2.1:8090'], '"192.0.2.1" is no address of this machine'],
    ['two forms', ['--once', '--web'], '--once'],
  ])('refuses %s with 2', async (_, args, what) => {
    const { code, stdout, stderr } = await hot(...args).ended;
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(what)]);
    expect(stderr).toContain('  do: ');
  });

  it('says that a port is taken, with what to do, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await hot(`--web=127.0.0.1:${String(port)}`).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^error: Port \d+ of 127\.0\.0\.1 is taken: something else listens there\.\n {2}at: --web .*\n {2}do: Choose/);
    other.close();
  });

  it('ends with 4 where no host can be reached', async () => {
    const running = desk.start(['hot', '--web', '127.0.0.1:0', '--json', '-i', 'shut.yaml']);
    const { code, stdout } = await running.ended;
    const [, last = ''] = stdout.trim().split('\n');
    expect([code, JSON.parse(last)]).toMatchObject([4, { ok: false, error: { exitCode: 4 } }]);
    expect((await desk.run('hot', '--json', '-i', 'shut.yaml')).code).toBe(4);
    expect(document(await desk.run('hot', '--once', '--json', '-i', 'shut.yaml')).error?.exitCode).toBe(4);
  });
});

describe('a flag whose value may be left out', () => {
  it.each([
    [['--web'], ['--web=x']],
    [
      ['--web', '--json'],
      ['--web=x', '--json'],
    ],
    [
      ['-i', 'f', '--web', '-i'],
      ['-i', 'f', '--web=x', '-i'],
    ],
    [
      ['--web', '1:2'],
      ['--web', '1:2'],
    ],
    [['--web=1:2'], ['--web=1:2']],
  ])('has its default where it was: %j', (typed, meant) => {
    expect(withValue(typed, '--web', 'x', /^[^-]/)).toEqual(meant);
  });
});

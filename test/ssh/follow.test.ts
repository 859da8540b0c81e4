// A script that is followed to its end, with an input of its own: over SSH and on this machine.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chunk, HostSession } from '../../src/model/session.js';
import { localHost, operator, sessionTo, sshHost, type Operator } from '../support/operator.js';
import { startSshServer, type TestServer } from '../support/ssh-server.js';

const text = (chunks: readonly Chunk[], stream: Chunk['stream']): string =>
  Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes)).toString();

describe.each(['ssh', 'local'] as const)('a script that is followed over %s', (kind) => {
  let who: Operator;
  let server: TestServer | undefined;
  let session: HostSession;
  beforeAll(async () => {
    server = kind === 'ssh' ? await startSshServer() : undefined;
    who = operator(server === undefined ? [] : [server]);
    session = await sessionTo(who, server === undefined ? localHost : sshHost(server.port));
  });
  afterAll(async () => {
    session.close();
    await server?.stop();
    who.remove();
  });

  it('returns how the script ended, and gives it its variables', async () => {
    const end = async (script: string): Promise<unknown> => {
      const reading = session.follow(script, [], { signal: new AbortController().signal, env: { WORD: "it's" } })[Symbol.asyncIterator]();
      for (let next = await reading.next(); ; next = await reading.next()) if (next.done === true) return next.value;
    };
    expect(await end(`test "$WORD" = "it's" && exit 7`)).toEqual({ kind: 'exit', code: 7 });
    expect(await end('kill -KILL $$')).toMatchObject({ kind: 'exit', signal: 'SIGKILL' });
  });

  it('gives the script an input as fast as it takes it, and the end of it', async () => {
    const piece = Buffer.alloc(100_000, 'x');
    let given = 0;
    async function* pieces(count: number): AsyncGenerator<Uint8Array> {
      for (; given < count; given += 1) yield await Promise.resolve(piece);
    }
    const chunks: Chunk[] = [];
    const counting = session.follow('wc -c', [], { signal: new AbortController().signal, input: pieces(50) });
    for await (const chunk of counting) chunks.push(chunk);
    expect(Number(text(chunks, 'stdout'))).toBe(5_000_000);
    given = 0;
    const taking = session.follow('head -c 10 >/dev/null; echo enough; sleep 1', [], {
      signal: new AbortController().signal,
      input: pieces(1e9),
    });
    const said: Chunk[] = [];
    for await (const chunk of taking) said.push(chunk);
    expect(text(said, 'stdout')).toBe('enough\n');
    // What is on the way is bounded by the channel's window and the pipes.
    expect(given).toBeLessThan(200);
  });

  it('ends the input of a script when it is told to stop', async () => {
    const abort = new AbortController();
    async function* never(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first\n');
      await new Promise((resolve) => abort.signal.addEventListener('abort', resolve));
    }
    const chunks: Chunk[] = [];
    for await (const chunk of session.follow('read -r one; echo "$one"; cat >/dev/null; echo over', [], {
      signal: abort.signal,
      input: never(),
    })) {
      chunks.push(chunk);
      abort.abort();
    }
    expect(text(chunks, 'stdout')).toBe('first\nover\n');
  });
});

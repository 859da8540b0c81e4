// What every session keeps to, over SSH and on this machine: one table, two carriers.
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chunk, HostSession } from '../../src/model/session.js';
import { localHost, operator, sessionTo, sshHost, type Operator } from '../support/operator.js';
import { startSshServer, type TestServer } from '../support/ssh-server.js';
import { waitUntil } from '../support/wait-until.js';

const soon = { deadlineMs: 10_000 };
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const seen = (holds: boolean, otherwise: string): Promise<true | string> => Promise.resolve(holds || otherwise);
/** A zombie has ended: only nobody has asked after it yet. */
const gone = (pidFile: string) => (): Promise<true | string> => {
  const path = `/proc/${readFileSync(pidFile, 'utf8').trim()}/stat`;
  const state = existsSync(path) ? (/\) (.)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '') : 'Z';
  return seen(state === 'Z', `still there, state ${state}`);
};
const text = (chunks: readonly Chunk[], stream: Chunk['stream']): string =>
  Buffer.concat(chunks.filter((chunk) => chunk.stream === stream).map(({ bytes }) => bytes)).toString();

describe.each(['ssh', 'local'] as const)('a session over %s', (kind) => {
  let who: Operator;
  let server: TestServer | undefined;
  let session: HostSession;
  let dir: string;

  beforeAll(async () => {
    server = kind === 'ssh' ? await startSshServer() : undefined;
    who = operator(server === undefined ? [] : [server]);
    who.env['FAMS_SECRET'] = 'secret';
    session = await sessionTo(who, server === undefined ? localHost : sshHost(server.port));
  });
  afterAll(async () => {
    session.close();
    await server?.stop();
    who.remove();
  });
  beforeEach(() => {
    dir = join(who.home, randomBytes(4).toString('hex'));
    mkdirSync(dir);
  });

  describe('run', () => {
    it('takes output, errors and the exit code as they are, and gives the script an empty input', async () => {
      expect(await session.run('echo out; echo err >&2; cat; exit 3', [], soon)).toEqual({
        kind: 'exit',
        code: 3,
        stdout: 'out\n',
        stderr: 'err\n',
        truncated: false,
      });
      expect(session.host).toBe('web1');
    });

    it('tells a signal from an exit code', async () => {
      expect(await session.run('kill -TERM $$', [], soon)).toMatchObject({ kind: 'exit', code: 128, signal: 'SIGTERM' });
    });

    it('hands over any argument unchanged', async () => {
      const word = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'));
      const words = fc.array(fc.oneof(word, fc.constantFrom('', '-n', '$HOME `id`', "it's", 'a\nb', '*', 'fams-ops-begin', '}')), {
        maxLength: 5,
      });
      await fc.assert(
        fc.asyncProperty(words, async (args) => {
          const { stdout } = await session.run('for one do printf "%s\\0" "$one"; done', args, soon);
          expect(stdout).toBe(args.map((arg) => `${arg}\0`).join(''));
        }),
        { numRuns: 25 },
      );
    });

    it('exports LC_ALL=C and what it is told to, and nothing else of ours', async () => {
      const { stdout } = await session.run('echo "$LC_ALL|$ONE|$FAMS_SECRET"', [], { ...soon, env: { ONE: "it's 1" } });
      expect(stdout).toBe("C|it's 1|\n");
      await expect(session.run('true', [], { ...soon, env: { 'A;id': '' } })).rejects.toThrow(/variable/);
    });

    it('leaves out the text of a script that the shell cannot read, but not what it says about it', async () => {
      const outcome = await session.run('echo begun\nif then', [], soon);
      expect(outcome).toMatchObject({ kind: 'exit', stdout: '' });
      expect(outcome).not.toMatchObject({ code: 0 });
      expect(outcome.stderr).toMatch(/syntax/i);
    });

    it('caps the output and still sees the exit', async () => {
      const outcome = await session.run('yes | head -c 3000000; exit 7', [], { ...soon, maxOutput: 1000 });
      expect(outcome).toMatchObject({ kind: 'exit', code: 7, truncated: true });
      expect(outcome.stdout).toHaveLength(1000);
    });

    it('does not wait for background processes with an output of their own, nor makes a plain wait hang', async () => {
      expect(await session.run('sleep 30 >/dev/null 2>&1 & kill $! ; wait; echo done', [], soon)).toMatchObject({
        code: 0,
        stdout: 'done\n',
      });
    });

    it('ends the script over there at the deadline, with all its processes', async () => {
      const pid = join(dir, 'pid');
      const script = 'sleep 300 & echo $! >"$1"; echo begun; wait';
      const began = performance.now();
      expect(await session.run(script, [pid], { deadlineMs: 500 })).toMatchObject({ kind: 'timed-out', afterMs: 500, stdout: 'begun\n' });
      expect(performance.now() - began).toBeLessThan(2000);
      await waitUntil('the end of the far process', 5000, gone(pid));
    });

    it('kills what ignores the request to stop', async () => {
      const pid = join(dir, 'pid');
      const outcome = await session.run('trap "" TERM; echo $$ >"$1"; while :; do sleep 1; done', [pid], { deadlineMs: 500 });
      expect(outcome).toMatchObject({ kind: 'timed-out' });
      await waitUntil('the end of the far process', 5000, gone(pid));
    });

    it('ends the script over there at an abort, and begins none after it', async () => {
      const pid = join(dir, 'pid');
      const abort = new AbortController();
      const running = session.run('echo $$ >"$1"; sleep 300', [pid], { ...soon, signal: abort.signal });
      await waitUntil('the script', 5000, () => seen(existsSync(pid) && statSync(pid).size > 0, 'no pid'));
      abort.abort();
      expect(await running).toMatchObject({ kind: 'aborted' });
      await waitUntil('the end of the far process', 5000, gone(pid));
      expect(await session.run('echo x >"$1"', [join(dir, 'x')], { ...soon, signal: abort.signal })).toMatchObject({ kind: 'aborted' });
      expect(existsSync(join(dir, 'x'))).toBe(false);
    });

    it('runs many at once, two at a time', async () => {
      const script = 'mkdir "$1/$$"; ls "$1" | wc -l; sleep 0.2; rmdir "$1/$$"';
      const outcomes = await Promise.all(Array.from({ length: 6 }, () => session.run(script, [dir], soon)));
      expect(outcomes.map((outcome) => outcome.kind)).toEqual(Array(6).fill('exit'));
      expect(Math.max(...outcomes.map(({ stdout }) => Number(stdout)))).toBeLessThanOrEqual(2);
    });
  });

  describe('put', () => {
    const local = (bytes: Buffer | string): string => {
      const path = join(dir, 'local');
      writeFileSync(path, bytes);
      return path;
    };

    it.each([0, 1, 3_000_001])('brings %i bytes with their mode, and tells the progress', async (size) => {
      const bytes = randomBytes(size);
      const progress: number[] = [];
      const to = join(dir, "it's a target");
      await session.put(local(bytes), to, { sha256: sha256(bytes), mode: 0o640, ...soon, onProgress: (sent) => progress.push(sent) });
      expect(readFileSync(to).equals(bytes)).toBe(true);
      expect(statSync(to).mode & 0o777).toBe(0o640);
      expect(progress.at(-1)).toBe(size === 0 ? undefined : size);
      expect(readdirSync(dir).sort()).toEqual(["it's a target", 'local']);
    });

    it('leaves the target as it was when something else arrives, and nothing beside it', async () => {
      const to = join(dir, 'target');
      writeFileSync(to, 'old');
      const putting = session.put(local('new'), to, { sha256: sha256('other'), mode: 0o600, ...soon });
      await expect(putting).rejects.toMatchObject({ code: 'UPLOAD_FAILED', message: expect.stringMatching(/3 bytes arrived/) as string });
      expect(readFileSync(to, 'utf8')).toBe('old');
      expect(readdirSync(dir).sort()).toEqual(['local', 'target']);
    });

    it('says what is wrong with the target, and with the local file', async () => {
      const put = (from: string, to: string) => session.put(from, to, { sha256: sha256('x'), mode: 0o600, ...soon });
      await expect(put(local('x'), join(dir, 'no', 'where'))).rejects.toMatchObject({
        code: 'UPLOAD_FAILED',
        message: expect.stringMatching(/there is no directory/) as string,
      });
      await expect(put(local('x'), dir)).rejects.toMatchObject({
        code: 'UPLOAD_FAILED',
        message: expect.stringMatching(/is a directory/) as string,
      });
      await expect(put(join(dir, 'absent'), join(dir, 'x'))).rejects.toMatchObject({
        code: 'UPLOAD_FAILED',
        where: { file: join(dir, 'absent') },
      });
    });

    it('removes what a killed one left, and not what another one is writing', async () => {
      const to = join(dir, 'target');
      writeFileSync(join(dir, '.target.fams-put.999999-1'), 'left over');
      const stat = readFileSync(`/proc/${String(process.pid)}/stat`, 'utf8');
      const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
      const alive = `.target.fams-put.${String(process.pid)}-${started}`;
      writeFileSync(join(dir, alive), 'being written');
      await session.put(local('new'), to, { sha256: sha256('new'), mode: 0o600, ...soon });
      expect(readdirSync(dir).sort()).toEqual([alive, 'local', 'target']);
    });

    it('stops at an abort and leaves nothing', async () => {
      const bytes = randomBytes(30_000_000);
      const abort = new AbortController();
      const to = join(dir, 'target');
      const putting = session.put(local(bytes), to, {
        sha256: sha256(bytes),
        mode: 0o600,
        ...soon,
        signal: abort.signal,
        onProgress: () => abort.abort(),
      });
      await expect(putting).rejects.toMatchObject({ code: 'INTERRUPTED' });
      await waitUntil('only the local file', 5000, () => seen(readdirSync(dir).join() === 'local', readdirSync(dir).join()));
    });
  });

  describe('follow', () => {
    it('gives everything in order and ends with the script', async () => {
      const chunks: Chunk[] = [];
      for await (const chunk of session.follow('echo "$1"; seq 100000; echo err >&2; exit 1', ['first'], {
        signal: new AbortController().signal,
      }))
        chunks.push(chunk);
      expect(text(chunks, 'stdout')).toBe(`first\n${Array.from({ length: 100_000 }, (_, i) => `${String(i + 1)}\n`).join('')}`);
      expect(text(chunks, 'stderr')).toBe('err\n');
    });

    it('ends with the signal, and when nobody reads any more; the far process too', async () => {
      const pid = join(dir, 'pid');
      const abort = new AbortController();
      for await (const { bytes } of session.follow('echo $$ >"$1"; echo begun; exec sleep 300', [pid], { signal: abort.signal })) {
        expect(Buffer.from(bytes).toString()).toBe('begun\n');
        abort.abort();
      }
      await waitUntil('the end of the far process', 5000, gone(pid));
      for await (const chunk of session.follow('echo $$ >"$1"; yes', [pid], { signal: new AbortController().signal })) {
        expect(chunk.stream).toBe('stdout');
        break;
      }
      await waitUntil('the end of the far process', 8000, gone(pid));
    });

    it('makes the script wait for a slow reader', async () => {
      const count = join(dir, 'count');
      const script = 'i=0; while :; do i=$((i+1)); head -c 100000 /dev/zero; echo $i >"$1"; done';
      const reading = session.follow(script, [count], { signal: new AbortController().signal })[Symbol.asyncIterator]();
      await reading.next();
      const written = (): number => Number(existsSync(count) ? readFileSync(count, 'utf8') : 0);
      let before = -1;
      await waitUntil('a script that stands still', 10_000, () => {
        const now = written();
        const stands = now > 0 && now === before;
        before = now;
        return seen(stands, `${String(now)} blocks`);
      });
      // 100 kB each: what is on the way is bounded by the channel's window and the pipes.
      expect(before).toBeLessThan(100);
      await reading.return?.();
    });
  });

  describe('dial', () => {
    it('reaches a port of the host', async () => {
      const echo = createServer((socket) => socket.pipe(socket));
      echo.listen(0, '127.0.0.1');
      await once(echo, 'listening');
      const stream = await session.dial('127.0.0.1', (echo.address() as AddressInfo).port, soon);
      stream.end('ruok');
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk as Buffer);
      expect(Buffer.concat(chunks).toString()).toBe('ruok');
      echo.close();
    });

    it('gives back each connection that is let go, also one that nobody has read', async () => {
      const greeter = createServer((socket) => socket.on('error', () => undefined).write('hello'));
      greeter.listen(0, '127.0.0.1');
      await once(greeter, 'listening');
      const { port } = greeter.address() as AddressInfo;
      // More than a session has open at a time.
      for (let i = 0; i < 40; i++) (await session.dial('127.0.0.1', port, soon)).destroy();
      greeter.close();
    });

    it('says that nothing listens there', async () => {
      const closed = createServer().listen(0, '127.0.0.1');
      await once(closed, 'listening');
      const { port } = closed.address() as AddressInfo;
      closed.close();
      await once(closed, 'close');
      await expect(session.dial('127.0.0.1', port, soon)).rejects.toMatchObject({
        code: 'WIRE_FAILED',
        message: expect.stringMatching(/nothing listens/) as string,
      });
    });

    it('stops at an abort', async () => {
      const aborted = AbortSignal.abort();
      await expect(session.dial('127.0.0.1', 9, { ...soon, signal: aborted })).rejects.toMatchObject({ code: 'INTERRUPTED' });
    });
  });
});

import { afterEach, expect, test } from 'vitest';
import type { Socket } from 'node:net';
import { PassThrough, type Duplex } from 'node:stream';
import { fourLetterWord, memberAnswers } from '../../../src/wire/four-letter.js';
import { startFakeServer, type FakeServer } from '../../support/fake-server.js';
import { waitUntil } from '../../support/wait-until.js';
import { answerOf } from './fixture.js';

const LIMITS = { host: 'zk1', deadlineMs: 5000 };
let server: FakeServer | undefined;
afterEach(() => server?.stop());

async function serve(onWord: (socket: Socket, word: string) => void): Promise<FakeServer> {
  return (server = await startFakeServer((socket) => socket.once('data', (word) => onWord(socket, word.toString()))));
}

test('an answer in pieces is read to its end', async () => {
  const { dial } = await serve((socket) => {
    socket.write('im');
    setImmediate(() => socket.end('ok'));
  });
  await expect(fourLetterWord(dial, 'ruok', LIMITS)).resolves.toBe('imok');
});

test('the words of a member go out on connections of their own', async () => {
  const words: string[] = [];
  const { dial } = await serve((socket, word) => {
    words.push(word);
    socket.end(answerOf('leader', word));
  });
  await expect(memberAnswers(dial, LIMITS)).resolves.toMatchObject({ ruok: true, mode: 'leader' });
  expect(words.sort()).toEqual(['conf', 'isro', 'mntr', 'ruok', 'srvr']);
});

test('silence ends at the deadline and says what was seen', async () => {
  const { dial, open } = await serve((socket) => socket.write('Zookeeper ver'));
  const failure = fourLetterWord(dial, 'srvr', { ...LIMITS, deadlineMs: 300 });
  await expect(failure).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    where: { host: 'zk1' },
    message: 'No answer to srvr within 300 ms; last seen: connected, then "Zookeeper ver"',
  });
  await waitUntil('the closed connection', 5000, () => Promise.resolve(open.size === 0 || `${String(open.size)} open`));
});

test('an answer that is cut off by a reset is not an answer', async () => {
  // Not every kernel passes a reset on to the reader of a loopback socket, so the stream itself breaks here.
  const stream = new PassThrough();
  const dial = (): Promise<Duplex> => {
    stream.write('Zookeeper version: 3.4.6\nMode: leader\n');
    setImmediate(() => stream.destroy(new Error('read ECONNRESET')));
    return Promise.resolve(stream);
  };
  await expect(fourLetterWord(dial, 'srvr', LIMITS)).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    message: expect.stringMatching(/ECONNRESET; last seen: .*Mode: leader/) as string,
  });
});

test('a connection that is closed without a word is a failure', async () => {
  const { dial } = await serve((socket) => socket.end());
  await expect(fourLetterWord(dial, 'ruok', LIMITS)).rejects.toThrow('closed without an answer to ruok');
});

test('a closed port is named', async () => {
  const closed = await startFakeServer(() => undefined);
  await closed.stop();
  await expect(memberAnswers(closed.dial, LIMITS)).rejects.toMatchObject({
    code: 'WIRE_FAILED',
    message: expect.stringMatching(/ECONNREFUSED.*last seen: no connection/) as string,
  });
});

test('an abort ends the wait at once', async () => {
  const abort = new AbortController();
  const { dial } = await serve(() => abort.abort());
  await expect(fourLetterWord(dial, 'ruok', { ...LIMITS, deadlineMs: 60_000, signal: abort.signal })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
});

test('a connection that opens after the deadline is closed', async () => {
  const closed: boolean[] = [];
  server = await startFakeServer((socket) => socket.once('close', () => closed.push(true)));
  const { dial } = server;
  let openNow = (): void => undefined;
  const late = new Promise<void>((resolve) => (openNow = resolve));
  const word = fourLetterWord(() => late.then(dial), 'ruok', { ...LIMITS, deadlineMs: 50 });
  await expect(word).rejects.toThrow('No answer to ruok within 50 ms; last seen: no connection');
  openNow();
  await waitUntil('the late connection, opened and closed', 5000, () => Promise.resolve(closed.length === 1 || 'not closed'));
});

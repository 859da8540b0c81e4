// ZooKeeper's four-letter words: one connection each, the server closes it behind its answer.
import type { Duplex } from 'node:stream';
import type { MemberAnswers } from '../model/observed.js';
import { connectWithin, SEE_ZOOKEEPER, wireFailed, type Dial, type WireOptions } from './dial.js';
import { MEMBER_WORDS, toMemberAnswers, type MemberWord } from './four-letter-answers.js';

/** `dump` and `cons` of a busy member are long; this is far beyond them. */
const MAX_ANSWER = 16 << 20;

/** Everything that the member answers to `word`. Throws WIRE_FAILED when it does not answer to the end, or with nothing. */
export async function fourLetterWord(dial: Dial, word: string, options: WireOptions): Promise<string> {
  const chunks: Buffer[] = [];
  const saw = (): string => `connected, then ${JSON.stringify(Buffer.concat(chunks).toString('utf8').slice(-200))}`;
  await connectWithin(dial, options, { what: `answer to ${word}`, saw, todo: SEE_ZOOKEEPER }, (stream) => readToEnd(stream, word, chunks));
  if (chunks.length === 0) throw wireFailed(options.host, `The connection was closed without an answer to ${word}`, SEE_ZOOKEEPER);
  return Buffer.concat(chunks).toString('utf8');
}

/** What one member says of itself. Throws WIRE_FAILED when one of the words gets no answer. */
export async function memberAnswers(dial: Dial, options: WireOptions): Promise<MemberAnswers> {
  const texts = await Promise.all(MEMBER_WORDS.map((word) => fourLetterWord(dial, word, options)));
  return toMemberAnswers(Object.fromEntries(MEMBER_WORDS.map((word, i) => [word, texts[i] ?? ''])) as Record<MemberWord, string>);
}

function readToEnd(stream: Duplex, word: string, into: Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    let size = 0;
    stream.on('data', (chunk: Buffer) => {
      into.push(chunk);
      size += chunk.length;
      if (size > MAX_ANSWER) reject(new Error(`the answer is longer than ${MAX_ANSWER} bytes`));
    });
    stream.once('end', () => {
      stream.destroy();
      resolve();
    });
    // A reset may have cut the answer: half of it is not an answer.
    stream.on('error', reject);
    stream.once('close', () => reject(new Error('the connection broke')));
    stream.write(word);
  });
}

// Asks at the terminal, one question at a time; secrets are not shown.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Questions } from '../model/questions.js';
import { sanitize } from './sanitize.js';
import { echoKeys, isTerminal } from './terminal.js';

/** @param signal Ctrl-C while a question stands: it counts as not answered */
export function terminalQuestions(options: { readonly allowed: boolean; readonly yes: boolean; readonly signal: AbortSignal }): Questions {
  const interactive = options.allowed && process.stdin.isTTY && isTerminal('stderr');
  let queue: Promise<unknown> = Promise.resolve();
  const ask = (question: string, hidden: boolean): Promise<string | undefined> => {
    if (!interactive) return Promise.resolve(undefined);
    const answer = queue.then(() => readLine(question, hidden, options.signal));
    queue = answer.catch(() => undefined);
    return answer;
  };
  return {
    interactive,
    confirm: async (question) => options.yes || /^y(es)?$/i.test(((await ask(`${question} [y/N] `, false)) ?? '').trim()),
    secret: (question) => ask(`${question}: `, true),
    text: (question) => ask(`${question}: `, false),
  };
}

const ignore = (): void => undefined;

async function readLine(question: string, hidden: boolean, signal: AbortSignal): Promise<string | undefined> {
  let muted = false;
  const echo = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!muted) echoKeys(chunk);
      done();
    },
  });
  const line = createInterface({ input: process.stdin, output: echo, terminal: true });
  // A terminal that goes away while a question stands: it counts as not answered.
  line.on('error', () => line.close());
  process.stdin.on('error', ignore);
  try {
    // Without this a Ctrl-D, or a terminal that is gone, would leave the question standing for ever.
    const closed = new Promise<undefined>((resolve) => line.once('close', () => resolve(undefined)));
    const answer = line.question(sanitize(question), { signal });
    muted = hidden;
    return await Promise.race([answer, closed]);
  } catch {
    return undefined;
  } finally {
    line.close();
    process.stdin.off('error', ignore);
    if (hidden) echoKeys('\n');
  }
}

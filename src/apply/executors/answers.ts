// Answers of scripts that do several things of one kind: one line for each, in order. The first failure is the last line.
import { AppError, toAppError } from '../../errors/app-error.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { Done, ExecutorContext } from './executor.js';

interface Asked {
  /** Names of the scripts that make up the one to run. */
  readonly scripts: readonly string[];
  readonly args: readonly string[];
  readonly deadlineMs: number;
  /** Each thing as it continues "could not" in a message: `write /home/fams/...`. */
  readonly what: readonly string[];
  /** Reads an answer that is not one of the usual ones. */
  readonly other?: (i: number, answer: string) => Done | undefined;
}

export async function runForAnswers({ session, signal }: ExecutorContext, asked: Asked): Promise<readonly Done[]> {
  const { scripts, args, deadlineMs, what } = asked;
  const outcome = await session.run(scripts.map(remoteScript).join('\n'), args, { deadlineMs, ...(signal && { signal }) });
  const answers = outcome.stdout.split('\n').slice(0, -1);
  let failed = false;
  return what.map((each, i): Done => {
    if (failed) return { result: 'not-run' };
    const done = judge(
      session.host,
      each,
      answers[i],
      (answer) => asked.other?.(i, answer),
      () => expectSuccess(session, outcome, each),
    );
    failed = done.result === 'failed';
    return done;
  });
}

function judge(
  host: string,
  what: string,
  answer: string | undefined,
  other: (answer: string) => Done | undefined,
  ending: () => unknown,
): Done {
  if (answer === 'changed' || answer === 'ok') return { result: answer };
  if (answer?.startsWith('failed ')) return { result: 'failed', error: couldNot(host, what, answer.slice('failed '.length)) };
  const known = answer === undefined ? undefined : other(answer);
  if (known !== undefined) return known;
  try {
    ending();
  } catch (error) {
    return { result: 'failed', error: toAppError(error) };
  }
  return {
    result: 'failed',
    error: couldNot(host, what, answer === undefined ? 'its script gave no answer' : `it answered "${answer.slice(0, 200)}"`),
  };
}

function couldNot(host: string, what: string, why: string): AppError {
  return new AppError('COMMAND_FAILED', `${host} could not ${what}: ${why.trim()}`, {
    where: { host },
    todo: ['Correct what it says on that host, then run the same command again: it goes on from here.'],
  });
}

// Executor of removals: removes trees that fams-ops made. The host judges each tree once more right before it removes it.
import { dirname } from 'node:path/posix';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { ActionOf, Removal } from '../../model/action.js';
import { runForAnswers } from './answers.js';
import type { Executor, ExecutorContext } from './executor.js';

/** Old logs may be large. */
const REMOVE_MS = 600_000;
const LOOK_MS = 120_000;
const SCRIPTS = ['placing', 'listing', 'ownership', 'remove'];

export const removeExecutor: Executor<'remove'> = {
  run: (actions, context) =>
    runForAnswers(context, {
      scripts: SCRIPTS,
      args: argumentsOf('remove', actions, context.base),
      deadlineMs: REMOVE_MS,
      what: actions.map(({ path }) => `remove ${path}`),
    }),
};

/** The host's forecast of a removal. `emptied`: the content goes and the directory itself stays. */
export type RemovalVerdict = { readonly kind: 'ok' | 'goes' | 'emptied' } | { readonly kind: 'refused'; readonly reason: string };

/**
 * Touches nothing.
 * @returns a verdict for each action, in their order
 * @throws AppError COMMAND_FAILED, HOST_LOST or INTERRUPTED
 */
export async function judgeRemovals(
  actions: readonly ActionOf<'remove'>[],
  { session, base, signal }: Pick<ExecutorContext, 'session' | 'base' | 'signal'>,
): Promise<readonly RemovalVerdict[]> {
  const outcome = await session.run(SCRIPTS.map(remoteScript).join('\n'), argumentsOf('look', actions, base), {
    deadlineMs: LOOK_MS,
    ...(signal && { signal }),
  });
  const answers = expectSuccess(session, outcome, 'say what may be removed').stdout.split('\n');
  return actions.map((_, i) => verdictOf(answers[i] ?? ''));
}

function verdictOf(answer: string): RemovalVerdict {
  if (answer === 'ok' || answer === 'goes' || answer === 'emptied') return { kind: answer };
  const refused = /^refused (.*)$/.exec(answer)?.[1];
  return { kind: 'refused', reason: refused ?? `the host gave no answer that can be understood: "${answer.slice(0, 200)}"` };
}

const argumentsOf = (mode: 'look' | 'remove', removals: readonly Removal[], base: string): readonly string[] => [
  mode,
  // `<home>/.fams-ops/<cluster>` lies two floors below the home.
  dirname(dirname(base)),
  base,
  ...removals.flatMap(({ path, real, proof }) => [proof.of, path, real, ...proofArguments(proof)]),
];

function proofArguments(proof: Removal['proof']): readonly [string, string] {
  switch (proof.of) {
    case 'data':
      return [Buffer.from(proof.record, 'utf8').toString('base64'), proof.names];
    case 'software':
      return [proof.record, ''];
    case 'base':
      return ['', proof.names];
  }
}

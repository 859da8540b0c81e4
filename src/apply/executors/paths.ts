// Directories, files and removals: one script for all that follow each other on a host.
import { createHash } from 'node:crypto';
import { dirname } from 'node:path/posix';
import { runForAnswers } from './answers.js';
import type { Executor } from './executor.js';

const EACH_MS = 1000;
const PATHS_MS = 60_000;
/** Old logs may be large. */
const REMOVE_MS = 600_000;

export const dirExecutor: Executor<'dir'> = {
  run: (actions, context) =>
    runForAnswers(context, {
      scripts: ['placing', 'dir'],
      args: actions.flatMap(({ path, mode }) => [path, mode.toString(8)]),
      deadlineMs: PATHS_MS + EACH_MS * actions.length,
      what: actions.map(({ path }) => `make the directory ${path}`),
    }),
};

export const fileExecutor: Executor<'file'> = {
  run: (actions, context) =>
    runForAnswers(context, {
      scripts: ['placing', 'file'],
      args: actions.flatMap(({ path, mode, text }) => {
        const bytes = Buffer.from(text, 'utf8');
        return [path, mode.toString(8), createHash('sha256').update(bytes).digest('hex'), bytes.toString('base64')];
      }),
      deadlineMs: PATHS_MS + EACH_MS * actions.length,
      what: actions.map(({ path }) => `write ${path}`),
    }),
};

export const removeExecutor: Executor<'remove'> = {
  run: (actions, context) =>
    runForAnswers(context, {
      scripts: ['placing', 'remove'],
      args: [homeOf(context.base), ...actions.map(({ path }) => path)],
      deadlineMs: REMOVE_MS,
      what: actions.map(({ path }) => `remove ${path}`),
    }),
};

/** `<home>/.fams-ops/<cluster>` lies two floors below the home. */
const homeOf = (base: string): string => dirname(dirname(base));

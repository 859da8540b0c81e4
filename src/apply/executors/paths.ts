// Executors of directories and files: one script for all consecutive ones on a host.
import { createHash } from 'node:crypto';
import { runForAnswers } from './answers.js';
import type { Executor } from './executor.js';

const EACH_MS = 1000;
const PATHS_MS = 60_000;

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

// An error as people read it: what happened, where, what to do. The cause chain only when asked.
import { AppError } from '../errors/app-error.js';
import type { Problem } from '../model/cluster.js';
import { paint, printNote } from '../terminal/terminal.js';

export function printFailure(error: AppError, debug: boolean): void {
  printNote(...failureLines(error));
  if (debug) printNote(...chain(error));
}

function failureLines(error: AppError): readonly string[] {
  return [
    `${paint('stderr', 'red', 'error:')} ${paint('stderr', 'bold', error.message)}`,
    `  at: ${place(error)}`,
    ...error.problems.map((problem) => `  ${problemLine(problem)}`),
    ...error.causes.flatMap((cause) => [`  - ${cause.message}`, `    at: ${place(cause)}`, ...cause.todo.map((step) => `    do: ${step}`)]),
    ...error.todo.map((step) => `  do: ${step}`),
  ];
}

const problemLine = ({ file, line, column, path, message, hint }: Problem): string =>
  [`${file}:${String(line)}:${String(column)}`, path, message, hint].filter(Boolean).join('  ');

function place({ where }: AppError): string {
  const file = where.file && [where.file, where.line, where.column].filter((part) => part !== undefined).join(':');
  return [where.host, file, where.command].filter(Boolean).join('  ') || 'fams-ops';
}

/** Frames of our own stack are lines of ours; whatever else stands in further lines is part of a message. */
const stackLines = (stack: string): readonly string[] => stack.split(/\n(?= {4}at )/);

function chain(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return typeof error === 'string' ? [`cause: ${error}`] : [];
  const { whole, causes } = error instanceof AppError ? error : { whole: null, causes: [] };
  return [
    ...(whole === null ? [] : [`whole: ${whole}`]),
    ...stackLines(error.stack ?? error.message),
    ...chain(error.cause),
    ...causes.flatMap(chain),
  ];
}

// The one error class. Every expected failure is an AppError; anything else is a bug (70).
import type { Problem } from '../model/cluster.js';
import { CODES, type ErrorCode } from './codes.js';
import { essenceOf } from './java-output.js';
import { usageText } from './usage-text.js';

export interface Where {
  readonly host?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly command?: string;
}

export interface ErrorDocument {
  readonly code: ErrorCode;
  readonly what: string;
  readonly where: Where;
  readonly todo: readonly string[];
  readonly exitCode: number;
  readonly problems?: readonly Problem[];
  /** One by one, where several hosts or actions failed. */
  readonly causes?: readonly ErrorDocument[];
}

interface Details {
  readonly where?: Where;
  readonly todo: readonly string[];
  readonly problems?: readonly Problem[];
  readonly causes?: readonly AppError[];
  readonly cause?: unknown;
}

export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly exitCode: number;
  /** oclif reads the exit code here on its own path; both always agree. */
  readonly oclif: { readonly exit: number };
  readonly where: Where;
  readonly todo: readonly string[];
  readonly problems: readonly Problem[];
  readonly causes: readonly AppError[];
  /** The whole output of a JVM, when the message has only the failure itself; for --debug. */
  readonly whole: string | null;

  constructor(code: ErrorCode, what: string, details: Details) {
    const essence = essenceOf(what);
    super(essence.text, details.cause === undefined ? undefined : { cause: details.cause });
    this.whole = essence.left > 0 ? what : null;
    this.code = code;
    this.exitCode = CODES[code].exitCode;
    this.oclif = { exit: this.exitCode };
    this.where = details.where ?? {};
    this.todo = details.todo;
    this.problems = details.problems ?? [];
    this.causes = details.causes ?? [];
  }

  toDocument(): ErrorDocument {
    const { code, message: what, where, todo, exitCode, problems, causes } = this;
    return {
      code,
      what,
      where,
      todo,
      exitCode,
      ...(problems.length > 0 && { problems }),
      ...(causes.length > 0 && { causes: causes.map((one) => one.toDocument()) }),
    };
  }
}

/** Whatever was thrown, as an AppError: our own as it is, the framework's parse errors as USAGE, the rest as BUG. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  if ('oclif' in error) {
    return new AppError('USAGE', usageText(error.message), { todo: ['See --help for what this command takes.'], cause: error });
  }
  if ('code' in error && DISK_ERRORS.has(error.code))
    return new AppError('OUTPUT_FAILED', `A file on this machine could not be written: ${error.message}`, {
      todo: ['Free space on its disk, or let it be written there, then run the same command again.'],
      cause: error,
    });
  return new AppError('BUG', `fams-ops itself failed: ${error.message}`, {
    todo: ['Run it again with --debug and report what it prints.'],
    cause: error,
  });
}

/** Of the operator's own disk: no space, no quota, read-only. */
const DISK_ERRORS: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

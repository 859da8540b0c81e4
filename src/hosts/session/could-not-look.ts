// Blind failures: tells a failure of the reader itself from a failure of its target.
import { AppError } from '../../errors/app-error.js';
import type { ErrorCode } from '../../errors/codes.js';
import { ConnectionFailure } from '../ssh/socket-failure.js';

/** This machine has no connection left, or the ssh server opens no further one; the server gives these reasons (RFC 4254 part 5.1). */
const NO_MORE = ['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'];
const UNKNOWN_CHANNEL_TYPE = 3;
const RESOURCE_SHORTAGE = 4;
const OF_THE_LINK: readonly ErrorCode[] = ['HOST_LOST', 'INTERRUPTED'];
/** So many causes of causes are looked through. */
const DEEPEST = 8;

/** True for a lost link, a forbidden or exhausted way, an interruption: nothing was seen of the other end. */
export function couldNotLook(error: unknown): boolean {
  let cause: unknown = error;
  for (let depth = 0; depth < DEEPEST && cause instanceof Error; depth += 1) {
    if (cause instanceof ConnectionFailure) return isBlind(cause);
    if (cause instanceof AppError && OF_THE_LINK.includes(cause.code)) return true;
    cause = cause.cause;
  }
  return false;
}

function isBlind({ kind, cause }: ConnectionFailure): boolean {
  switch (kind) {
    case 'busy':
    case 'forbidden':
    case 'link-lost':
    case 'aborted':
      return true;
    case 'other':
      return cause instanceof Error && (lacksMeans(cause) || refusedChannel(cause));
    case 'unknown-name':
    case 'slow-name':
    case 'no-route':
    case 'refused':
    case 'silent':
    case 'reset':
      return false;
  }
}

const lacksMeans = (error: Error): boolean => 'code' in error && NO_MORE.includes(String(error.code));
const refusedChannel = (error: Error): boolean =>
  'reason' in error && (error.reason === UNKNOWN_CHANNEL_TYPE || error.reason === RESOURCE_SHORTAGE);

// Socket failure: the reason why a connection to an address and port failed, in the same kinds for this machine and for an SSH server.

type FailureKind =
  | 'unknown-name'
  /** The name servers did not answer within the deadline. */
  | 'slow-name'
  | 'no-route'
  | 'refused'
  /** No answer at all within the deadline. */
  | 'silent'
  | 'reset'
  /** Too many other connections of ours are open: it was not tried. */
  | 'busy'
  /** An SSH server that does not forward connections (AllowTcpForwarding, PermitOpen). */
  | 'forbidden'
  /** The SSH link that should carry it is gone. */
  | 'link-lost'
  | 'aborted'
  | 'other';

export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

const BY_CODE: Readonly<Record<string, FailureKind>> = {
  ENOTFOUND: 'unknown-name',
  EAI_AGAIN: 'unknown-name',
  EAI_FAIL: 'unknown-name',
  EAI_NODATA: 'unknown-name',
  EHOSTUNREACH: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'silent',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
};

/** Of an error of node:net; of several addresses that were tried in turn, the first counts. */
export function fromSocketError(error: Error): ConnectionFailure {
  const first = error instanceof AggregateError && error.errors[0] instanceof Error ? error.errors[0] : error;
  const code = 'code' in error ? String(error.code) : '';
  return new ConnectionFailure(BY_CODE[code] ?? 'other', first.message, error);
}

/** Reasons of a refused channel, RFC 4254 part 5.1. */
const PROHIBITED = 1;
const CONNECT_FAILED = 2;

const BY_TEXT: readonly (readonly [RegExp, FailureKind])[] = [
  [/refused/i, 'refused'],
  [/timed out/i, 'silent'],
  [/unreachable|no route/i, 'no-route'],
  [/name|resolve|address family|unknown host/i, 'unknown-name'],
];

/** Of the error that ssh2 gives for a channel that was not opened. */
export function fromChannelError(error: Error): ConnectionFailure {
  const reason = 'reason' in error ? error.reason : undefined;
  const text = error.message.replace(/^.*Channel open failure: */, '');
  if (reason === undefined) return new ConnectionFailure('link-lost', text, error);
  if (reason === PROHIBITED) return new ConnectionFailure('forbidden', text, error);
  if (reason !== CONNECT_FAILED) return new ConnectionFailure('other', text, error);
  // The text is that of the far side's own system error; without one, it was refused most likely.
  return new ConnectionFailure(BY_TEXT.find(([pattern]) => pattern.test(text))?.[1] ?? 'refused', text, error);
}

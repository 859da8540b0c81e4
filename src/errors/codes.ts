// The one table of codes. Every expected failure has one; its exit code is the same with and without --json.

export const CODES = {
  USAGE: { exitCode: 2, retriable: false },
  INVENTORY_INVALID: { exitCode: 2, retriable: false },
  INVENTORY_MISSING: { exitCode: 2, retriable: false },
  QUESTION_UNANSWERED: { exitCode: 2, retriable: false },
  /** Nothing answers there: no route, closed port, silence, an unknown name. */
  HOST_UNREACHABLE: { exitCode: 4, retriable: true },
  HOST_KEY_UNKNOWN: { exitCode: 4, retriable: false },
  HOST_KEY_CHANGED: { exitCode: 4, retriable: false },
  HOST_LOGIN_REFUSED: { exitCode: 4, retriable: false },
  /** Several hosts failed in different ways; `problems` has each. */
  HOSTS_FAILED: { exitCode: 4, retriable: true },
  /** The link broke after the login. */
  HOST_LOST: { exitCode: 1, retriable: true },
  HOST_UNFIT: { exitCode: 1, retriable: false },
  COMMAND_FAILED: { exitCode: 1, retriable: false },
  UPLOAD_FAILED: { exitCode: 1, retriable: true },
  SERVICE_FAILED: { exitCode: 1, retriable: false },
  GATE_TIMEOUT: { exitCode: 1, retriable: true },
  /** Something that the command needs is missing: a cluster that serves, or a topic. */
  NOT_READY: { exitCode: 1, retriable: true },
  TOPIC_FAILED: { exitCode: 1, retriable: false },
  ACTIONS_FAILED: { exitCode: 1, retriable: true },
  /** The page of `hot --web` cannot be served where it should be. */
  LISTEN_FAILED: { exitCode: 1, retriable: true },
  BUNDLE_MISSING: { exitCode: 1, retriable: false },
  BUNDLE_REFUSED: { exitCode: 5, retriable: false },
  IDENTITY_REFUSED: { exitCode: 5, retriable: false },
  DATA_REFUSED: { exitCode: 5, retriable: false },
  RISK_REFUSED: { exitCode: 5, retriable: false },
  LOCK_HELD: { exitCode: 5, retriable: true },
  LOCK_LOST: { exitCode: 5, retriable: true },
  WIRE_FAILED: { exitCode: 1, retriable: true },
  /** The result cannot be written, or a file of our own: a full disk. */
  OUTPUT_FAILED: { exitCode: 74, retriable: true },
  INTERRUPTED: { exitCode: 130, retriable: true },
  BUG: { exitCode: 70, retriable: false },
} as const;

export type ErrorCode = keyof typeof CODES;

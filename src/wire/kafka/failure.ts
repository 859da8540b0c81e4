// Errors of kafkajs in our own words: which broker, what happened, and the likely cause.
import { AppError } from '../../errors/app-error.js';
import { SEE_KAFKA, describe, wireFailed } from '../dial.js';

interface KafkaJsError {
  readonly name: string;
  readonly message: string;
  readonly cause?: unknown;
  /** `host:port` */
  readonly broker?: string;
  /** Name of a broker's error code. */
  readonly type?: string;
}

const CLOSED = `It was stopped or has crashed (a full disk halts it at once), or it did not understand a request. ${SEE_KAFKA}`;
const TODO: Readonly<Record<string, string>> = {
  KafkaJSConnectionClosedError: CLOSED,
  KafkaJSServerDoesNotSupportApiKey: 'Kafka 0.8.2 has no such request: use its own tools on a host of the cluster.',
  NOT_ENOUGH_REPLICAS: 'Fewer replicas are in sync than min.insync.replicas asks for: bring the missing brokers back. See fams-ops verify.',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND:
    'A replica was lost while it was written: the messages are in the log, but not safe yet. See fams-ops verify.',
  LEADER_NOT_AVAILABLE: 'A partition has no leader: bring the brokers of its replicas back. See fams-ops verify.',
  UNKNOWN_TOPIC_OR_PARTITION: 'There is no such topic or partition: fams-ops provision creates those of the inventory.',
  MESSAGE_TOO_LARGE: "The message is larger than the topic's max.message.bytes.",
};

/** `what` is the sentence that it failed in. An AppError stays as it is. */
export function kafkaFailure(thrown: unknown, host: string, what: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const error = innermost(thrown);
  const said = error.name === 'KafkaJSConnectionClosedError' ? 'the broker closed the connection' : describe(error);
  const where = error.broker !== undefined && !said.includes(error.broker) ? `${error.broker}: ` : '';
  const type = error.type === undefined ? '' : ` (${error.type})`;
  return wireFailed(host, `${what}: ${where}${said}${type}`, TODO[error.type ?? ''] ?? TODO[error.name] ?? SEE_KAFKA, thrown);
}

/** kafkajs wraps the last error of its retries. */
function innermost(thrown: unknown): KafkaJsError {
  if (!(thrown instanceof Error)) return new Error(String(thrown));
  return thrown.cause instanceof Error ? innermost(thrown.cause) : thrown;
}

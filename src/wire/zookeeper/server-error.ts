// The errors that a ZooKeeper server answers with, by name.
import { AppError } from '../../errors/app-error.js';

const NAMES = {
  [-1]: 'SystemError',
  [-2]: 'RuntimeInconsistency',
  [-3]: 'DataInconsistency',
  [-4]: 'ConnectionLoss',
  [-5]: 'MarshallingError',
  [-6]: 'Unimplemented',
  [-7]: 'OperationTimeout',
  [-8]: 'BadArguments',
  [-101]: 'NoNode',
  [-102]: 'NoAuth',
  [-103]: 'BadVersion',
  [-108]: 'NoChildrenForEphemerals',
  [-110]: 'NodeExists',
  [-111]: 'NotEmpty',
  [-112]: 'SessionExpired',
  [-113]: 'InvalidCallback',
  [-114]: 'InvalidACL',
  [-115]: 'AuthFailed',
  [-118]: 'SessionMoved',
  [-119]: 'NotReadOnly',
} as const;

type ServerErrorName = (typeof NAMES)[keyof typeof NAMES] | 'Unknown';

const TODO: Partial<Record<ServerErrorName, string>> = {
  NoAuth: 'An ACL forbids it: look at the ACL of that path with the ZooKeeper shell.',
  SessionExpired: 'The session was lost while nothing was heard of the ensemble. Run it again.',
};

/** A request that the server refused. The session goes on, unless the name says that it ended. */
export class ZooKeeperError extends AppError {
  readonly reason: ServerErrorName;

  constructor(host: string, operation: string, path: string, code: number) {
    const reason: ServerErrorName = isKnown(code) ? NAMES[code] : 'Unknown';
    super('WIRE_FAILED', `ZooKeeper answered ${reason} (${code}) to ${operation} ${path}`, {
      where: { host },
      todo: [TODO[reason] ?? 'Something else may work on that path at the same time. Run it again.'],
    });
    this.reason = reason;
  }
}

function isKnown(code: number): code is keyof typeof NAMES {
  return code in NAMES;
}

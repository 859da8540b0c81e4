// TCP connections from this machine, with a deadline and a reason for each way to fail.
import { connect, isIP, type Socket } from 'node:net';
import { whenAborted } from '../errors/signals.js';
import { ConnectionFailure, fromSocketError } from './ssh/socket-failure.js';
import type { DialOptions } from './session/shell.js';

interface TcpOptions extends DialOptions {
  /** IP version; 0: either. */
  readonly family?: 0 | 4 | 6;
  /** Our own end. */
  readonly bindAddress?: string | null;
}

/** Node gives each of several addresses of a name 250 ms by default, too short for a far one. */
const PER_ADDRESS_MS = 3000;

/** @throws ConnectionFailure */
export function openTcp(host: string, port: number, { deadlineMs, signal, family = 0, bindAddress = null }: TcpOptions): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Without noDelay small packets wait for the other side's delayed acknowledgement: 45 ms instead of 1 for each command.
    const socket = connect({
      host,
      port,
      noDelay: true,
      autoSelectFamilyAttemptTimeout: PER_ADDRESS_MS,
      family,
      ...(bindAddress !== null && { localAddress: bindAddress }),
    });
    // There is no look-up event for an address.
    let resolved = isIP(host) !== 0;
    const settle = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.off('error', onError);
    };
    const fail = (failure: ConnectionFailure): void => {
      settle();
      socket.on('error', () => undefined).destroy();
      reject(failure);
    };
    const onError = (error: Error): void => fail(fromSocketError(error));
    const onAbort = (): void => fail(new ConnectionFailure('aborted', 'interrupted'));
    const onDeadline = (): void =>
      fail(new ConnectionFailure(resolved ? 'silent' : 'slow-name', `no answer within ${String(deadlineMs / 1000)} s`));
    const timer = setTimeout(onDeadline, deadlineMs);
    whenAborted(signal, onAbort);
    socket.once('lookup', (error) => (resolved = !(error instanceof Error)));
    socket.once('error', onError);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
    if (signal?.aborted) onAbort();
  });
}

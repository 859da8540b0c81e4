// Connections that an SSH server makes for us.
import type { Duplex } from 'node:stream';
import type { NodeSSH } from 'node-ssh';
import { whenAborted } from '../../errors/signals.js';
import { ConnectionFailure, fromChannelError } from './socket-failure.js';
import type { DialOptions } from '../session/shell.js';

/** From the machine that `client` is logged in to. Throws ConnectionFailure. */
export function openForward(client: NodeSSH, address: string, port: number, { deadlineMs, signal }: DialOptions): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    let open = true;
    const settle = (): boolean => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      return open && !(open = false);
    };
    const fail = (failure: ConnectionFailure): void => {
      if (settle()) reject(failure);
    };
    const onAbort = (): void => fail(new ConnectionFailure('aborted', 'interrupted'));
    const timer = setTimeout(() => fail(new ConnectionFailure('silent', `no answer within ${String(deadlineMs / 1000)} s`)), deadlineMs);
    whenAborted(signal, onAbort);
    client.forwardOut('127.0.0.1', 0, address, port).then(
      (channel) => {
        const stream = discarding(channel);
        // It may come after the deadline.
        if (settle()) resolve(stream);
        else stream.destroy();
      },
      (error: unknown) => fail(fromChannelError(error instanceof Error ? error : new Error(String(error)))),
    );
    if (signal?.aborted) onAbort();
  });
}

/** ssh2 reports a channel as closed only after it was read to its end, and its destroy() leaves unread bytes behind. So we read them. */
function discarding(channel: Duplex): Duplex {
  const destroy = channel.destroy.bind(channel);
  channel.destroy = (error) => {
    channel.removeAllListeners('data').resume();
    return destroy(error);
  };
  return channel;
}

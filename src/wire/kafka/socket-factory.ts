// The hook by which kafkajs 2.2.4 reaches a Kafka 0.8.2 cluster, over whatever connections the caller can make.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ISocketFactory } from 'kafkajs';
import { BrokerSocket, type BrokerSocketOptions } from './broker-socket.js';
import { EmulatedGroups } from './emulated-groups.js';

interface SocketFactoryOptions extends Pick<BrokerSocketOptions, 'clearedErrors' | 'connectMs' | 'silenceMs' | 'signal'> {
  /** Opens a connection to the broker that the cluster advertises as this host and port. */
  readonly dial: (host: string, port: number) => Promise<Duplex>;
}

/** All sockets of one factory share its groups, so one factory is for one client. */
export function socketFactory({ dial, ...options }: SocketFactoryOptions): ISocketFactory {
  const groups = new EmulatedGroups();
  return ({ host, port, onConnect }) => {
    const socket = new BrokerSocket({ ...options, groups, broker: `${host}:${port}`, dial: () => dial(host, port), onOpen: onConnect });
    // kafkajs asks for a net.Socket and uses of it: on, write, end, unref.
    return socket as unknown as Socket;
  };
}

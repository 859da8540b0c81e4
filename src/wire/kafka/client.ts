// kafkajs, set up for Kafka 0.8.2.1 and for clusters that lose brokers.
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import kafkajs, { type ISocketFactory, type Kafka, type Producer } from 'kafkajs';
import { BrokerSocket, type BrokerSocketOptions } from './broker-socket.js';
import { EmulatedGroups } from './emulated-groups.js';
import { KAFKA_ERROR } from './error-names.js';

export interface KafkaOptions {
  /** `host:port` to begin with, as `dial` understands them. */
  readonly brokers: readonly string[];
  /** Opens a connection to the broker that the cluster advertises as this host and port. */
  readonly dial: (host: string, port: number) => Promise<Duplex>;
  readonly clientId: string;
  /** Closes all connections and makes no more. */
  readonly signal?: AbortSignal;
  /**
   * Go on with a topic of which some partitions have no leader now, instead of failing all of it. Only for short looks:
   * kafkajs does not see a leader come back until its metadata is 5 minutes old.
   */
  readonly leaderlessPartitions?: boolean;
  /** What a broker gets for the connection and its first answer before another one is tried; 10 s by default. */
  readonly connectMs?: number;
}

const CONNECT_MS = 10_000;
/** Beyond the 10 s that a broker may wait for acknowledgements and the 5 s that it may wait for new messages. */
const SILENCE_MS = 20_000;
/** More than the 6 s of a broker's session and the election after it. */
const RETRY = { retries: 12, initialRetryTime: 200, maxRetryTime: 2000 };

export function kafkaFor(options: KafkaOptions): Kafka {
  const { brokers, dial, clientId, signal, leaderlessPartitions = false, connectMs = CONNECT_MS } = options;
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    // The socket's own limit speaks first, and says what it saw.
    connectionTimeout: connectMs + 1000,
    requestTimeout: SILENCE_MS + 1000,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(signal?.aborted !== true) },
    // Its own logger writes to the terminal.
    logLevel: kafkajs.logLevel.NOTHING,
    logCreator: () => () => undefined,
    socketFactory: socketFactory({
      dial,
      connectMs,
      silenceMs: SILENCE_MS,
      clearedErrors: [KAFKA_ERROR.replicaNotAvailable, ...(leaderlessPartitions ? [KAFKA_ERROR.leaderNotAvailable] : [])],
      ...(signal && { signal }),
    }),
  });
}

interface SocketFactoryOptions extends Pick<BrokerSocketOptions, 'clearedErrors' | 'connectMs' | 'silenceMs' | 'signal'> {
  /** Opens a connection to the broker that the cluster advertises as this host and port. */
  readonly dial: (host: string, port: number) => Promise<Duplex>;
}

/** The hook by which kafkajs reaches a Kafka 0.8.2 cluster. All sockets of one factory share its groups, so one factory is for one client. */
function socketFactory({ dial, ...options }: SocketFactoryOptions): ISocketFactory {
  const groups = new EmulatedGroups();
  return ({ host, port, onConnect }) => {
    const socket = new BrokerSocket({ ...options, groups, broker: `${host}:${port}`, dial: () => dial(host, port), onOpen: onConnect });
    // kafkajs asks for a net.Socket and uses of it: on, write, end, unref.
    return socket as unknown as Socket;
  };
}

/** A producer for `produceTo`: every message names its partition. */
export function producerFor(kafka: Kafka): Producer {
  return kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner:
      () =>
      ({ message }) => {
        if (message.partition === undefined) throw new Error('a message without a partition');
        return message.partition;
      },
  });
}

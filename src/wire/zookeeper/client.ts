// A small ZooKeeper client: one session on one connection, no watches. Lost with the connection, and with it the ephemeral nodes.
import { whenAborted } from '../../errors/signals.js';
import type { AppError } from '../../errors/app-error.js';
import { SEE_ZOOKEEPER, connectWithin, interrupted, wireFailed, type Dial, type WireOptions } from '../dial.js';
import type { Request } from './request.js';
import { closeSession, create, deleteNode, exists, getChildren, getData, setData, type NodeKind, type ZNode } from './requests.js';
import { ZooKeeperError } from './server-error.js';
import { SessionChannel } from './session-channel.js';
import type { Stat } from './stat.js';

export interface ZooKeeperOptions extends WireOptions {
  /** How long the ensemble keeps the session without a sign of us; 10 s by default. The deadline is for each wait. */
  readonly sessionTimeoutMs?: number;
}

/** Any version of a node's value. */
export const ANY_VERSION = -1;
const SESSION_TIMEOUT_MS = 10_000;
const CLOSE_MS = 2000;

/** All methods throw ZooKeeperError where the server refuses, and WIRE_FAILED when the connection is lost or silent. */
export class ZooKeeperClient {
  readonly host: string;
  readonly sessionId: bigint;
  private readonly channel: SessionChannel;
  private readonly forget: () => void;

  private constructor(host: string, sessionId: bigint, channel: SessionChannel, forget: () => void) {
    this.host = host;
    this.sessionId = sessionId;
    this.channel = channel;
    this.forget = forget;
  }

  /** A new session with this one member. Throws WIRE_FAILED when it does not serve. */
  static connect(dial: Dial, options: ZooKeeperOptions): Promise<ZooKeeperClient> {
    const { host, deadlineMs, signal, sessionTimeoutMs = SESSION_TIMEOUT_MS } = options;
    const awaited = { what: 'ZooKeeper session', saw: () => 'connected, no answer', todo: SEE_ZOOKEEPER };
    return connectWithin(dial, options, awaited, async (stream) => {
      const channel = new SessionChannel(stream, host, deadlineMs);
      const session = await channel.open(sessionTimeoutMs);
      const onAbort = (): void => channel.fail(interrupted(signal, host, 'ZooKeeper'));
      whenAborted(signal, onAbort);
      return new ZooKeeperClient(host, session.id, channel, () => signal?.removeEventListener('abort', onAbort));
    });
  }

  /** Null where there is no such node. */
  exists(path: string): Promise<Stat | null> {
    return this.read(exists(path));
  }

  /** Null where there is no such node. */
  getData(path: string): Promise<ZNode | null> {
    return this.read(getData(path));
  }

  /** Names, not paths. Null where there is no such node. */
  getChildren(path: string): Promise<readonly string[] | null> {
    return this.read(getChildren(path));
  }

  async create(path: string, value: Buffer, kind: NodeKind): Promise<void> {
    await this.channel.request(create(path, value, kind));
  }

  /** Fails with BadVersion when the value is no longer the one that was read; ANY_VERSION changes it anyway. */
  setData(path: string, value: Buffer, version: number): Promise<Stat> {
    return this.channel.request(setData(path, value, version));
  }

  delete(path: string, version: number): Promise<void> {
    return this.channel.request(deleteNode(path, version));
  }

  /** Ends the session; its ephemeral nodes are gone when this returns, or when the session expires if the member is silent. */
  async close(): Promise<void> {
    this.forget();
    const closing = this.channel.request(closeSession()).catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([closing, new Promise((resolve) => (timer = setTimeout(resolve, CLOSE_MS)))]);
    clearTimeout(timer);
    this.channel.fail(closed(this.host));
  }

  private async read<T>(request: Request<T>): Promise<T | null> {
    try {
      return await this.channel.request(request);
    } catch (error) {
      if (error instanceof ZooKeeperError && error.reason === 'NoNode') return null;
      throw error;
    }
  }
}

function closed(host: string): AppError {
  return wireFailed(host, 'The ZooKeeper session is closed', 'Open a new one.');
}

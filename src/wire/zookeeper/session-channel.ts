// Requests and answers of one session on one connection: in order, many under way, pings in between.
import type { Duplex } from 'node:stream';
import type { AppError } from '../../errors/app-error.js';
import { SEE_ZOOKEEPER, describe, wireFailed } from '../dial.js';
import { FrameCutter, frame } from '../frames.js';
import { decodeConnected, encodeConnect, type Session } from './connect.js';
import { PING_XID, WATCH_XID, decodeReply, encodePing, encodeRequest, type Reply, type Request } from './request.js';
import { ZooKeeperError } from './server-error.js';

/** What Java's own client takes, too: a list of children of a crowded node has a MiB or two. */
const MOST_BYTES = 4 << 20;
/** Of the answer that opens the session: numbers and a password of 16 bytes. */
const MOST_GREETING_BYTES = 1024;

interface Pending {
  readonly xid: number;
  readonly name: string;
  readonly path: string;
  settle(reply: Reply): void;
  reject(error: AppError): void;
}

export class SessionChannel {
  private readonly stream: Duplex;
  private readonly host: string;
  private readonly requestMs: number;
  private readonly cutter = new FrameCutter(() => (this.opened === undefined ? MOST_BYTES : MOST_GREETING_BYTES));
  private readonly pending: Pending[] = [];
  private readonly outgoing: Buffer[] = [];
  private readonly watchdog: NodeJS.Timeout;
  private keepalive: NodeJS.Timeout | undefined;
  private opened: ((session: Session) => void) | undefined;
  private failed: ((error: AppError) => void) | undefined;
  private broken: AppError | undefined;
  private heardAt = performance.now();
  private lastXid = 0;

  /** Every answer must come within `requestMs` of the one before it. */
  constructor(stream: Duplex, host: string, requestMs: number) {
    this.stream = stream;
    this.host = host;
    this.requestMs = requestMs;
    this.watchdog = setTimeout(() => this.onSilence(), requestMs).unref();
    stream.on('data', (chunk: Buffer) => this.onData(chunk));
    stream.once('error', (error) => this.fail(this.lost(`broke: ${describe(error)}`, error)));
    stream.once('end', () => this.fail(this.lost('was closed by the server, which does so when it does not serve')));
    stream.once('close', () => this.fail(this.lost('is gone')));
  }

  /** Asks for a new session. */
  open(sessionTimeoutMs: number): Promise<Session> {
    return new Promise((resolve, reject) => {
      this.opened = resolve;
      this.failed = reject;
      this.stream.write(frame(encodeConnect(sessionTimeoutMs)));
    });
  }

  request<T>(request: Request<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.broken !== undefined) {
        reject(this.broken);
        return;
      }
      const settle = ({ error, body }: Reply): void => {
        if (error === 0) resolve(request.read(body));
        else reject(new ZooKeeperError(this.host, request.name, request.path, error));
      };
      const xid = (this.lastXid = (this.lastXid % 0x7fffffff) + 1);
      if (this.pending.length === 0) this.watchdog.refresh();
      this.pending.push({ xid, name: request.name, path: request.path, settle, reject });
      this.send(encodeRequest(xid, request));
    });
  }

  /** Ends the connection; what still waits for an answer is rejected with `error`. */
  fail(error: AppError): void {
    if (this.broken !== undefined) return;
    this.broken = error;
    clearTimeout(this.watchdog);
    clearInterval(this.keepalive);
    this.stream.destroy();
    this.failed?.(error);
    for (const one of this.pending.splice(0)) one.reject(error);
  }

  /** Frames of one turn go out in one write: a forwarded channel makes a packet of each write. */
  private send(body: Buffer): void {
    this.outgoing.push(frame(body));
    if (this.outgoing.length > 1) return;
    queueMicrotask(() => {
      const bytes = Buffer.concat(this.outgoing.splice(0));
      if (this.broken === undefined) this.stream.write(bytes);
    });
  }

  private onData(chunk: Buffer): void {
    this.heardAt = performance.now();
    try {
      for (const body of this.cutter.push(chunk)) this.onFrame(body);
    } catch (error) {
      this.fail(this.lost(`brought what is not ZooKeeper: ${describe(error)}`, error));
    }
  }

  private onFrame(body: Buffer): void {
    if (this.opened !== undefined) {
      const session = decodeConnected(body);
      this.opened(session);
      this.opened = undefined;
      this.keepalive = setInterval(() => this.onKeepalive(session), session.timeoutMs / 3).unref();
      return;
    }
    const reply = decodeReply(body);
    if (reply.xid === PING_XID || reply.xid === WATCH_XID) return;
    const [request] = this.pending;
    if (request?.xid !== reply.xid) throw new Error(`an answer to request ${reply.xid} where one to ${request?.xid ?? 'none'} was due`);
    this.watchdog.refresh();
    request.settle(reply);
    // Only now: what cannot be read is rejected with the rest.
    this.pending.shift();
  }

  /** Beyond two thirds of the session's time the server may be about to expire it: what holds a node must not go on. */
  private onKeepalive(session: Session): void {
    const silentMs = performance.now() - this.heardAt;
    if (silentMs > (session.timeoutMs * 2) / 3) this.fail(this.lost(`has been silent for ${Math.round(silentMs)} ms`));
    else this.send(encodePing());
  }

  private onSilence(): void {
    const [oldest] = this.pending;
    if (oldest !== undefined) this.fail(this.lost(`brought nothing for ${this.requestMs} ms`));
  }

  private lost(how: string, cause?: unknown): AppError {
    const [oldest] = this.pending;
    const awaited = oldest === undefined ? '' : ` while ${oldest.name} ${oldest.path} waited (${this.pending.length} unanswered)`;
    return wireFailed(this.host, `The connection to ZooKeeper ${how}${awaited}`, SEE_ZOOKEEPER, cause);
  }
}

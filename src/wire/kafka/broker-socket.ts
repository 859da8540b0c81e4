// What kafkajs takes for its socket to a Kafka 0.8.2 broker: a Duplex that waits for its connection, cuts both directions
// into whole frames, answers itself what the broker does not know, and mends what kafkajs cannot bear.
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { whenAborted } from '../../errors/signals.js';
import { ByteReader } from '../bytes.js';
import { connectWithin, describe, SEE_KAFKA, type Dial } from '../dial.js';
import { FrameCutter, frame } from '../frames.js';
import { API, encodeRequest, encodeResponse, mostBytesOf, readHeader, type RequestHeader } from './api.js';
import type { EmulatedGroups } from './emulated-groups.js';
import { noOffsets } from './messages/list-offsets.js';
import { CORRELATION_ID_BYTES, readMetadata, withoutPartitionErrors } from './messages/metadata.js';

export interface BrokerSocketOptions {
  /** `host:port` as the cluster advertises it. */
  readonly broker: string;
  readonly dial: Dial;
  readonly groups: EmulatedGroups;
  /** Partition errors of Metadata that kafkajs is not to see. */
  readonly clearedErrors: readonly number[];
  /** For the connection together with the broker's first answer on it. */
  readonly connectMs: number;
  /** A broker that owes an answer and is silent for so long is given up. */
  readonly silenceMs: number;
  readonly signal?: AbortSignal;
  /** Called once when the broker has answered. */
  readonly onOpen: () => void;
}

/** kafkajs counts its requests up from 0. */
const PROOF_ID = -1;
/** Of kafkajs, which is ours. */
const MOST_REQUEST_BYTES = 64 << 20;
/** How long a broker may take to close its side after we have closed ours. */
const LINGER_MS = 2000;

/** kafkajs asks another broker only after this code; with any other it gives up its search for a coordinator. */
class BrokerUnreachable extends Error {
  readonly code = 'ECONNREFUSED';
}

export class BrokerSocket extends Duplex {
  private readonly options: BrokerSocketOptions;
  private readonly up = new FrameCutter(MOST_REQUEST_BYTES);
  private readonly down = new FrameCutter(() => this.mostBytes());
  /** Requests that the broker has not answered: correlation id and key. */
  private readonly waiting = new Map<number, number>();
  private channel: Duplex | undefined;
  private proven: (() => void) | undefined;
  private silence: NodeJS.Timeout | undefined;
  private linger: NodeJS.Timeout | undefined;
  private unreferenced = false;

  constructor(options: BrokerSocketOptions) {
    super();
    this.options = options;
  }

  /**
   * Everything written meanwhile waits. An open port is not a living broker (a frozen one still accepts), and kafkajs
   * goes on to another broker only when connecting fails: so connecting includes a first answer.
   */
  override _construct(callback: (error?: Error) => void): void {
    const { dial, broker, connectMs: deadlineMs, signal, onOpen } = this.options;
    const options = { host: broker, deadlineMs, ...(signal && { signal }) };
    const awaited = { what: `first answer of the broker ${broker}`, saw: () => 'connected, silence', todo: SEE_KAFKA };
    connectWithin(dial, options, awaited, (channel) => this.attach(channel)).then(
      () => {
        whenAborted(signal, this.onAbort);
        this.silence = setTimeout(this.onSilence, this.options.silenceMs).unref();
        callback();
        if (!this.destroyed && !this.writableEnded) onOpen();
      },
      (error: unknown) => callback(new BrokerUnreachable(describe(error))),
    );
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error) => void): void {
    const { channel } = this;
    if (channel === undefined || channel.destroyed) {
      callback(new BrokerUnreachable(`the connection to ${this.options.broker} is gone`));
      return;
    }
    try {
      const requests = this.up.push(chunk).filter((request) => !this.answerLocally(request));
      if (requests.length === 0 || channel.write(Buffer.concat(requests.map(frame)))) callback();
      else channel.once('drain', callback);
    } catch (error) {
      callback(error as Error);
    }
  }

  override _read(): void {
    this.channel?.resume();
  }

  override _final(callback: () => void): void {
    this.channel?.end();
    this.linger = setTimeout(() => this.destroy(), LINGER_MS).unref();
    callback();
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    clearTimeout(this.silence);
    clearTimeout(this.linger);
    this.options.signal?.removeEventListener('abort', this.onAbort);
    this.channel?.destroy();
    callback(error);
  }

  // kafkajs lets go of its sockets this way; a forwarded channel has no hold on the process of its own.
  unref(): this {
    this.unreferenced = true;
    if (this.channel instanceof Socket) this.channel.unref();
    return this;
  }

  setKeepAlive(enable?: boolean, initialDelay?: number): this {
    if (this.channel instanceof Socket) this.channel.setKeepAlive(enable, initialDelay);
    return this;
  }

  setTimeout(timeoutMs: number, listener?: () => void): this {
    if (this.channel instanceof Socket) this.channel.setTimeout(timeoutMs, () => this.emit('timeout'));
    if (listener !== undefined) this.once('timeout', listener);
    return this;
  }

  private attach(channel: Duplex): Promise<void> {
    this.channel = channel;
    if (this.unreferenced) this.unref();
    return new Promise((resolve, reject) => {
      this.proven = resolve;
      channel.on('data', (chunk: Buffer) => {
        try {
          for (const response of this.down.push(chunk)) this.onResponse(response);
        } catch (error) {
          const garbage = new Error(`${this.options.broker} does not speak as a Kafka 0.8 broker: ${describe(error)}`);
          reject(garbage);
          this.destroy(garbage);
        }
      });
      const onEnd = (): void => {
        reject(new Error(`${this.options.broker} closed the connection`));
        // An end, not an error: kafkajs then forgets the broker and asks the others.
        this.push(null);
      };
      channel.once('end', onEnd);
      channel.once('close', onEnd);
      channel.once('error', (error) => {
        reject(error);
        this.destroy(error);
      });
      channel.write(frame(encodeRequest(PROOF_ID, noOffsets)));
    });
  }

  private answerLocally(request: Buffer): boolean {
    const reader = new ByteReader(request);
    const header = readHeader(reader);
    const body = this.options.groups.answer(header, reader, this.options.broker);
    if (body === undefined) {
      this.expect(header, reader);
      return false;
    }
    setImmediate(() => {
      if (!this.destroyed && !this.readableEnded) this.push(frame(encodeResponse(header.correlationId, body)));
    });
    return true;
  }

  /** Of the answer that comes next: which of those that are due it is stands behind its length. */
  private mostBytes(): number {
    return Math.max(noOffsets.mostBytes, ...[...this.waiting.values()].map(mostBytesOf));
  }

  private expect(header: RequestHeader, body: ByteReader): void {
    // A produce request for no acknowledgement is never answered.
    if (header.api === API.produce && body.i16() === 0) return;
    if (this.waiting.size === 0) this.silence?.refresh();
    this.waiting.set(header.correlationId, header.api);
  }

  private onResponse(response: Buffer): void {
    const correlationId = new ByteReader(response).i32();
    if (correlationId === PROOF_ID) {
      this.proven?.();
      return;
    }
    this.silence?.refresh();
    const isMetadata = this.waiting.get(correlationId) === API.metadata;
    this.waiting.delete(correlationId);
    if (isMetadata) this.options.groups.learn(readMetadata(new ByteReader(response, CORRELATION_ID_BYTES)).brokers);
    if (!this.push(frame(isMetadata ? withoutPartitionErrors(response, this.options.clearedErrors) : response))) this.channel?.pause();
  }

  private readonly onSilence = (): void => {
    const { broker, silenceMs } = this.options;
    if (this.waiting.size > 0) this.destroy(new BrokerUnreachable(`${broker} has not answered for ${silenceMs} ms`));
  };

  private readonly onAbort = (): void => {
    this.destroy(new BrokerUnreachable('interrupted'));
  };
}

// One question to one broker, on a connection of its own.
import type { Duplex } from 'node:stream';
import { ByteReader } from '../bytes.js';
import { connectWithin, describe, SEE_KAFKA, type Dial, type WireOptions } from '../dial.js';
import { FrameCutter, frame } from '../frames.js';
import { encodeRequest, mostBytesOf, type KafkaRequest } from './api.js';

const CORRELATION_ID = 1;

/** The broker's answer. Throws WIRE_FAILED when none comes to the end, or one that is not an answer to this. */
export function ask<T>(dial: Dial, request: KafkaRequest<T>, options: WireOptions): Promise<T> {
  const cutter = new FrameCutter(request.mostBytes ?? mostBytesOf(request.api));
  const saw = (): string => `connected, then ${cutter.pending} bytes of an answer`;
  return connectWithin(dial, options, { what: `answer of the broker to ${request.name}`, saw, todo: SEE_KAFKA }, async (stream) => {
    try {
      const reader = new ByteReader(await firstFrame(stream, cutter, frame(encodeRequest(CORRELATION_ID, request))));
      if (reader.i32() !== CORRELATION_ID) throw new Error('it answered another request');
      return request.read(reader);
    } finally {
      stream.destroy();
    }
  });
}

function firstFrame(stream: Duplex, cutter: FrameCutter, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      try {
        const [body] = cutter.push(chunk);
        if (body !== undefined) resolve(body);
      } catch (error) {
        reject(new Error(describe(error), { cause: error }));
      }
    });
    stream.on('error', reject);
    // A broker closes the connection on what it does not understand, and when it stops or crashes.
    stream.once('end', () => reject(new Error('it closed the connection')));
    stream.once('close', () => reject(new Error('the connection broke')));
    stream.write(request);
  });
}

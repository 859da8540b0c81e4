// A Kafka broker of a test: it answers the proof of life like a real one, and everything else as it is told to.
import type { Socket } from 'node:net';
import { ByteReader, ByteWriter } from '../../../../src/wire/bytes.js';
import { FrameCutter, frame } from '../../../../src/wire/frames.js';
import { readHeader, type RequestHeader } from '../../../../src/wire/kafka/api.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';

interface FakeBroker extends FakeServer {
  /** What came after the proof of life. */
  readonly asked: readonly RequestHeader[];
}

const NO_TOPICS = Buffer.alloc(4);

export async function startFakeBroker(onRequest: (socket: Socket, header: RequestHeader) => void): Promise<FakeBroker> {
  const asked: RequestHeader[] = [];
  const server = await startFakeServer((socket) => {
    const cutter = new FrameCutter(1 << 20);
    socket.on('data', (chunk) => {
      for (const body of cutter.push(chunk)) {
        const header = readHeader(new ByteReader(body));
        if (header.correlationId < 0) {
          respond(socket, header, NO_TOPICS);
          continue;
        }
        asked.push(header);
        onRequest(socket, header);
      }
    });
  });
  return { ...server, asked };
}

export function respond(socket: Socket, { correlationId }: RequestHeader, body: Buffer): void {
  socket.write(frame(new ByteWriter().i32(correlationId).raw(body).toBuffer()));
}

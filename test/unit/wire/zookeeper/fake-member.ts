// A ZooKeeper member of a test: opens sessions, answers what it is told to, and remembers what it was asked.
import type { Socket } from 'node:net';
import { ByteReader } from '../../../../src/wire/bytes.js';
import { FrameCutter, frame } from '../../../../src/wire/frames.js';
import { startFakeServer, type FakeServer } from '../../../support/fake-server.js';
import { bytesOf } from '../fixture.js';

interface Asked {
  readonly xid: number;
  readonly type: number;
}

interface FakeMember extends FakeServer {
  readonly asked: readonly Asked[];
}

/** `onRequest` answers what comes after the session was opened; `timeoutMs` is the session's time that it grants. */
export async function startFakeMember(onRequest: (socket: Socket, asked: Asked) => void, timeoutMs = 10_000): Promise<FakeMember> {
  const asked: Asked[] = [];
  const server = await startFakeServer((socket) => {
    const cutter = new FrameCutter(1 << 20);
    let opened = false;
    socket.on('data', (chunk) => {
      for (const body of cutter.push(chunk)) {
        if (!opened) {
          opened = true;
          socket.write(frame(connected(timeoutMs)));
          continue;
        }
        const reader = new ByteReader(body);
        const one = { xid: reader.i32(), type: reader.i32() };
        asked.push(one);
        onRequest(socket, one);
      }
    });
  });
  return { ...server, asked };
}

/** The captured answer with another time. */
function connected(timeoutMs: number): Buffer {
  const bytes = bytesOf('zookeeper/connected');
  bytes.writeInt32BE(timeoutMs, 4);
  return bytes;
}

/** A captured reply, made to answer this request. */
export function reply(socket: Socket, { xid }: Asked, fixture: string): void {
  const bytes = bytesOf(`zookeeper/${fixture}`);
  bytes.writeInt32BE(xid, 0);
  socket.write(frame(bytes));
}

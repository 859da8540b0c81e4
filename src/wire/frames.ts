// Frames: a length in 32 bits, then so many bytes. ZooKeeper and Kafka both speak in them.
import { MalformedBytes } from './bytes.js';

const HEAD = 4;

export function frame(body: Buffer): Buffer {
  const head = Buffer.allocUnsafe(HEAD);
  head.writeInt32BE(body.length);
  return Buffer.concat([head, body]);
}

/** Cuts a stream of chunks into the bodies of its frames, wherever the chunks are broken. */
export class FrameCutter {
  private readonly limit: () => number;
  private chunks: Buffer[] = [];
  private have = 0;
  /** Bytes of head and body of the frame that is under way; unknown before its head is complete. */
  private need: number | undefined;

  /** A frame with a longer body than `limit` is taken for garbage: as soon as its head is there, before anything is kept of it. */
  constructor(limit: number | (() => number)) {
    this.limit = typeof limit === 'number' ? () => limit : limit;
  }

  /** Bytes that wait for the rest of their frame. */
  get pending(): number {
    return this.have;
  }

  /** The bodies that this chunk completes. Throws MalformedBytes for an impossible length. */
  push(chunk: Buffer): Buffer[] {
    this.chunks.push(chunk);
    this.have += chunk.length;
    const bodies: Buffer[] = [];
    for (let need = this.frameLength(); need <= this.have; need = this.frameLength()) {
      const all = this.joined();
      bodies.push(all.subarray(HEAD, need));
      this.chunks = [all.subarray(need)];
      this.have -= need;
      this.need = undefined;
    }
    return bodies;
  }

  private frameLength(): number {
    if (this.need !== undefined) return this.need;
    if (this.have < HEAD) return Infinity;
    const length = this.joined().readInt32BE();
    const most = this.limit();
    if (length < 0 || length > most) throw new MalformedBytes(`not a frame: its length would be ${length}, and ${most} is the most`);
    return (this.need = HEAD + length);
  }

  private joined(): Buffer {
    const [first = Buffer.alloc(0), ...more] = this.chunks;
    if (more.length === 0) return first;
    const all = Buffer.concat(this.chunks);
    this.chunks = [all];
    return all;
  }
}

// Output on its way from a host to one reader. When the reader is slow, the source is told to wait; nothing is dropped.
import type { Chunk } from '../../model/session.js';

/** Bytes that may wait for the reader. */
const ENOUGH = 1 << 18;

export interface Flow {
  pause(): void;
  resume(): void;
}

export class ChunkQueue {
  private readonly chunks: Chunk[] = [];
  private bytes = 0;
  private ended = false;
  private wake: (() => void) | undefined;

  add(chunk: Chunk, source: Flow): void {
    this.chunks.push(chunk);
    this.bytes += chunk.bytes.length;
    if (this.bytes >= ENOUGH) source.pause();
    this.wake?.();
  }

  /** No more will come. */
  end(): void {
    this.ended = true;
    this.wake?.();
  }

  /** Everything that is added, in order, until `end`. */
  async *read(source: Flow): AsyncGenerator<Chunk> {
    for (;;) {
      const chunk = this.chunks.shift();
      if (chunk !== undefined) {
        this.bytes -= chunk.bytes.length;
        if (this.bytes < ENOUGH) source.resume();
        yield chunk;
      } else if (this.ended) {
        return;
      } else {
        await new Promise<void>((resolve) => (this.wake = resolve));
        this.wake = undefined;
      }
    }
  }
}

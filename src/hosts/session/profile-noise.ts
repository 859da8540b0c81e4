// Separates what a login shell's profile prints from what the script prints: the script's output begins after a marker line.

/** Bytes of noise that are remembered, for messages. */
const REMEMBERED = 2048;

export class AfterMarker {
  seen = false;
  /** Bytes that came before the marker. */
  length = 0;
  private readonly marker: Buffer;
  private before = Buffer.alloc(0);

  constructor(marker: string) {
    this.marker = Buffer.from(`${marker}\n`);
  }

  /** The part of `chunk` that comes after the marker. */
  take(chunk: Buffer): Buffer {
    if (this.seen) return chunk;
    this.length += chunk.length;
    const all = Buffer.concat([this.before, chunk]);
    const at = all.indexOf(this.marker);
    this.seen = at >= 0;
    this.before = Buffer.from((this.seen ? all.subarray(0, at) : all).subarray(-REMEMBERED));
    return this.seen ? all.subarray(at + this.marker.length) : Buffer.alloc(0);
  }

  /** The last part of the output before the marker; without a marker, of all output so far. */
  get noise(): string {
    return this.before.toString('utf8');
  }
}

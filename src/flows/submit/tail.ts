// The end of what a program writes: all of it may be endless.

const MOST_BYTES = 64 * 1024;

export class Tail {
  truncated = false;
  private chunks: Uint8Array[] = [];
  private bytes = 0;

  add(chunk: Uint8Array): void {
    this.chunks.push(chunk);
    this.bytes += chunk.length;
    if (this.bytes > 2 * MOST_BYTES) this.cut();
  }

  /** From the beginning of a line where something was left out. */
  text(): string {
    this.cut();
    const text = Buffer.concat(this.chunks).toString('utf8');
    return this.truncated ? text.slice(text.indexOf('\n') + 1) : text;
  }

  private cut(): void {
    const all = Buffer.concat(this.chunks);
    this.truncated ||= all.length > MOST_BYTES;
    this.chunks = [all.subarray(-MOST_BYTES)];
    this.bytes = Math.min(all.length, MOST_BYTES);
  }
}

// Reading and writing of big-endian fields, as ZooKeeper's jute and Kafka's protocol both have them.

/** The bytes are not what the protocol says they are. */
export class MalformedBytes extends Error {
  override readonly name = 'MalformedBytes';
}

export class ByteReader {
  private readonly bytes: Buffer;
  private at: number;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get position(): number {
    return this.at;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  bool(): boolean {
    return this.step(1).readInt8() !== 0;
  }

  i16(): number {
    return this.step(2).readInt16BE();
  }

  i32(): number {
    return this.step(4).readInt32BE();
  }

  i64(): bigint {
    return this.step(8).readBigInt64BE();
  }

  /** Kafka's string: length in 16 bits, -1 is null. */
  string16(): string | null {
    const length = this.i16();
    return length < 0 ? null : this.step(length).toString('utf8');
  }

  /** Jute's string: length in 32 bits; null is empty. */
  string32(): string {
    return this.bytes32()?.toString('utf8') ?? '';
  }

  /** Length in 32 bits, -1 is null. */
  bytes32(): Buffer | null {
    const length = this.i32();
    return length < 0 ? null : this.step(length);
  }

  /** Count in 32 bits, then the items; -1 is none. */
  list<T>(item: (reader: this) => T): T[] {
    const count = this.i32();
    // Every item has at least one byte: a count beyond that is garbage, and must not cost memory.
    if (count > this.left) throw new MalformedBytes(`a list of ${count} items in ${this.left} bytes`);
    return Array.from({ length: Math.max(0, count) }, () => item(this));
  }

  private step(length: number): Buffer {
    if (length > this.left) throw new MalformedBytes(`${length} bytes wanted at ${this.at}, ${this.left} left`);
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

export class ByteWriter {
  private readonly parts: Buffer[] = [];

  bool(value: boolean): this {
    return this.raw(Buffer.of(value ? 1 : 0));
  }

  i16(value: number): this {
    const part = Buffer.allocUnsafe(2);
    part.writeInt16BE(value);
    return this.raw(part);
  }

  i32(value: number): this {
    const part = Buffer.allocUnsafe(4);
    part.writeInt32BE(value);
    return this.raw(part);
  }

  i64(value: bigint): this {
    const part = Buffer.allocUnsafe(8);
    part.writeBigInt64BE(value);
    return this.raw(part);
  }

  string16(value: string | null): this {
    if (value === null) return this.i16(-1);
    const part = Buffer.from(value, 'utf8');
    return this.i16(part.length).raw(part);
  }

  string32(value: string): this {
    return this.bytes32(Buffer.from(value, 'utf8'));
  }

  bytes32(value: Buffer | null): this {
    return value === null ? this.i32(-1) : this.i32(value.length).raw(value);
  }

  list<T>(items: readonly T[], item: (writer: this, one: T) => unknown): this {
    this.i32(items.length);
    for (const one of items) item(this, one);
    return this;
  }

  raw(part: Buffer): this {
    this.parts.push(part);
    return this;
  }

  toBuffer(): Buffer {
    return Buffer.concat(this.parts);
  }
}

// Pure: the lines of facts.sh as records. Foreign content is inside blocks of base64, so it cannot look like a record.
import { AppError } from '../../errors/app-error.js';

const HEADER = 'fams-facts 1';
const TRAILER = 'end';

/** Far more than any honest host sends; more would only cost time and memory. */
const MOST_LINES = 250_000;
const MOST_RECORDS = 50_000;
const MOST_LINE = 64 << 10;
const MOST_BLOCK = 1 << 20;

export interface FactsRecord {
  readonly key: string;
  /** The rest of the line. */
  readonly text: string;
  /** The content of a block; null for other records. */
  readonly block: Buffer | null;
}

export class FactsRecords {
  private readonly host: string;
  private readonly byKey: ReadonlyMap<string, readonly FactsRecord[]>;

  /** @throws AppError COMMAND_FAILED when the answer is cut off or is not from facts.sh */
  constructor(host: string, output: string) {
    this.host = host;
    const lines = output.split('\n', MOST_LINES + 1);
    if (lines.length > MOST_LINES) this.refuse(`it has more than ${String(MOST_LINES)} lines`);
    if (lines[0] !== HEADER) this.refuse(`it begins with "${(lines[0] ?? '').slice(0, 80)}"`);
    if (lines.at(-2) !== TRAILER || lines.at(-1) !== '') this.refuse(`it ends with "${(lines.at(-2) ?? '').slice(0, 80)}"`);
    this.byKey = grouped(this.read(lines.slice(1, -2)));
  }

  of(key: string): readonly FactsRecord[] {
    return this.byKey.get(key) ?? [];
  }

  /** The rest of the one line with this key; null where the host has no answer. */
  text(key: string): string | null {
    return this.of(key)[0]?.text ?? null;
  }

  /** @throws AppError COMMAND_FAILED when this mandatory record is missing */
  required(key: string): string {
    const text = this.text(key);
    return text === null || text === '' ? this.refuse(`"${key}" is missing`) : text;
  }

  /** By number: the words after it. */
  numbered(key: string): ReadonlyMap<number, string> {
    return new Map(this.of(key).map(({ text }) => [this.number(text.split(' ', 1)[0] ?? ''), text.slice(text.indexOf(' ') + 1)]));
  }

  /** By number: the contents of blocks. */
  blocks(key: string): ReadonlyMap<number, Buffer> {
    return new Map(this.of(key).flatMap(({ text, block }) => (block === null ? [] : [[this.number(text), block] as const])));
  }

  number(word: string): number {
    return /^\d+$/.test(word) ? Number(word) : this.refuse(`"${word.slice(0, 80)}" should be a number`);
  }

  /** @throws AppError COMMAND_FAILED always */
  refuse(what: string): never {
    throw new AppError('COMMAND_FAILED', `${this.host} answered what cannot be understood: ${what}.`, {
      where: { host: this.host },
      todo: ['Log in to it by hand: is /bin/sh a POSIX shell, and is its disk or process table full?'],
    });
  }

  private read(lines: readonly string[]): readonly FactsRecord[] {
    const records: FactsRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? '';
      if (line.length > MOST_LINE) this.refuse(`a line of ${String(line.length)} characters`);
      if (records.length >= MOST_RECORDS) this.refuse(`it has more than ${String(MOST_RECORDS)} records`);
      const found = /^(:?)([a-z-]+)(?: (.*))?$/.exec(line) ?? this.refuse(`"${line.slice(0, 80)}"`);
      const [, mark, key = '', text = ''] = found;
      if (mark === '') {
        records.push({ key, text, block: null });
        continue;
      }
      const end = lines.indexOf('.', i);
      if (end < 0) this.refuse(`"${line}" has no end`);
      records.push({ key, text, block: this.decode(lines.slice(i + 1, end).join('')) });
      i = end;
    }
    return records;
  }

  private decode(base64: string): Buffer {
    if (base64.length > (MOST_BLOCK / 3) * 4) this.refuse(`a block of more than ${String(MOST_BLOCK >> 10)} KiB`);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) this.refuse('a block is not base64');
    return Buffer.from(base64, 'base64');
  }
}

function grouped(records: readonly FactsRecord[]): ReadonlyMap<string, readonly FactsRecord[]> {
  const byKey = new Map<string, FactsRecord[]>();
  for (const record of records) {
    const group = byKey.get(record.key);
    if (group === undefined) byKey.set(record.key, [record]);
    else group.push(record);
  }
  return byKey;
}

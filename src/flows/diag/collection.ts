// Collection of a diagnosis: texts, redacted as they come in, and the missing items, each with its reason.
import type { ArchiveEntry } from '../../bundle/archive/writing.js';
import type { HostName } from '../../model/cluster.js';
import type { Redactor } from './redaction.js';

export interface Missing {
  /** Null for an item that belongs to no single host. */
  readonly host: HostName | null;
  readonly what: string;
  readonly reason: string;
}

export class Collection {
  readonly entries: ArchiveEntry[] = [];
  private readonly gaps: Missing[] = [];
  private readonly redact: Redactor;

  constructor(redact: Redactor) {
    this.redact = redact;
  }

  /** By host, in a fixed order. */
  get missing(): readonly Missing[] {
    const key = ({ host, what }: Missing): string => `${host ?? ''} ${what}`;
    return this.gaps.toSorted((a, b) => key(a).localeCompare(key(b), 'en', { numeric: true }));
  }

  addText(path: string, text: string): void {
    this.entries.push({ path: safePath(path), text: this.redact.text(text) });
  }

  addJson(path: string, value: unknown): void {
    this.entries.push({ path: safePath(path), text: `${JSON.stringify(this.redact.value(value), null, 2)}\n` });
  }

  /** One JSON document a line; a line that is no JSON is treated as text. */
  addJsonLines(path: string, text: string): void {
    const lines = text.split('\n').map((line) => {
      try {
        return line === '' ? line : JSON.stringify(this.redact.value(JSON.parse(line)));
      } catch {
        return this.redact.text(line);
      }
    });
    this.entries.push({ path: safePath(path), text: lines.join('\n') });
  }

  addMissing(host: HostName | null, what: string, reason: string): void {
    this.gaps.push({ host, what, reason: this.redact.text(reason) });
  }

  /** Runs `read`, which adds its texts; when it fails, adds the item to the missing ones. Never rejects. */
  async attempt(host: HostName | null, what: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      this.addMissing(host, what, error instanceof Error ? error.message : String(error));
    }
  }
}

/** Host names and file names become components of a path, and nothing else. */
function safePath(path: string): string {
  return path
    .split('/')
    .map((part) => part.replace(/[^\w.@+-]/g, '_').replace(/^\.+$/, '_'))
    .join('/');
}

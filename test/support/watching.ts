// `verify --watch` under way: its looks one after the other. What is thrown away is not waited for.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { CheckSeen, Fams } from './fams.js';

export interface Look {
  readonly look: number;
  readonly startedAt: string;
  readonly ms: number;
  readonly checks: readonly CheckSeen[];
  readonly changes: readonly { readonly kind: string; readonly id: string; readonly target: string }[];
}

export class Watching {
  private readonly child: ReturnType<Fams['spawn']>;
  private readonly lines: NodeJS.AsyncIterator<string>;
  private readonly ended: Promise<number | null>;
  /** Number of the look that was printed last, read or not. */
  newest = 0;

  /** Looks every second. */
  constructor(fams: Fams, ...args: readonly string[]) {
    this.child = fams.spawn('verify', '--watch', '1', ...args);
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    const lines = createInterface({ input: this.child.stdout });
    lines.on('line', () => (this.newest += 1));
    this.lines = lines[Symbol.asyncIterator]();
  }

  async next(): Promise<Look> {
    const line = await this.lines.next();
    if (line.done === true) throw new Error('the watch ended');
    return (JSON.parse(line.value) as { result: Look }).result;
  }

  async until(holds: (look: Look) => boolean): Promise<Look> {
    for (;;) {
      const look = await this.next();
      if (holds(look)) return look;
    }
  }

  residentMb(): number {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(this.child.pid)}/status`, 'utf8'))?.[1]) / 1024;
  }

  /** By Ctrl-C; gives the exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGINT');
    return this.ended;
  }
}

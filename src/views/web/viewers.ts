// Who is looking at the page. Each has a stream of events of its own; one that does not keep up loses it, and nobody is waited for.
import type { ServerResponse } from 'node:http';
import type { Hello, PageEvents } from './events.js';

export interface ViewerLimits {
  readonly viewers: number;
  /** Bytes that one may be behind. */
  readonly behind: number;
  /** Between two signs of life. */
  readonly beatMs: number;
}

const VIEWER_LIMITS: ViewerLimits = { viewers: 32, behind: 1 << 20, beatMs: 5000 };

/** How long a browser waits before it comes back. */
const RETRY_MS = 2000;

export class Viewers {
  private readonly limits: ViewerLimits;
  private readonly hello: () => Hello;
  private readonly open = new Set<ServerResponse>();
  private readonly beat: NodeJS.Timeout;

  /** @param hello all that there is to show, for who comes now */
  constructor(hello: () => Hello, limits: ViewerLimits = VIEWER_LIMITS) {
    this.hello = hello;
    this.limits = limits;
    this.beat = setInterval(() => {
      this.tell('beat', null);
    }, limits.beatMs).unref();
  }

  get count(): number {
    return this.open.size;
  }

  get full(): boolean {
    return this.open.size >= this.limits.viewers;
  }

  /** Takes over a response whose head has been written. */
  add(response: ServerResponse): void {
    this.open.add(response);
    response.once('close', () => this.open.delete(response));
    this.write(response, `retry: ${String(RETRY_MS)}\n${eventText('hello', this.hello())}`);
  }

  tell<E extends keyof PageEvents>(event: E, of: PageEvents[E]): void {
    if (this.open.size === 0) return;
    const text = eventText(event, of);
    for (const response of this.open) this.write(response, text);
  }

  close(): void {
    clearInterval(this.beat);
    for (const response of this.open) response.end();
  }

  private write(response: ServerResponse, text: string): void {
    response.write(text);
    if (response.writableLength <= this.limits.behind) return;
    this.open.delete(response);
    response.destroy();
  }
}

/** JSON has no line breaks of its own, so that one line of data is enough. */
const eventText = <E extends keyof PageEvents>(event: E, of: PageEvents[E]): string =>
  `event: ${event}\ndata: ${JSON.stringify({ now: Date.now(), of })}\n\n`;

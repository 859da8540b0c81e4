// Semaphore: lets a limited number of callers in at a time; the others wait in order.
import { whenAborted } from '../../errors/signals.js';

interface WaitOptions {
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

export class Slots {
  private readonly waiting: (() => void)[] = [];
  private free: number;

  constructor(limit: number) {
    this.free = limit;
  }

  /** Returns the function that frees the slot; undefined when no slot came free in time or the signal fired. */
  take({ deadlineMs, signal }: WaitOptions): Promise<(() => void) | undefined> {
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve(this.releaser());
    }
    return new Promise((resolve) => {
      const settle = (release: (() => void) | undefined): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        resolve(release);
      };
      const granted = (): void => settle(this.releaser());
      const giveUp = (): void => {
        const at = this.waiting.indexOf(granted);
        if (at >= 0) this.waiting.splice(at, 1);
        settle(undefined);
      };
      const timer = setTimeout(giveUp, deadlineMs);
      whenAborted(signal, giveUp);
      this.waiting.push(granted);
      if (signal?.aborted) giveUp();
    });
  }

  private releaser(): () => void {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const next = this.waiting.shift();
      if (next === undefined) this.free += 1;
      else next();
    };
  }
}

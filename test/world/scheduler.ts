// Virtual time: what waits is woken in the order of its moments, and in a random order at the same moment. Hours pass in milliseconds.
import type { Clock } from '../../src/model/clock.js';
import type { Random } from './random.js';

interface Entry {
  readonly at: number;
  /** Decides between entries of one moment. */
  readonly order: number;
  readonly act: () => void;
  /** Whether `act` lets waiting code go on, which must then come to rest before anything else happens. */
  readonly wakes: boolean;
}

export class Scheduler implements Clock {
  private readonly random: Random;
  private readonly heap: Entry[] = [];
  private time = 0;

  constructor(random: Random) {
    this.random = random;
  }

  now(): number {
    return this.time;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        this.push(0, resolve, true);
        return;
      }
      const wake = (): void => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      signal?.addEventListener('abort', wake, { once: true });
      this.push(ms, wake, true);
    });
  }

  /** Something that happens in the world by itself. */
  after(ms: number, act: () => void): void {
    this.push(ms, act, false);
  }

  /** Lets time pass until the work has ended. Throws when nothing is left that could end it, or when it takes too long. */
  async run<T>(work: Promise<T>, limitMs: number): Promise<T> {
    const state = { ended: false };
    const noticed = work.finally(() => {
      state.ended = true;
    });
    noticed.catch(() => undefined);
    const end = this.time + limitMs;
    await rest();
    while (!state.ended) {
      const entry = this.pop();
      if (entry === undefined) throw new Error('the work waits for something that never happens');
      if (entry.at > end) throw new Error(`the work has not ended after ${String(limitMs / 1000)} s of virtual time`);
      this.time = Math.max(this.time, entry.at);
      entry.act();
      if (entry.wakes) await rest();
    }
    return noticed;
  }

  private push(ms: number, act: () => void, wakes: boolean): void {
    const entry: Entry = { at: this.time + Math.max(0, ms), order: this.random.fraction(), act, wakes };
    const { heap } = this;
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !before(entry, parent)) break;
      heap[index] = parent;
      index = above;
    }
    heap[index] = entry;
  }

  private pop(): Entry | undefined {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      const smaller = other !== undefined && one !== undefined && before(other, one) ? left + 1 : left;
      const child = heap[smaller];
      if (child === undefined || !before(child, last)) break;
      heap[index] = child;
      index = smaller;
    }
    heap[index] = last;
    return first;
  }
}

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

/** Until all code that can go on has gone on: every promise that is settled has told those who wait for it. */
const rest = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

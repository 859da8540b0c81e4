// A deadline that stands still while a person is asked something.

export class Patience {
  private readonly ms: number;
  private readonly onEnd: () => void;
  private timer: NodeJS.Timeout | undefined;
  private held = 0;
  private over = false;

  constructor(ms: number, onEnd: () => void) {
    this.ms = ms;
    this.onEnd = onEnd;
    this.start();
  }

  /** Afterwards the deadline begins anew. */
  readonly unhurried = async <T>(work: () => Promise<T>): Promise<T> => {
    this.held += 1;
    clearTimeout(this.timer);
    try {
      return await work();
    } finally {
      this.held -= 1;
      this.start();
    }
  };

  end(): void {
    this.over = true;
    clearTimeout(this.timer);
  }

  private start(): void {
    if (this.held === 0 && !this.over) this.timer = setTimeout(this.onEnd, this.ms);
  }
}

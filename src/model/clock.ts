// Time as waiting code sees it. Handed in, so that a test can let hours pass in a moment.

export interface Clock {
  /** Milliseconds from some fixed moment; never goes back. */
  now(): number;
  /** Ends after `ms`, or as soon as the signal fires. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

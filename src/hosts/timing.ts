// Timing: deadlines for the steps of reaching a host, in ms. Tests may override them.

export interface Timing {
  /** Name look-up and TCP. */
  readonly connectMs: number;
  /** From the open connection to the end of the login. A server with UseDNS and a dead name server needs ten seconds. */
  readonly loginMs: number;
  /** Between two signs of life; a host that misses three of them is lost. */
  readonly keepaliveMs: number;
  /** Until a login shell has read its profile. */
  readonly readyMs: number;
  /** Before the second try of a connection that broke in the handshake; longer before the third. */
  readonly retryMs: number;
}

export const TIMING: Timing = { connectMs: 10_000, loginMs: 20_000, keepaliveMs: 10_000, readyMs: 20_000, retryMs: 400 };

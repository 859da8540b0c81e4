// Abort signals of a run. Every wait on every host listens to the same few signals, so Node's leak warning for more than ten listeners
// does not apply to them.
import { setMaxListeners } from 'node:events';

/** Aborts with the first of several. Only this function calls AbortSignal.any, because a new signal has the limit of ten again. */
export function eitherSignal(...signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  return unlimited(AbortSignal.any(signals.filter((signal) => signal !== undefined)));
}

/** The same signal, for any number of listeners. */
export function unlimited(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

/** Calls the listener once, when the signal aborts. The caller takes it off again (removeEventListener) once it waits no more. */
export function whenAborted(signal: AbortSignal | undefined, listener: () => void): void {
  if (signal !== undefined) unlimited(signal).addEventListener('abort', listener, { once: true });
}

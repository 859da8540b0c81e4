// Abort signals of a run. Everything that waits on any host listens to the same few, so Node's warning of a leak, meant for an emitter
// with more than ten listeners, says nothing about them.
import { setMaxListeners } from 'node:events';

/** Aborts with the first of several. The only place that may call AbortSignal.any: what it makes has the limit of ten again. */
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

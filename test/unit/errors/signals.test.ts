import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eitherSignal, unlimited } from '../../../src/errors/signals.js';

/** Warnings of the process while something is done. */
async function warningsOf(work: () => void): Promise<readonly string[]> {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on('warning', note);
  work();
  // They are told in a later turn.
  await sleep(20);
  process.off('warning', note);
  return warnings;
}
const listenTo = (signal: AbortSignal): void => {
  for (let i = 0; i < 40; i++) signal.addEventListener('abort', () => undefined);
};

it('a signal of a run bears as many listeners as there are hosts', async () => {
  // What Node does by itself, so that the other two say something.
  expect(await warningsOf(() => listenTo(AbortSignal.any([new AbortController().signal])))).toEqual(['MaxListenersExceededWarning']);
  expect(await warningsOf(() => listenTo(unlimited(new AbortController().signal)))).toEqual([]);
  expect(await warningsOf(() => listenTo(eitherSignal(new AbortController().signal, undefined)))).toEqual([]);
});

it('either of two ends it, with its reason', () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const signal = eitherSignal(first.signal, undefined, second.signal);
  expect(signal.aborted).toBe(false);
  second.abort(new Error('enough'));
  expect(signal.reason).toEqual(new Error('enough'));
});

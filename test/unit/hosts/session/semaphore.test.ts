import { expect, it } from 'vitest';
import { Slots } from '../../../../src/hosts/session/semaphore.js';

const long = { deadlineMs: 60_000 };

it('lets as many in as there are, the others in order', async () => {
  const slots = new Slots(2);
  const order: number[] = [];
  const enter = async (n: number): Promise<() => void> => {
    const release = await slots.take(long);
    order.push(n);
    if (release === undefined) throw new Error('not let in');
    return release;
  };
  const [first, second] = [await enter(1), await enter(2)];
  const third = enter(3);
  const fourth = enter(4);
  await Promise.resolve();
  expect(order).toEqual([1, 2]);
  first();
  first();
  (await third)();
  (await fourth)();
  second();
  expect(order).toEqual([1, 2, 3, 4]);
});

it('gives up at the deadline and at the signal, and loses no slot by that', async () => {
  const slots = new Slots(1);
  const release = await slots.take(long);
  expect(await slots.take({ deadlineMs: 5 })).toBeUndefined();
  expect(await slots.take({ ...long, signal: AbortSignal.abort() })).toBeUndefined();
  const abort = new AbortController();
  const waiting = slots.take({ ...long, signal: abort.signal });
  abort.abort();
  expect(await waiting).toBeUndefined();
  release?.();
  expect(await slots.take(long)).toBeDefined();
});

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { distance, nearest } from '../../../src/errors/nearest.js';

it('is a distance: zero only for the same word, the same both ways', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
      expect(distance(a, b)).toBe(distance(b, a));
      expect(distance(a, b) === 0).toBe(a === b);
    }),
  );
});

it('finds what was meant and leaves the rest alone', () => {
  expect(nearest('zookeeper.contact', ['zookeeper.connect', 'log.dirs'])).toBe('zookeeper.connect');
  expect(nearest('brew-coffee', ['provision', 'verify'])).toBeUndefined();
});

import { expect, it } from 'vitest';
import { nearest } from '../../../src/errors/nearest.js';

it('finds what was meant and leaves the rest alone', () => {
  expect(nearest('zookeeper.contact', ['zookeeper.connect', 'log.dirs'])).toBe('zookeeper.connect');
  expect(nearest('Verfiy', ['provision', 'verify'])).toBe('verify');
  expect(nearest('brew-coffee', ['provision', 'verify'])).toBeUndefined();
});

it.each([
  ['hto', 'hot'],
  ['htt', 'hot'],
  ['ot', 'hot'],
  ['hots', 'hot'],
])('takes one slip in a short word: %s', (typed, name) => {
  expect(nearest(typed, ['plan', name])).toBe(name);
});

it.each(['toh', 'tho', 'hat1'])('takes no two of them: %s', (typed) => {
  expect(nearest(typed, ['plan', 'hot'])).toBeUndefined();
});

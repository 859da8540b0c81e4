import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote } from '../../../../src/hosts/session/quote.js';

it('brings any words through a real shell unchanged', () => {
  const word = fc.string({ unit: 'grapheme' }).filter((s) => !s.includes('\0'));
  const nasty = fc.constantFrom('', "'", "'\\''", '$(id)', '`id`', '\\', '\n', '!', '~', '*', '-e', 'a\tb', '"');
  fc.assert(
    fc.property(fc.array(fc.oneof(word, nasty), { minLength: 1, maxLength: 6 }), (words) => {
      const stdout = execFileSync('/bin/sh', ['-s'], { input: `printf '%s\\0' ${words.map(quote).join(' ')}` }).toString();
      expect(stdout).toBe(words.map((one) => `${one}\0`).join(''));
    }),
    { numRuns: 40 },
  );
});

it('refuses what no program can be given', () => {
  expect(() => quote('a\0b')).toThrow(/NUL/);
});

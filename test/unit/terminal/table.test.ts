import { expect, it } from 'vitest';
import { marked } from '../../../src/terminal/style.js';
import { clip, table, width } from '../../../src/terminal/table.js';

it('aligns columns by what is seen, not by characters', () => {
  expect(
    table([
      ['host', 'state'],
      ['192.168.1.1', 'ok'],
      ['热点', 'warn'],
    ]),
  ).toBe('host         state\n192.168.1.1  ok\n热点         warn');
  expect(width(marked('red', 'red'))).toBe(3);
});

it('cuts a line to the terminal and says so', () => {
  expect(clip('short', 10)).toBe('short');
  expect(clip('a longer line', 8)).toBe('a longe…');
  expect(width(clip('今日热点今日热点', 7))).toBeLessThanOrEqual(7);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { continued, sanitize, sanitizeColoured, sanitizeLine } from '../../../src/terminal/sanitize.js';
import { marked, rendered, unmarked } from '../../../src/terminal/style.js';
import { clip, table, width } from '../../../src/terminal/table.js';

/** Each of them can move a cursor, reach the clipboard, hide text or turn it round. */
const HOSTILE: Readonly<Record<string, string>> = {
  'OSC 52, which writes to the clipboard': '\u001b]52;c;cm0gLXJm\u0007',
  'OSC 8, a link that shows another address': '\u001b]8;;http://evil/\u001b\\click\u001b]8;;\u001b\\',
  'DCS, a request that the terminal answers': '\u001bP+q544e\u001b\\',
  'CSI, up and clear': '\u001b[3A\u001b[2K',
  'SGR, hidden text': '\u001b[8mhidden\u001b[28m',
  'C1 controls, without an ESC': '\u009b2J\u009d52;c;x\u009c\u0090q\u009c\u0085',
  'carriage return and backspace': 'bad\rgood\b\b',
  'DEL, NUL, BEL, vertical tab, form feed': '\u007f\u0000\u0007\u000b\u000c',
  'bidi overrides and isolates': '\u202eevil\u202c\u2066x\u2069\u200f\u061c',
  'zero width and invisible letters': 'a\u200bb\u200cc\u200dd\ufeffe\u2060f\u00adg\u3164h\u034f',
  'tag characters': '\u{e0041}\u{e0042}\u{e007f}',
  'half of a character': '\ud800x\udc00',
  'line separators of Unicode': 'a\u2028error: b\u2029c',
};
// What is allowed is said here in other words than in the code.
const HARMLESS = /^[\t\n\u0020-\u007e\u00a0-\u00ac\u00ae-\u{10ffff}]*$/u;
const DANGEROUS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

/** Without halves of characters: UTF-8 has a place for all of it. */
const wellFormed = (text: string): boolean => Buffer.from(text, 'utf8').toString('utf8') === text;

describe('foreign text on a terminal', () => {
  it.each(Object.entries(HOSTILE))('loses %s', (_what, text) => {
    for (const harmless of [sanitize(text), sanitizeLine(text), sanitizeColoured(text)]) {
      expect(harmless).toMatch(HARMLESS);
      expect(wellFormed(harmless)).toBe(true);
    }
    expect(sanitize(text)).not.toMatch(DANGEROUS);
    expect(sanitize(text)).toContain('\ufffd');
  });

  it('keeps what people write', () => {
    const text = 'Größe 首页 страница ελληνικά עברית 😀 e\u0301 a\tb\nc';
    expect(sanitize(text)).toBe(text);
    expect(sanitize('a\r\nb')).toBe('a\nb');
    expect(sanitizeLine('a\nb\tc')).toBe('a\ufffdb c');
  });

  it('is never dangerous, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(sanitize(text)).not.toMatch(DANGEROUS);
        expect(wellFormed(sanitize(text))).toBe(true);
        expect(sanitize(sanitize(text))).toBe(sanitize(text));
      }),
    );
  });

  it('leaves a library its colours, and nothing else', () => {
    expect(sanitizeColoured('\u001b[1mUSAGE\u001b[22m \u001b[31;1mx\u001b[0m')).toBe('\u001b[1mUSAGE\u001b[22m \u001b[31;1mx\u001b[0m');
    for (const escape of ['\u001b[8m', '\u001b[38;5;1m', '\u001b[2J', '\u001b[1;5H', '\u001b[1;m'])
      expect(sanitizeColoured(`a${escape}b`)).not.toContain('\u001b');
  });

  it('cannot begin a line of its own', () => {
    expect(continued('one\nerror: two\r\n  do: three', '    | ')).toBe('one\n    | error: two\n    |   do: three');
    expect(
      table([
        ['a', 'one\nerror: two'],
        ['b', ''],
      ]).split('\n'),
    ).toHaveLength(2);
  });
});

describe('colours of our own', () => {
  it('survive, and nobody else can make them', () => {
    const text = `${marked('red', 'error:')} \u001b[31mforged\u001b[39m`;
    expect(rendered(text, sanitize)).toBe('\u001b[31merror:\u001b[39m \ufffd[31mforged\ufffd[39m');
    expect(unmarked(text)).toBe('error: \u001b[31mforged\u001b[39m');
  });

  it('have no width, and a character that is taken out has one', () => {
    expect(width(marked('bold', 'ab'))).toBe(2);
    expect(width('a\u001b]52;c;x\u0007')).toBe(10);
    expect(width(clip('\u001b[2Jabc\u202edef', 6))).toBeLessThanOrEqual(6);
  });
});

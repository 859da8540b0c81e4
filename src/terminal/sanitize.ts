// Foreign text on a terminal: nothing that a host, a topic, a log or a file holds may move the cursor, write to the clipboard, hide what
// stands beside it or turn it round. Pure.

/** Stands for a character that was taken out. One column wide, like the character's place in a table. */
const REPLACEMENT = '\ufffd';

/**
 * Control characters (C0 with ESC, CR and backspace, DEL, C1), format characters (bidi, zero width, tags), halves of characters, the line
 * separators of Unicode, and letters that are drawn as nothing. Tab and line feed are no part of it.
 */
const UNSAFE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0]/gu;

/** A text of several lines. It has as many characters as before, but for the carriage returns of line ends. */
export const sanitize = (text: string): string => text.replaceAll('\r\n', '\n').replace(UNSAFE, REPLACEMENT);

/**
 * A text that stays in its line: a line break is a character like any other.
 * @param longest in UTF-16 units, the dots of what is cut included
 */
export function sanitizeLine(text: string, longest = Infinity): string {
  // A character of two units is not cut in half: half of one is replaced like anything else that is none.
  const cut = text.length > longest ? `${text.slice(0, longest - 3)}...` : text;
  return cut
    .replace(/[\r\n]/g, REPLACEMENT)
    .replaceAll('\t', ' ')
    .replace(UNSAFE, REPLACEMENT);
}

/** What a library colours itself, such as the headings of a help page: bold, dim, italic, underlined, the sixteen colours, and their ends. */
const COLOURS = /(\u001b\[(?:(?:[0-4]|2[2-4]|3[0-7]|39|9[0-7])(?:;(?=\d))?){1,4}m)/;

/** The same for texts of libraries that print by themselves: of all escapes only colours are let through. */
export const sanitizeColoured = (text: string): string =>
  text
    .split(COLOURS)
    .map((piece, i) => (i % 2 === 0 ? sanitize(piece) : piece))
    .join('');

/** Lines that follow the first one stand behind `indent`: no text can begin a line of its own, such as a second "error:". */
export const continued = (text: string, indent: string): string => text.replace(/\r?\n/g, `\n${indent}`);

/** For a place where only one line has room. */
export const singleLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, ' ');

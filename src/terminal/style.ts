// Colours of our own as marks in a text. A mark has a number that nobody can guess, so that foreign text cannot colour anything; the
// terminal's writer turns marks into colours and takes every other escape out.
import { randomInt } from 'node:crypto';

const CODES = { bold: [1, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], magenta: [35, 39], gray: [90, 39] } as const;
export type Style = keyof typeof CODES;

const NUMBER = Array.from({ length: 6 }, () => String(randomInt(1000, 10_000))).join(';');
const MARK = new RegExp(String.raw`\u001b\[${NUMBER};(\d{1,2})m`);
const MARKS = new RegExp(MARK, 'g');

export function marked(style: Style, text: string): string {
  const [begin, end] = CODES[style];
  return `\u001b[${NUMBER};${String(begin)}m${text}\u001b[${NUMBER};${String(end)}m`;
}

/** The text with its marks as colours. @param foreign what becomes of all that is no mark */
export const rendered = (text: string, foreign: (piece: string) => string): string =>
  text
    .split(MARK)
    .map((piece, i) => (i % 2 === 0 ? foreign(piece) : `\u001b[${piece}m`))
    .join('');

/** What is left of it where no colours are shown. */
export const unmarked = (text: string): string => text.replace(MARKS, '');

// Columns for people: aligned, two blanks apart, nothing drawn around them.
import { sanitize, singleLine } from './sanitize.js';
import { unmarked } from './style.js';

/** Visible columns of a text; CJK and other wide characters take two. */
export function width(text: string): number {
  let columns = 0;
  for (const { segment } of new Intl.Segmenter().segment(visible(text))) columns += WIDE.test(segment) ? 2 : 1;
  return columns;
}

/** As a terminal gets it, without colours. */
const visible = (text: string): string => sanitize(unmarked(text));

const WIDE = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uFF01-\uFF60]/u;

const pad = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - width(text)));

/** The last column is not padded. Each row is one line, whatever its cells hold. */
export function table(given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(singleLine));
  const widths = rows.reduce<number[]>((most, row) => row.map((cell, i) => Math.max(most[i] ?? 0, width(cell))), []);
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Cuts a line to what a terminal shows, so that drawing in place keeps its count of lines. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  const plain = [...new Intl.Segmenter().segment(visible(text))].map(({ segment }) => segment);
  while (plain.length > 0 && width(plain.join('')) > columns - 1) plain.pop();
  return `${plain.join('')}…`;
}

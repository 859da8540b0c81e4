// Lines no wider than what they are shown on, for texts that people read.
import { width } from './table.js';

/** Breaks at blanks; a word that is longer than the line stays whole, so that a path can be copied. Any width below one: no breaks. */
function wrap(text: string, columns: number): readonly string[] {
  if (columns < 1 || width(text) <= columns) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && width(longer) > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** The first line after `head`, the others below it. */
export function hang(head: string, text: string, columns: number): string {
  const indent = ' '.repeat(width(head));
  const room = columns === 0 ? 0 : Math.max(20, columns - width(head));
  return text
    .split(/\r?\n/)
    .flatMap((line) => wrap(line, room))
    .map((line, i) => (i === 0 ? head : indent) + line)
    .join('\n');
}

// Characters that look like what YAML wants, or like nothing at all: they come along when a text is copied from a page or a chat.
import type { TextFault } from './plain.js';

interface Odd {
  readonly what: string;
  /** What was meant. */
  readonly meant: string;
}

const BLANK: Odd = { what: 'a blank that is none to YAML', meant: ' ' };
const NOTHING: Odd = { what: 'an invisible character', meant: '' };
const DOUBLE: Odd = { what: 'a typographic quotation mark', meant: '"' };
const SINGLE: Odd = { what: 'a typographic quotation mark', meant: "'" };
const DASH: Odd = { what: 'a typographic dash', meant: '-' };

const KINDS: readonly (readonly [RegExp, Odd])[] = [
  [/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/, BLANK],
  [/[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/, NOTHING],
  [/[\u00ab\u00bb\u201c-\u201f\u2033\uff02]/, DOUBLE],
  [/[\u2018-\u201b\u2032\uff07]/, SINGLE],
  [/[\u2010-\u2015\u2212\uff0d]/, DASH],
  [/\uff1a/, { what: 'a full-width colon', meant: ':' }],
  [/\uff0c/, { what: 'a full-width comma', meant: ',' }],
  [/[\uff3b\u3010]/, { what: 'a full-width bracket', meant: '[' }],
  [/[\uff3d\u3011]/, { what: 'a full-width bracket', meant: ']' }],
  [/\uff5b/, { what: 'a full-width brace', meant: '{' }],
  [/\uff5d/, { what: 'a full-width brace', meant: '}' }],
];

const oddOf = (character: string): Odd | undefined => KINDS.find(([pattern]) => pattern.test(character))?.[1];

interface Plainly {
  /** The text as it was meant, so that everything else that is wrong in it can be said, too. */
  readonly text: string;
  /** One for each kind of character in a line. */
  readonly faults: readonly TextFault[];
}

/** Comments may hold anything. So may a text in quotes, but for what nobody sees. */
export function plainly(text: string): Plainly {
  const faults: TextFault[] = [];
  const lines = text.split('\n').map((line, i) => {
    if (/^[\x20-\x7e\t\r]*$/.test(line)) return line;
    const told = new Set<string>();
    let quote = '';
    let curly = false;
    let comment = false;
    let before = ' ';
    let meant = '';
    for (const [column, character] of Array.from(line).entries()) {
      const odd = comment ? undefined : oddOf(character);
      const visible = odd !== BLANK && odd !== NOTHING;
      // What a typographic mark opened, a typographic mark closes.
      const closes: boolean = curly && odd?.meant === quote;
      const wrong: boolean = odd !== undefined && (quote === '' || !visible || closes);
      if (odd !== undefined && wrong && !told.has(odd.what)) {
        told.add(odd.what);
        faults.push({
          offset: 0,
          position: { line: i + 1, column: column + 1 },
          path: [],
          message: `${odd.what} (${nameOf(character)})`,
          hint: hintOf(odd),
        });
      }
      const plain = odd !== undefined && wrong ? odd.meant : character;
      meant += plain;
      if (comment || plain === '') continue;
      if (quote !== '') {
        if (plain === quote) quote = '';
      } else if (plain === '#' && /\s/.test(before)) comment = true;
      else if ((plain === '"' || plain === "'") && /[\s[{,:]/.test(before)) {
        quote = plain;
        curly = wrong;
      }
      before = plain;
    }
    return meant;
  });
  return { text: lines.join('\n'), faults };
}

const hintOf = ({ meant }: Odd): string =>
  meant === '' ? 'Delete it.' : `Type ${meant === ' ' ? 'an ordinary blank' : meant} in its place.`;

const nameOf = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

// Pure: the one encoder for Java properties, and the rendering of such files. Whatever a value holds, java.util.Properties
// reads it back as one value of one key.
import { fillHoles } from './holes.js';

type Config = Readonly<Record<string, string>>;

const NAMED: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\f': '\\f' };
const unicode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

// The file is read as Latin-1: everything beyond ASCII is written as the UTF-16 units that Java has for it.
const escaped = (text: string): string => text.replace(/[\\\u0000-\u001f\u007f-\uffff]/g, (unit) => NAMED[unit] ?? unicode(unit));

/** Only the first blank of a value is at risk: Java skips blanks up to the first character that is none. */
export const propertyValue = (text: string): string => escaped(text).replace(/^ /, '\\ ');

export const propertyKey = (text: string): string => escaped(text).replace(/[ :=#!]/g, '\\$&');

/** Lines in the given order, without a newline at the end. Throws a plain Error where a key comes twice. */
export function propertyLines(entries: readonly (readonly [key: string, value: string])[]): string {
  const seen = new Set<string>();
  return entries
    .map(([key, value]) => {
      if (seen.has(key)) throw new Error(`properties: ${key} is set twice`);
      seen.add(key);
      return `${propertyKey(key)}=${propertyValue(value)}`;
    })
    .join('\n');
}

export interface PropertiesFile {
  readonly template: string;
  /** Values of holes; they are encoded here. */
  readonly values: Readonly<Record<string, string>>;
  /** Blocks of whole lines, encoded already. */
  readonly blocks?: Readonly<Record<string, string>>;
  /** Keys of the inventory. One that the template sets takes the place of what it says there; no key comes twice. */
  readonly config?: Config;
}

const LINE = /^([A-Za-z][A-Za-z0-9._]*)=(.*)$/;

export function renderProperties({ template, values, blocks = {}, config = {} }: PropertiesFile): string {
  const encoded = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, propertyValue(value)]));
  const said = new Set<string>();
  const lines = fillHoles(template, { ...encoded, ...blocks })
    .split('\n')
    .map((line) => {
      const [, key, value] = LINE.exec(line) ?? [];
      if (key === undefined) return line;
      if (said.has(key)) throw new Error(`properties: ${key} is set twice`);
      const wanted = Object.hasOwn(config, key) ? config[key] : undefined;
      if (wanted !== undefined && propertyValue(wanted) !== value) return `# ${line} (the inventory says otherwise, below)`;
      said.add(key);
      return line;
    });
  const rest = Object.entries(config)
    .filter(([key]) => !said.has(key))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const below = rest.length === 0 ? '' : `\n# --- From the inventory\n${propertyLines(rest)}\n`;
  return `${lines.join('\n').trimEnd()}\n${below}`;
}

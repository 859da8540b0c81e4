// A YAML text with positions: every value of a path can say where it stands and how it was written.
import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, Parser, type Document, type ErrorCode, type ParsedNode } from 'yaml';
import type { Position } from '../../model/cluster.js';
import { plainly } from './odd-characters.js';
import type { Path } from './path.js';
import { plainOf, type TextFault } from './plain.js';

/** An inventory is a handful of lines; more than this is another file. */
export const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 24;

export class Source {
  readonly faults: readonly TextFault[];
  /** Plain values; undefined when the text is not YAML at all, so that there is nothing to validate. */
  readonly value: unknown;
  private readonly lines = new LineCounter();
  private readonly root: ParsedNode | null = null;
  private readonly targets: ReadonlyMap<unknown, ParsedNode> = new Map();

  constructor(text: string) {
    const faults: TextFault[] = [];
    this.faults = faults;
    // The mark is not part of the first line: with it every column there would be one too high.
    const { text: meant, faults: odd } = plainly(text.replace(/^\uFEFF/, ''));
    const { document, faults: broken } = read(meant, this.lines);
    faults.push(...odd, ...broken);
    if (!document) return;
    const plain = plainOf(document.contents);
    faults.push(...plain.faults);
    this.root = document.contents;
    this.targets = plain.targets;
    this.value = plain.value;
  }

  has(path: Path): boolean {
    return this.node(path) !== undefined;
  }

  /** Where the value at `path` stands; where it is missing, the nearest value around it. */
  at(path: Path): number {
    for (let depth = path.length; depth >= 0; depth--) {
      const found = this.node(path.slice(0, depth));
      if (found) return found.range[0];
    }
    return 0;
  }

  /** Where the key itself stands, for a key that should not be there. */
  atKey(path: Path): number {
    const parent = this.resolved(this.node(path.slice(0, -1)));
    if (!isMap(parent)) return this.at(path);
    const key = parent.items.find((item) => keyText(item.key) === String(path.at(-1)))?.key;
    return isScalar(key) ? key.range[0] : this.at(path);
  }

  /** The value as typed, for scalars that YAML read as a number or a truth value. */
  written(path: Path): string | undefined {
    const node = this.resolved(this.node(path));
    return isScalar(node) && typeof node.value !== 'string' && node.value !== null ? node.source : undefined;
  }

  position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private node(path: Path): ParsedNode | undefined {
    let node: ParsedNode | null | undefined = this.root;
    for (const part of path) {
      const inside = this.resolved(node);
      if (isMap<ParsedNode, ParsedNode | null>(inside)) node = inside.items.find((item) => keyText(item.key) === String(part))?.value;
      else if (isSeq<ParsedNode>(inside)) node = inside.items[Number(part)];
      else return undefined;
    }
    return node ?? undefined;
  }

  private resolved(node: ParsedNode | null | undefined): ParsedNode | null | undefined {
    return isAlias(node) ? this.targets.get(node) : node;
  }
}

const keyText = (key: unknown): string | undefined => (isScalar(key) ? String(key.value) : undefined);

/** Where the library's words would not help. */
const OURS: Readonly<Partial<Record<ErrorCode, readonly [message: string, hint: string]>>> = {
  TAB_AS_INDENT: ['not YAML: a tab as indentation', 'Indent with blanks.'],
  NON_STRING_KEY: ['a key that is not text', 'Keys of an inventory are plain words.'],
  TAG_RESOLVE_FAILED: ['a tag', 'Tags mean nothing in an inventory; quote a text that begins with "!".'],
};

/** Some messages of the library end in a piece of the file, which may be anything: a secret, or a sequence for the terminal. */
const withoutSource = (message: string): string => message.replace(/: ".*/s, '').replace(/[^\x20-\x7e]/g, '?');

/** The one document of the text, or why there is none. */
function read(text: string, lines: LineCounter): { document?: Document.Parsed; faults: TextFault[] } {
  const fault = (offset: number, message: string, hint?: string): TextFault => ({
    offset,
    path: [],
    message,
    ...(hint !== undefined && { hint }),
  });
  if (Buffer.byteLength(text) > MAX_BYTES) return { faults: [fault(0, 'the file is larger than 1 MiB', 'Is this an inventory?')] };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  const deep = tooDeep(tokens);
  if (deep !== undefined)
    return { faults: [fault(deep, `nested more than ${String(MAX_DEPTH)} levels deep`, 'An inventory needs no more than 7.')] };
  const composer = new Composer({ version: '1.2', stringKeys: true, uniqueKeys: false, prettyErrors: false });
  const [first, second] = [...composer.compose(tokens, true, text.length)];
  const faults = [...(first?.errors ?? []), ...(first?.warnings ?? [])].map(({ pos, code, message }) => {
    const [said, hint] = OURS[code] ?? [`not YAML: ${withoutSource(message)}`];
    return fault(pos[0], said, hint);
  });
  if (second) faults.push(fault(second.range[0], 'a second document begins', 'One file holds one inventory.'));
  // A directive changes what plain words mean: `no` would become a truth value.
  if (first && first.directives.yaml.version !== '1.2')
    faults.push(fault(0, `asks for YAML ${first.directives.yaml.version}`, 'Leave the %YAML line out; inventories are YAML 1.2.'));
  if (faults.length === 0 && (first === undefined || first.contents === null))
    faults.push(fault(0, 'the file is empty', 'Name at least cluster and hosts, or let "fams-ops init ADDRESS..." write one.'));
  return faults.length > 0 || first === undefined ? { faults } : { document: first, faults };
}

interface Nested {
  readonly offset?: number;
  readonly items?: readonly { readonly key?: unknown; readonly value?: unknown }[];
  readonly value?: unknown;
}

/**
 * Offset of the first thing nested too deeply. Looked for before the tokens become nodes: that step recurses, and a stack that
 * runs out inside a regular expression ends the process instead of throwing.
 */
function tooDeep(tokens: readonly unknown[]): number | undefined {
  let level = tokens.filter(isNested);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return level[0]?.offset ?? 0;
    level = level.flatMap((token) => [token.value, ...(token.items ?? []).flatMap((item) => [item.key, item.value])]).filter(isNested);
  }
  return undefined;
}

const isNested = (token: unknown): token is Nested => typeof token === 'object' && token !== null;

// The files of an SSH configuration as directives: words and quotes as OpenSSH splits them, Include lines with what they name.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../../errors/app-error.js';
import { expandHome } from '../../paths.js';

export interface Directive {
  /** Lower case. */
  readonly keyword: string;
  readonly words: readonly string[];
  /** The rest of the line as it stands, for directives that hold a command. */
  readonly rest: string;
  readonly file: string;
  readonly line: number;
  /** From the machine's configuration, not from the person's own. */
  readonly system: boolean;
  /** Of an Include: the files that it names. */
  readonly included: readonly (readonly Directive[])[];
}

interface Place {
  readonly home: string;
  /** Relative Include paths start here. */
  readonly base: string;
  readonly system: boolean;
}

const MAX_INCLUDE_DEPTH = 16;

/** @throws AppError for a file that cannot be read or used; one that is not there holds nothing */
export function readDirectives(file: string, place: Place, depth = 0): readonly Directive[] {
  if (depth > MAX_INCLUDE_DEPTH) throw unusableConfig(file, null, 'its Include lines go round in a circle');
  return textOf(file, place)
    .split(/\r?\n/)
    .flatMap((text, index) => directive(text, { file, line: index + 1 }, place, depth));
}

function directive(text: string, at: { readonly file: string; readonly line: number }, place: Place, depth: number): readonly Directive[] {
  const [, keyword = '', rest = ''] = /^\s*"?([^\s=#"]+)"?(?:\s*=\s*|\s+|$)(.*?)\s*$/.exec(text) ?? [];
  if (keyword === '') return [];
  const words = split(rest);
  if (words === null) throw unusableConfig(at.file, at.line, 'a quote has no end');
  const included =
    keyword.toLowerCase() === 'include'
      ? words
          .flatMap((pattern) => filesLike(expandHome(pattern, place.home), place.base))
          .map((file) => readDirectives(file, place, depth + 1))
      : [];
  return [{ keyword: keyword.toLowerCase(), words, rest, ...at, system: place.system, included }];
}

/** OpenSSH follows no configuration that somebody else may have written: commands in it are run. */
function textOf(file: string, { system }: Place): string {
  try {
    const { mode, uid } = statSync(file);
    const ours = uid === 0 || uid === process.getuid?.();
    if (!system && (!ours || (mode & 0o022) !== 0))
      throw unusableConfig(file, null, `others may write it (mode ${(mode & 0o777).toString(8)}, owner ${String(uid)}); chmod 600 it`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    if (cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR')) return '';
    throw unusableConfig(file, null, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Null where a quote has no end. A word that begins with # ends the line. */
function split(text: string): readonly string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    if (char === '\\' && next !== '' && `'"\\${quote === '' ? ' ' : ''}`.includes(next)) {
      word = `${word ?? ''}${next}`;
      i += 1;
    } else if (quote !== '') {
      if (char === quote) quote = '';
      else word = `${word ?? ''}${char}`;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (char === '#' && word === null) {
      return words;
    } else {
      word = `${word ?? ''}${char}`;
    }
  }
  if (quote !== '') return null;
  return word === null ? words : [...words, word];
}

/** Wildcards may stand in any part of a path; files come in order of their names. */
function filesLike(pattern: string, base: string): readonly string[] {
  const path = isAbsolute(pattern) ? pattern : join(base, pattern);
  if (!/[*?[]/.test(path)) return [path];
  const parts = resolve(path).split('/').slice(1);
  return parts.reduce<readonly string[]>((dirs, part) => dirs.flatMap((dir) => entriesLike(dir, part)), ['/']).filter(isFile);
}

function entriesLike(dir: string, pattern: string): readonly string[] {
  if (!/[*?[]/.test(pattern)) return [join(dir, pattern)];
  // As a shell does, sets in brackets included; the pattern is the person's own.
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replaceAll('[!', '[^');
  try {
    const like = new RegExp(`^${source}$`, 's');
    return readdirSync(dir)
      .filter((name) => (pattern.startsWith('.') || !name.startsWith('.')) && like.test(name))
      .sort()
      .map((name) => join(dir, name));
  } catch {
    return [];
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

export function unusableConfig(file: string, line: number | null, why: string, cause?: unknown): AppError {
  return new AppError('HOST_UNREACHABLE', `The SSH configuration cannot be used: ${why}`, {
    where: { file, ...(line !== null && { line }) },
    todo: ['Correct that file, or spell out host, port, user and identityFile under ssh: in the inventory.'],
    ...(cause !== undefined && { cause }),
  });
}

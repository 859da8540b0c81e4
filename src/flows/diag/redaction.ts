// Redaction, pure: removes secrets from texts and values. It removes rather too much than too little: after a word like "password" it
// removes the rest of the line.

import { COMMAND_PATTERNS, isSecretOption } from './command-lines.js';

/** Stands where something was removed. */
export const REMOVED = '***';

export interface Redactor {
  readonly text: (text: string) => string;
  /** For a value that becomes JSON: redacts its strings, and removes every value under a key like "password". */
  readonly value: (value: unknown) => unknown;
}

const WORD = String.raw`(?:pass(?:word|wd|phrase|code)|pwd|secret|token|credential|(?:api|access|private)[-_. ]?key|authorization|cookie)`;
/** To the end of the line; a backslash continues it, as in a properties file. */
const REST = String.raw`(?:[^\n\\]|\\[\s\S]?)+`;

/** Repeats are bounded where they could be tried from every character of a long line. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$(?![\s\S]))/g,
    REMOVED,
  ],
  // The end of a key whose beginning was cut off, as the end of a long log is.
  [/^[\s\S]*-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/, REMOVED],
  // The user information of a URL, also with an @ in a password that should have been encoded.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^/\s"'<>]{1,2000}@/gi, `$1${REMOVED}@`],
  // name = value, name: value, "name": "value", name => value
  [new RegExp(String.raw`(${WORD}[\w.-]{0,64}["']?[ \t]*(?:=>|[=:])[ \t]*)${REST}`, 'gi'), `$1${REMOVED}`],
  [new RegExp(String.raw`(\bpass["']?[ \t]*(?:=>|[=:])[ \t]*)${REST}`, 'gi'), `$1${REMOVED}`],
  // --name value, and a line of a properties file that has a blank for its separator
  [new RegExp(String.raw`(-[\w.-]{0,64}${WORD}[\w.-]{0,64}[ \t]+)${REST}`, 'gi'), `$1${REMOVED}`],
  [new RegExp(String.raw`^([ \t]{0,64}[\w.-]{0,64}${WORD}[\w.-]{0,64}[ \t]+)${REST}`, 'gim'), `$1${REMOVED}`],
  [/(\bBearer[ \t]+)[A-Za-z0-9+/=._~-]+/gi, `$1${REMOVED}`],
  [/(\b(?:Basic|Negotiate)[ \t]+)(?=[A-Za-z]{0,400}[0-9+/=])[A-Za-z0-9+/=]{6,}/g, `$1${REMOVED}`],
  // Also with a slash in a password that should have been encoded; a port is none.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"'<>]{0,400}:)(?!\d{1,5}(?:[/?#\s]|$))[^\s"'<>@]{1,400}@/gi, `$1${REMOVED}@`],
  [/([?&](?:sig|signature|auth|key|X-Amz-(?:Signature|Credential))=)[^&\s"'<>]{1,2000}/gi, `$1${REMOVED}`],
  // Tokens that are known by how they begin, wherever they stand.
  [
    /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{15,255}|xox[abprs]-[\w-]{10,255}|AKIA[0-9A-Z]{16}|eyJ[\w-]{8,4000}\.[\w-]{8,4000}\.[\w-]{0,4000})/g,
    REMOVED,
  ],
  // The private part of a key in PuTTY's form: a count of lines, then so many.
  [/(\bPrivate-Lines:[ \t]*)\d{1,4}(?:\r?\n[A-Za-z0-9+/=]{1,100}(?=\r?\n|$))+/g, `$1${REMOVED}`],
  ...COMMAND_PATTERNS.map(([pattern, by]): readonly [RegExp, string] => [pattern, by.replaceAll('\u0000', REMOVED)]),
];

const SECRET_KEY = new RegExp(String.raw`${WORD}|^pass$`, 'i');
/** Shorter ones are removed as words only, or nothing of the text would be left. */
const LONG_ENOUGH = 4;

/** @param known secrets that this run has used; they go wherever they stand, whatever stands before them */
export function redactor(known: readonly string[]): Redactor {
  const forms = [...new Set(known.filter((one) => one !== '').flatMap(formsOf))].sort((a, b) => b.length - a.length);
  const literals = forms.map(
    (form) => new RegExp(form.length < LONG_ENOUGH ? String.raw`(?<!\w)${escape(form)}(?!\w)` : escape(form), 'g'),
  );
  const text = (given: string): string => {
    const without = literals.reduce((left, literal) => left.replace(literal, REMOVED), given);
    return PATTERNS.reduce((left, [pattern, by]) => left.replace(pattern, by), without);
  };
  /** For a list, which may be the words of a command: an option decides whether the word behind it is a secret. */
  const word = (given: unknown, before: unknown): unknown => {
    if (typeof given !== 'string' || typeof before !== 'string' || !before.startsWith('-')) return value(given);
    if (isSecretOption(before) && !/^\d+$/.test(given)) return REMOVED;
    const both = text(`${before} ${given}`);
    return both.startsWith(`${before} `) ? both.slice(before.length + 1) : text(given);
  };
  const value = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (Array.isArray(given)) return given.map((one: unknown, i) => word(one, given[i - 1]));
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(Object.entries(given).map(([key, one]) => [text(key), isSecret(key, one) ? REMOVED : value(one)]));
  };
  return { text, value };
}

/** As it is, inside JSON, and inside a URL. */
const formsOf = (secret: string): readonly string[] => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];

/** A boolean or null under such a key only tells whether there is a secret, so it stays. */
const isSecret = (key: string, value: unknown): boolean => SECRET_KEY.test(key) && value !== null && typeof value !== 'boolean';

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

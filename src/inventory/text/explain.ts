// What the schema found, in words: what is wrong, and what would be right.
import type { z } from 'zod';
import { nearest } from '../../errors/nearest.js';
import type { ComponentSpec } from '../../model/component.js';
import { envName, heap, shown, type Fault, type Judge } from '../schema/fields.js';
import { keysAt, type JsonSchema } from '../schema/json-schema.js';
import { keyText, valueAt, type Path } from './path.js';
import type { Problems } from './problems.js';
import type { Source } from './source.js';

export type Issue = z.core.$ZodIssue;

/** Of a union, the issues of the one form that the author evidently meant: the one whose type fits. */
export function flatten(issue: Issue): readonly Issue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const fits = issue.errors.find((branch) => !branch.some((one) => one.path.length === 0 && one.code === 'invalid_type'));
  if (fits === undefined) return [issue];
  return fits.flatMap((one) => flatten({ ...one, path: [...issue.path, ...one.path] }));
}

interface Context {
  readonly source: Source;
  readonly problems: Problems;
  readonly specs: readonly ComponentSpec[];
  /** Made only when a key is unknown: it costs more than the validation. */
  readonly schema: () => JsonSchema;
}

export function explain(issue: Issue, context: Context): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys)
      context.problems.keyError([...issue.path, key], 'unknown key', () => hintForKey(issue.path, key, context));
    return;
  }
  const { message, hint } = describe(issue, valueAt(context.source.value, issue.path), context.source);
  context.problems.error(issue.path, message, hint);
}

function hintForKey(path: Path, key: string, { specs, schema }: Context): string {
  if (/pass(?:word|wd|phrase)|secret|token|credential/i.test(key))
    return 'No secret stands in an inventory: name the environment variable that holds it, ssh: { passwordEnv: NAME } or passphraseEnv.';
  const table = specs.find((one) => one.section.key === path.at(-1))?.keys;
  if (table?.owned[key] !== undefined) return `It is not set by hand: ${table.owned[key]}.`;
  if (table?.known[key] !== undefined) return `It is a key of ${table.of}: write it under config:.`;
  if (key === '<<') return 'YAML 1.2 has no merge key: write the keys out, or put what is common at the top of the file.';
  const known = keysAt(schema(), path);
  const guess = nearest(key, known);
  return guess === undefined ? `Known here: ${known.join(', ')}.` : `Did you mean "${guess}"?`;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return KINDS[typeof value] ?? 'something else';
}

function describe(issue: Issue, value: unknown, source: Source): Fault {
  if (value === undefined && issue.path.length > 0) return { message: 'is missing', hint: missing(issue.path) };
  if (value === null) return { message: 'has no value', hint: 'Write one, or leave the line out.' };
  const ownWords = issue.code === 'custom' ? undefined : NEVER_A_NUMBER[String(issue.path.at(-1))]?.('');
  if (ownWords) return ownWords;
  if (issue.path.length === 0) return { message: `must be a mapping, not ${kindOf(value)}`, hint: 'Begin with "cluster: NAME".' };
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(issue.expected, value, source.written(issue.path));
    case 'invalid_union': {
      const kinds = issue.errors.flatMap((branch) =>
        branch.flatMap((one) => (one.code === 'invalid_type' ? [KINDS[one.expected] ?? ''] : [])),
      );
      const wanted = issue.path.includes('config') ? 'one value' : [...new Set(kinds)].join(' or ');
      return { message: `must be ${wanted}, not ${kindOf(value)}`, ...hintForDots(issue.path) };
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const written = source.written(issue.path);
      if (written !== undefined && values.includes(written)) return numberTrap(value, written);
      const guess = nearest(written ?? (typeof value === 'string' ? value : ''), values);
      return { message: `must be one of ${values.join(', ')}`, ...(guess !== undefined && { hint: `Did you mean ${guess}?` }) };
    }
    case 'too_small':
      if (issue.origin === 'array')
        return issue.minimum === 1 ? { message: 'is an empty list', hint: 'Name at least one.' } : entries(issue.minimum);
      return { message: `must be at least ${String(issue.minimum)}` };
    case 'too_big':
      if (issue.origin === 'array') return entries(issue.maximum);
      return { message: `must be at most ${String(issue.maximum)}` };
    case 'custom':
      return { message: issue.message, ...hintOf(issue) };
    default:
      return { message: issue.message };
  }
}

/** Keys whose own words fit a number better than the advice to quote it; that of a variable may be the secret itself. */
const NEVER_A_NUMBER: Readonly<Record<string, Judge>> = {
  heap,
  workerMemory: heap,
  driverMemory: heap,
  executorMemory: heap,
  passwordEnv: envName,
  passphraseEnv: envName,
};

function hintOf({ params }: z.core.$ZodIssueCustom): { readonly hint?: string } {
  const hint: unknown = params?.['hint'];
  return typeof hint === 'string' ? { hint } : {};
}

const hintForDots = (path: Path): { readonly hint?: string } =>
  path.includes('config') ? { hint: 'A key keeps its dots on one line: "log.retention.hours: 168".' } : {};

function wrongType(expected: string, value: unknown, written: string | undefined): Fault {
  if (typeof value === 'number' && !Number.isFinite(value) && expected !== 'string')
    return {
      message: `must be ${KINDS[expected] ?? expected}, and ${keyText(written ?? String(value))} is none`,
      hint: 'Write it in digits.',
    };
  if (expected === 'string' && written !== undefined) return numberTrap(value, written);
  const wanted = KINDS[expected] ?? expected;
  if ((expected === 'number' || expected === 'int') && typeof value === 'string')
    return {
      message: `must be ${wanted}, not text`,
      ...(/^-?\d{1,15}$/.test(value) && { hint: `Write ${value} without the quotes.` }),
    };
  if (expected === 'int' && typeof value === 'number') return { message: 'must be a whole number' };
  return { message: `must be ${wanted}, not ${kindOf(value)}` };
}

/** Versions and names that look like numbers lose what was typed: 2.10 becomes 2.1. */
function numberTrap(value: unknown, written: string): Fault {
  const read = String(value);
  const message = read === written ? `is ${kindOf(value)} to YAML, and text is wanted` : `YAML reads ${keyText(written)} as ${read}`;
  return { message, hint: `Write ${shown(written)} with the quotes.` };
}

const MISSING: Readonly<Record<string, string>> = {
  cluster: 'Name the cluster: "cluster: fams".',
  hosts: 'List the machines: "hosts: [192.168.1.1, 192.168.1.2, 192.168.1.3]".',
  address: 'Say where the host is: "address: 192.168.1.1".',
  name: 'Name the topic: "name: user-behavior-topic".',
};

/** Of a list whose length is fixed. */
const entries = (wanted: number | bigint): Fault => ({ message: `must have ${String(wanted)} entries` });

const missing = (path: Path): string => MISSING[String(path.at(-1))] ?? 'Add it.';

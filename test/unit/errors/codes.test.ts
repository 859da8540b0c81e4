// docs/errors.md has an entry for every code, under its exit code.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CODES } from '../../../src/errors/codes.js';

interface Entry {
  readonly code: string;
  readonly exitCode: number;
  readonly meaning: string;
  readonly todo: string;
  readonly retriable: boolean;
}

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');

function entriesOf(text: string): readonly Entry[] {
  return text.split(/^## Exit code /m).flatMap((section) =>
    section.split('\n').flatMap((line) => {
      const row = /^\| `([A-Z_]+)` *\| (.*?) *\| (.*?) *\| (yes|no) +\|$/.exec(line);
      if (row === null) return [];
      const [, code = '', meaning = '', todo = '', again] = row;
      return [{ code, exitCode: Number.parseInt(section, 10), meaning, todo, retriable: again === 'yes' }];
    }),
  );
}

describe('docs/errors.md', () => {
  const entries = entriesOf(page);

  it('has each code once, with its exit code and whether to try again', () => {
    const documented = entries.map(({ code, exitCode, retriable }) => [code, { exitCode, retriable }] as const);
    const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
    expect(documented.toSorted(byName)).toEqual(Object.entries(CODES).toSorted(byName));
  });

  it.each(entries)('says of $code what it means and what to do', ({ meaning, todo }) => {
    expect([meaning.length, todo.length].every((length) => length > 10)).toBe(true);
  });
});

describe('exit codes', () => {
  it('are those of the README', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, section = ''] = readme.split(/^## Exit codes$/m);
    const listed = [...(section.split(/^## /m)[0] ?? '').matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code));
    for (const { exitCode } of Object.values(CODES)) expect(listed).toContain(exitCode);
  });
});

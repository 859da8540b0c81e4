// Whether a result has just the keys that docs/commands.md shows for its command.
import { expect } from 'vitest';
import { fileURLToPath } from 'node:url';

interface Results {
  readonly RESULTS: Readonly<Record<string, { readonly example: unknown }>>;
}

const page = fileURLToPath(new URL('../../scripts/results.mjs', import.meta.url));
const { RESULTS } = (await import(page)) as Results;

export function expectDocumented(command: string, result: unknown): void {
  const example = RESULTS[command]?.example;
  expect(example, `no example of ${command}`).toBeDefined();
  const shown = keysOf(example);
  const seen = keysOf(result);
  expect(seen.filter((key) => !shown.includes(key))).toEqual([]);
  // What stands at the top is always there; below, lists may be empty and some keys may be left out.
  expect(shown.filter((key) => !key.includes('.') && !seen.includes(key))).toEqual([]);
}

/** Every path to a value, items of a list under one name. */
function keysOf(value: unknown, path = ''): readonly string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => keysOf(item, path)))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return [name, ...keysOf(inner, name)];
  });
}

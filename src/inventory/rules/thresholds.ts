// Rules for `verify:`: thresholds of checks that exist.
import { nearest } from '../../errors/nearest.js';
import type { Draft } from './draft.js';

/** Names of the limits by check id. */
export type KnownLimits = Readonly<Record<string, readonly string[]>>;

export function checkThresholds({ inventory, problems }: Draft, known: KnownLimits): void {
  for (const [id, limits] of Object.entries(inventory.verify ?? {})) {
    const names = Object.hasOwn(known, id) ? known[id] : undefined;
    if (names === undefined) problems.keyError(['verify', id], 'unknown check', () => hint(id, Object.keys(known)));
    else
      for (const name of Object.keys(limits))
        if (!names.includes(name)) problems.keyError(['verify', id, name], 'unknown limit', () => hint(name, names));
  }
}

function hint(typed: string, known: readonly string[]): string {
  const guess = nearest(typed, known);
  if (guess !== undefined) return `Did you mean "${guess}"?`;
  return known.length === 0 ? 'It has no limits.' : `Known: ${known.join(', ')}.`;
}

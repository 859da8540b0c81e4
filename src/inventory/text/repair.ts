// Makes a value that the schema takes out of one that it refused: what is wrong is dropped, what is required and missing is made up.
// The rules across hosts then see the rest, so that all problems appear at once. Nothing repaired is ever used for more than that.
import type { Issue } from './explain.js';
import { valueAt, type Path } from './path.js';

type Mapping = Record<string, unknown>;

const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Undefined when there is nothing to keep. */
export function repaired(value: unknown, issues: readonly Issue[]): unknown {
  const copy: unknown = structuredClone(value);
  if (!isMapping(copy)) return undefined;
  for (const issue of issues) {
    const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    for (const path of paths) drop(copy, path);
  }
  compact(copy);
  copy['cluster'] ??= 'unnamed';
  copy['hosts'] = entries(copy['hosts'] ?? [{}], 'address');
  if (copy['topics'] !== undefined) copy['topics'] = entries(copy['topics'], 'name');
  return copy;
}

function drop(root: Mapping, path: Path): void {
  const parent = valueAt(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || typeof parent !== 'object' || parent === null) return;
  // A host or topic stays, however wrong: the others keep their numbers, and counts stay right.
  if (Array.isArray(parent)) parent[Number(last)] = path.length === 2 ? {} : undefined;
  else Reflect.deleteProperty(parent, last);
}

/** Takes the holes out of the lists inside hosts and topics, and a list that is empty now with its key. */
function compact(value: object): void {
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    if (typeof inner !== 'object' || inner === null) continue;
    compact(inner);
    if (!Array.isArray(inner)) continue;
    const kept: unknown[] = inner.filter((one) => one !== undefined);
    if (kept.length > 0) Reflect.set(value, key, kept);
    else Reflect.deleteProperty(value, key);
  }
}

/** Names that no host and no topic has, so that no rule stumbles over them. */
const entries = (list: unknown, required: string): unknown =>
  Array.isArray(list) ? list.map((one: unknown, i) => (isMapping(one) ? { [required]: `unnamed-${String(i)}`, ...one } : one)) : list;

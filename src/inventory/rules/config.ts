// Rules for `config:`: every key is one of the version's own or allowed by name, and every value is of its kind.
import { nearest } from '../../errors/nearest.js';
import type { ConfigKey, ConfigKeyTable } from '../../model/component.js';
import { plainText } from '../schema/fields.js';
import { keyText, type Path } from '../text/path.js';
import type { Problems } from '../text/problems.js';
import { configText, placesOf } from '../text/reading.js';
import type { Section } from '../schema/schema.js';
import type { Source } from '../text/source.js';
import type { Draft } from './draft.js';
import { valueFault } from './values.js';

export function checkConfigs({ inventory, specs, source, problems }: Draft): void {
  const places = placesOf(inventory, specs);
  for (const { path, of, section } of places) {
    // What the whole inventory allows, each host may use.
    const shared = places.find((one) => one.of === of && one.path.length === 1)?.section.allowUnknown ?? [];
    checkConfig(section.config, [...path, 'config'], source, problems, {
      table: of.keys,
      dirs: of.settings.configDirs,
      allowed: [...shared, ...(section.allowUnknown ?? [])],
    });
    for (const [i, key] of (section.allowUnknown ?? []).entries())
      if (!/^[A-Za-z0-9._-]{1,200}$/.test(key))
        problems.error([...path, 'allowUnknown', i], 'is not a key', 'Letters, digits and . _ - as in properties files.');
  }
}

interface Rules {
  readonly table: ConfigKeyTable;
  /** Keys that hold directories on the host, which have rules of their own. */
  readonly dirs: readonly string[];
  /** Null where nothing helps: the software itself refuses the key. */
  readonly allowed: readonly string[] | null;
}

export function checkConfig(config: Section['config'], path: Path, source: Source, problems: Problems, rules: Rules): void {
  const { table, dirs, allowed } = rules;
  for (const [key, value] of Object.entries(config ?? {})) {
    if (dirs.includes(key)) continue;
    const at = [...path, key];
    const pattern = table.patterns.find(({ regex }) => regex.test(key));
    const owned = lookup(table.owned, key) ?? pattern?.owned ?? undefined;
    const kind = lookup(table.known, key) ?? pattern?.key;
    if (owned !== undefined) problems.keyError(at, 'is not set by hand', `Take the line out: ${owned}.`);
    else if (kind === undefined && allowed?.includes(key) !== true)
      problems.keyError(at, `unknown to ${table.of}`, () => meant(key, rules));
    else if (Array.isArray(value) && kind?.type !== 'list') problems.error(at, 'must be one value, not a list', 'Write one value.');
    else problems.fault(at, check(configText(value, at, source), kind));
  }
}

const check = (text: string, kind: ConfigKey | undefined) => plainText(text) ?? (kind && valueFault(text, kind));

function meant(key: string, { table, allowed }: Rules): string {
  const guess = nearest(key, Object.keys({ ...table.known, ...table.owned }));
  const owned = guess === undefined ? undefined : lookup(table.owned, guess);
  if (guess !== undefined && owned !== undefined) return `Did you mean "${guess}"? It is not set by hand, take the line out: ${owned}.`;
  const still = allowed === null ? '' : ` If it is right: allowUnknown: [${keyText(key)}].`;
  return guess === undefined ? `No key of that version is like it.${still}` : `Did you mean "${guess}"?${still}`;
}

/** Own keys only: `constructor` is on every object. */
const lookup = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

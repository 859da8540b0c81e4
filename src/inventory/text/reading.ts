// The inventory once its shape is right: sections by component, and the text of configuration values as typed.
import type { ComponentSpec } from '../../model/component.js';
import type { HostEntry, HostMapping, Inventory, Section } from '../schema/schema.js';
import type { KafkaSection, SparkSection } from '../schema/section.js';
import { fileSections, type FileSection } from '../sections.js';
import type { Path } from './path.js';
import type { Source } from './source.js';

/** The host's own keys; an address alone has none. */
export const mappingOf = (entry: HostEntry): HostMapping => (typeof entry === 'string' ? { address: entry } : entry);

/** A section of the whole inventory or of one host. The keys come from the specs, so no static type has them. */
export const sectionOf = (of: Inventory | HostMapping, key: string): Section | undefined => Reflect.get(of, key) as Section | undefined;

export const kafkaOf = (inventory: Inventory): KafkaSection => (Reflect.get(inventory, 'kafka') as KafkaSection | undefined) ?? {};
export const sparkOf = (inventory: Inventory): SparkSection => (Reflect.get(inventory, 'spark') as SparkSection | undefined) ?? {};

/** What topics inherit from the brokers' section. */
export const kafkaConfig = (inventory: Inventory): Section['config'] => sectionOf(inventory, 'kafka')?.config;

export function idOf(host: HostMapping, spec: ComponentSpec): number | undefined {
  return spec.id === null ? undefined : (Reflect.get(host, spec.id.key) as number | undefined);
}

/** A directory that stands beside `config:`. */
export const dirOf = (section: Section | undefined, key: string): string | undefined =>
  section === undefined ? undefined : (Reflect.get(section, key) as string | undefined);

/** One place where a section may stand, with the path of it. */
interface Place {
  readonly path: Path;
  readonly of: FileSection;
  readonly section: Section;
}

export function placesOf(inventory: Inventory, specs: readonly ComponentSpec[]): readonly Place[] {
  const sections = fileSections(specs);
  const at = (of: Inventory | HostMapping, path: Path): Place[] =>
    sections.flatMap((one) => {
      const section = sectionOf(of, one.key);
      return section === undefined ? [] : [{ path: [...path, one.key], of: one, section }];
    });
  return [...at(inventory, []), ...inventory.hosts.flatMap((entry, i) => at(mappingOf(entry), ['hosts', i]))];
}

type ConfigValue = NonNullable<Section['config']>[string];

/** As it will stand in the file: numbers as typed, since YAML would round a long and rewrite 1.10; a list with commas. */
export function configText(value: ConfigValue, path: Path, source: Source): string {
  if (Array.isArray(value)) return value.map((item, i) => configText(item, [...path, i], source)).join(',');
  return source.written(path) ?? String(value);
}

export function configTexts(config: Section['config'], path: Path, source: Source): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config ?? {}).map(([key, value]) => [key, configText(value, [...path, key], source)]));
}

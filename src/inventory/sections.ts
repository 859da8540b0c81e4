// The sections of an inventory. Components of one piece of software share a section: it has the keys of all of them.
import type { ComponentSpec, ConfigKeyTable, SettingsSection } from '../model/component.js';

export interface FileSection {
  readonly key: string;
  /** In order of start. */
  readonly specs: readonly ComponentSpec[];
  readonly settings: SettingsSection;
  readonly keys: ConfigKeyTable;
}

/** One for each key, in the order of the registry. */
export function fileSections(specs: readonly ComponentSpec[]): readonly FileSection[] {
  const keys = [...new Set(specs.map((spec) => spec.section.key))];
  return keys.flatMap((key) => {
    const sharing = specs.filter((spec) => spec.section.key === key);
    const [first] = sharing;
    if (first === undefined) return [];
    return [{ key, specs: sharing, settings: sharing.map((spec) => spec.section).reduce(merged), keys: first.keys }];
  });
}

const merged = (one: SettingsSection, other: SettingsSection): SettingsSection => ({
  ...one,
  ports: { ...one.ports, ...other.ports },
  dirs: { ...one.dirs, ...other.dirs },
  configDirs: [...new Set([...one.configDirs, ...other.configDirs])],
  config: { ...one.config, ...other.config },
});

// Pure: whereabouts of a component by the files on its host. The inventory may say otherwise; the data lie where the files say.
import type { ComponentSpec, Layout, Whereabouts } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';

export interface Lying {
  readonly written: Whereabouts | null;
  readonly running: Whereabouts | null;
}

/** A process whose start left no copy, because an older fams-ops started it, runs with the file as it lies there. */
export function lyingOn(facts: HostFacts | undefined, spec: ComponentSpec, { config }: Pick<Layout, 'config'>): Lying {
  const { whereabouts } = spec;
  if (facts === undefined || config === null || whereabouts === null) return { written: null, running: null };
  const read = (path: string): Whereabouts | null => {
    const file = facts.files[path];
    return file?.kind === 'file' && file.text !== null ? whereabouts.read(file.text) : null;
  };
  const written = read(config.path);
  const runs = facts.services[spec.name]?.state === 'running';
  return { written, running: runs ? (read(config.started) ?? written) : null };
}

/** Every data directory that the files name, without repetition: those that are written, and those that the process has. */
export const formerDirs = ({ written, running }: Lying): readonly string[] => [
  ...new Set([...(written?.dataDirs ?? []), ...(running?.dataDirs ?? [])]),
];

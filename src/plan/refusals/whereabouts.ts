// Pure: what the files of a host say about where a component is. The inventory may say otherwise; data lie where the files say.
import type { ComponentSpec, Layout, Whereabouts } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';

export interface Lying {
  readonly written: Whereabouts | null;
  readonly running: Whereabouts | null;
}

const NOWHERE: Lying = { written: null, running: null };

const known = new WeakMap<HostFacts, Map<string, Lying>>();

/** A process whose start left no copy, because an older fams-ops started it, runs with the file as it lies there. */
export function lyingOn(facts: HostFacts | undefined, spec: ComponentSpec, { config }: Pick<Layout, 'config'>): Lying {
  if (facts === undefined || config === null) return NOWHERE;
  // A run resolves the same facts several times. The files in them are read once.
  const ofHost = known.get(facts) ?? new Map<string, Lying>();
  known.set(facts, ofHost);
  const key = `${spec.name} ${config.path}`;
  const lying = ofHost.get(key) ?? readLying(facts, spec, config);
  ofHost.set(key, lying);
  return lying;
}

function readLying(facts: HostFacts, spec: ComponentSpec, config: { readonly path: string; readonly started: string }): Lying {
  const { whereabouts } = spec;
  if (whereabouts === null) return NOWHERE;
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

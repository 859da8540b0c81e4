// Pure: what the files of a host say about where a component is. The inventory may say otherwise; data lie where the files say.
import { STARTED } from '../../components/service.js';
import type { ComponentSpec, Layout, Whereabouts } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';

export interface Lying {
  readonly written: Whereabouts | null;
  readonly running: Whereabouts | null;
}

/** In each data directory, the configuration of the last start that had it. */
export const copiesIn = ({ dataDirs }: Pick<Layout, 'dataDirs'>): readonly string[] => dataDirs.map(({ path }) => `${path}/${STARTED}`);

type Subject = Pick<Layout, 'config' | 'dataDirs'>;

const NOWHERE: Lying = { written: null, running: null };

const known = new WeakMap<HostFacts, Map<string, Lying>>();

/**
 * Where the configuration itself is gone, because all but the data was removed or the home is a new one, a data directory's copy tells.
 * A process whose start left no copy, because an older fams-ops started it, runs with the file as it lies there.
 */
export function lyingOn(facts: HostFacts | undefined, spec: ComponentSpec, layout: Subject): Lying {
  if (facts === undefined || layout.config === null) return NOWHERE;
  // A run resolves the same facts several times. The files in them are read once.
  const ofHost = known.get(facts) ?? new Map<string, Lying>();
  known.set(facts, ofHost);
  const key = [spec.name, layout.config.path, ...copiesIn(layout)].join(' ');
  const lying = ofHost.get(key) ?? readLying(facts, spec, layout);
  ofHost.set(key, lying);
  return lying;
}

function readLying(facts: HostFacts, spec: ComponentSpec, layout: Subject): Lying {
  const { whereabouts } = spec;
  const { config } = layout;
  if (config === null || whereabouts === null) return NOWHERE;
  const read = (path: string): Whereabouts | null => {
    const file = facts.files[path];
    return file?.kind === 'file' && file.text !== null ? whereabouts.read(file.text) : null;
  };
  const copies = copiesIn(layout).map(read);
  const written = read(config.path) ?? copies.find((copy) => copy !== null) ?? null;
  const runs = facts.services[spec.name]?.state === 'running';
  return { written, running: runs ? (read(config.started) ?? written) : null };
}

/** Every data directory that the files name, without repetition: those that are written, and those that the process has. */
export const formerDirs = ({ written, running }: Lying): readonly string[] => [
  ...new Set([...(written?.dataDirs ?? []), ...(running?.dataDirs ?? [])]),
];

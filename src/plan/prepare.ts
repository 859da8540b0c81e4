// Pure: actions that prepare one host for its services: directories, identities, software, files.
import { createTwoFilesPatch } from 'diff';
import type { Action } from '../model/action.js';
import type { DataDir, PlannedFile } from '../model/component.js';
import type { FileFacts, HostFacts } from '../model/facts.js';
import type { Placed } from '../model/resolved.js';
import { lenderOf } from './refusals/software.js';

/** In this order: a data directory gets its record of ownership before anything else. */
export function prepareHost(placed: readonly Placed[], facts: HostFacts): readonly Action[] {
  const seen = new Set<string>();
  const once = (actions: readonly Action[]): readonly Action[] => actions.filter((one) => !seen.has(one.id) && seen.add(one.id));
  return once([
    ...placed.flatMap((one) => directories(one, facts)),
    ...placed.flatMap((one) => one.layout.dataDirs.flatMap((dir) => identity(one, dir, facts))),
    ...placed.flatMap((one) => bundles(one, facts)),
    ...placed.flatMap((one) => one.layout.files.flatMap((file) => changedFile(one, file, facts))),
  ]);
}

const head = ({ instance }: Placed, kind: Action['kind'], what: string): Pick<Action, 'id' | 'host' | 'component' | 'risks'> => ({
  // Shared paths (the base directory, the software) are planned once for all components of a host.
  id: `${instance.host.name}/${kind}/${what}`,
  host: instance.host.name,
  component: instance.component,
  risks: [],
});

function directories(placed: Placed, facts: HostFacts): readonly Action[] {
  const { layout } = placed;
  const data = layout.dataDirs.map(({ path }) => ({ path, mode: null }));
  return [...layout.dirs, ...data].flatMap(({ path, mode }): readonly Action[] => {
    const now = facts.dirs[path];
    // The mode of a data directory is the owner's business once it is there.
    if (now?.kind === 'dir' && (mode === null || now.mode === mode)) return [];
    const summary = now?.kind === 'dir' ? `set the mode of ${path}` : `create ${path}`;
    return [{ ...head(placed, 'dir', path), kind: 'dir', summary, path, mode: mode ?? 0o700 }];
  });
}

function identity(placed: Placed, dir: DataDir, facts: HostFacts): readonly Action[] {
  const now = facts.dirs[dir.path];
  if (now?.kind === 'dir' && now.identity !== null) return [];
  const path = `${dir.path}/fams-ops.json`;
  const summary = `record that ${dir.path} belongs to ${dir.record.component} ${String(dir.record.id)}`;
  return [{ ...head(placed, 'identity', path), kind: 'identity', summary, path, record: dir.record, expected: dir.expected }];
}

function bundles(placed: Placed, facts: HostFacts): readonly Action[] {
  return placed.layout.bundles.flatMap((use): readonly Action[] => {
    const now = facts.bundles[use.dir];
    if (now?.kind === 'ours' && now.intact && now.digest === use.bundle.digest) return [];
    const lender = lenderOf(facts, use);
    if (now?.kind !== 'ours' && lender !== undefined) {
      const summary = `use ${use.bundle.directory} as the cluster "${lender}" has unpacked it`;
      return [{ ...head(placed, 'bundle', use.dir), kind: 'bundle', summary, use }];
    }
    const why =
      now?.kind === 'ours' ? (now.digest === use.bundle.digest ? ' again: files in it were changed' : ' in place of another build') : '';
    return [{ ...head(placed, 'bundle', use.dir), kind: 'bundle', summary: `upload and unpack ${use.bundle.directory}${why}`, use }];
  });
}

function changedFile(placed: Placed, file: PlannedFile, facts: HostFacts): readonly Action[] {
  const now: FileFacts = facts.files[file.path] ?? { kind: 'absent' };
  if (now.kind === 'file' && now.mode === file.mode && now.text === file.text) return [];
  const { path, text, mode } = file;
  const same = now.kind === 'file' && now.text === text;
  const summary = same ? `set the mode of ${path} to ${mode.toString(8)}` : now.kind === 'absent' ? `write ${path}` : `change ${path}`;
  const diff = now.kind === 'file' && now.text !== null && !same ? unified(path, now.text, text) : null;
  return [{ ...head(placed, 'file', path), kind: 'file', summary, path, text, mode, ...(diff !== null && { diff }) }];
}

function unified(path: string, before: string, after: string): string {
  const lines = createTwoFilesPatch(path, path, before, after, 'on the host', 'wanted', { context: 2 }).split('\n');
  return lines.slice(1).join('\n').trimEnd();
}

// Pure: what destroy removes. Only what a record of this cluster names; the host judges each tree once more before anything goes.
import { BASE_NAMES } from '../components/places.js';
import type { Action, Removal } from '../model/action.js';
import type { Host } from '../model/cluster.js';
import type { BundleUse, DataDir } from '../model/component.js';
import type { HostFacts } from '../model/facts.js';
import type { Placed, Resolved } from '../model/resolved.js';
import type { Plan } from '../model/stage.js';
import type { FactsOf } from './plan.js';
import { isPlain, realPath } from './refusals/real-places.js';
import { strangersIn } from './refusals/data.js';
import { occupancyOf } from './refusals/software.js';
import { formerDirs } from './refusals/whereabouts.js';

interface HostRemoval {
  readonly removals: readonly Removal[];
  /** What stays although it is in the place of something of ours, and why. */
  readonly kept: readonly string[];
}

/** Everything that fams-ops made, software and files first, the base directory (which holds the lock) last; data only when asked for. */
export function planRemoval(resolved: Resolved, facts: FactsOf, withData: boolean): Plan {
  const hosts = resolved.cluster.hosts.flatMap((host) => {
    const placed = resolved.placed.filter(({ instance }) => instance.host.name === host.name);
    const known = facts.get(host.name);
    const [first] = placed;
    // A host has one role at least.
    if (known === undefined || first === undefined) return [];
    return [{ host, component: first.instance.component, ...onHost(host, placed, known, withData) }];
  });
  const actions = hosts.flatMap(({ host, component, removals }) =>
    removals.map((removal): Action => ({
      id: `${host.name}/remove/${removal.path}`,
      host: host.name,
      component,
      kind: 'remove',
      summary: `remove ${removal.path}${removal.proof.of === 'data' ? ' WITH ITS DATA' : ''}`,
      risks: [],
      ...removal,
    })),
  );
  return {
    stages: actions.length === 0 ? [] : [{ id: 'remove', title: 'Remove what fams-ops made', actions, width: 'all', after: [] }],
    notes: hosts.flatMap(({ kept }) => kept),
  };
}

function onHost(host: Host, placed: readonly Placed[], facts: HostFacts, withData: boolean): HostRemoval {
  const uses = [...new Map(placed.flatMap(({ layout }) => layout.bundles).map((use) => [use.dir, use])).values()];
  const there = uses.filter(({ dir }) => (facts.bundles[dir]?.kind ?? 'absent') !== 'absent');
  const reasons = new Map(there.map((use) => [use, whyKept(use, host, facts)]));
  const software = there.filter((use) => reasons.get(use) === null);
  const data = withData ? placed.flatMap(({ layout }) => layout.dataDirs.flatMap((dir) => ofData(dir, facts))) : [];
  const bases = [...new Set(placed.map(({ layout }) => layout.service.base))].filter((base) => facts.dirs[base]?.kind === 'dir');
  const at = (path: string, proof: Removal['proof']): Removal => ({ path, real: realPath(facts, path), proof });
  return {
    removals: [
      ...software.map(({ dir, record }) => at(dir, { of: 'software', record })),
      ...data,
      ...bases.map((base) => at(base, { of: 'base', names: BASE_NAMES })),
    ],
    kept: [
      ...[...reasons].flatMap(([{ dir }, reason]) => (reason === null ? [] : [`${dir} on ${host.name} stays: ${reason}`])),
      ...placed.flatMap((one) => leftBehind(one, host, facts)),
      ...(withData ? placed.flatMap(({ layout }) => layout.dataDirs.flatMap((dir) => withStrangers(dir, host, facts))) : []),
    ],
  };
}

/** Null for software that goes. */
function whyKept({ dir }: BundleUse, host: Host, facts: HostFacts): string | null {
  if (!isPlain(facts, host, dir)) return `it leads to ${realPath(facts, dir)}, and what somebody put behind a link is not followed`;
  const [tenant] = occupancyOf(facts, dir).tenants;
  if (tenant !== undefined) return `the cluster "${tenant.cluster}" uses it`;
  return facts.bundles[dir]?.kind === 'ours' ? null : 'it was not put there by fams-ops';
}

/** Data that the files of the host name and the inventory does not: once the files are gone, nobody would know of them. */
const leftBehind = (placed: Placed, host: Host, facts: HostFacts): readonly string[] =>
  formerDirs(placed)
    .filter((path) => !placed.layout.dataDirs.some((dir) => dir.path === path) && facts.dirs[path]?.kind === 'dir')
    .map((path) => `${path} on ${host.name} stays with data of ${placed.instance.component}: the inventory does not name it`);

function withStrangers(dataDir: DataDir, host: Host, facts: HostFacts): readonly string[] {
  const dir = facts.dirs[dataDir.path];
  const names = dir?.kind === 'dir' && dir.identity !== null ? strangersIn(dataDir, dir) : [];
  if (names.length === 0) return [];
  const some = names.slice(0, 5).join(', ') + (names.length > 5 ? ', ...' : '');
  return [`${dataDir.path} on ${host.name} stays with what fams-ops did not put there: ${some}`];
}

/** An empty directory without a record was made by somebody else, or was emptied before. */
function ofData({ path, ownNames }: DataDir, facts: HostFacts): readonly Removal[] {
  const dir = facts.dirs[path];
  if (dir?.kind !== 'dir' || dir.identity === null) return [];
  return [{ path, real: realPath(facts, path), proof: { of: 'data', record: dir.identity, names: ownNames } }];
}

// Pure: the id of each instance. A recorded id wins for good, and an explicit id must agree with it. A new host gets an unused id.
import { AppError } from '../errors/app-error.js';
import type { Cluster, Host, HostName } from '../model/cluster.js';
import type { ComponentSpec, IdRange, Instance } from '../model/component.js';
import type { HostFacts, IdentityRecord } from '../model/facts.js';

export type Id = Pick<Instance, 'id' | 'idSource'>;

/** Records found on the hosts, by host, of one component. */
export type Records = ReadonlyMap<HostName, IdentityRecord>;

export interface Known {
  readonly records: Records;
  /** Ids by which the processes of hosts without a record run, or ran last. */
  readonly former: ReadonlyMap<HostName, number>;
  /** Ids that the running system still names (replica lists), though no host of the inventory may have them. */
  readonly inUse: readonly number[];
  /** Hosts that could not be looked at: whichever id they have, they are not new. */
  readonly unseen: ReadonlySet<HostName>;
}

/** @throws AppError IDENTITY_REFUSED when inventory and record differ or two hosts have the same recorded id */
export function assignIds(cluster: Cluster, spec: ComponentSpec, { records, former, inUse, unseen }: Known): ReadonlyMap<HostName, Id> {
  const range = spec.id;
  const hosts = cluster.hosts.filter((host) => host.roles.includes(spec.name));
  if (range === null) return new Map(hosts.map((host) => [host.name, { id: 0, idSource: 'assumed' }]));
  const fixed = new Map<HostName, Id>();
  for (const host of hosts) {
    const recorded = records.get(host.name)?.id;
    const explicit = host.ids[spec.name];
    if (recorded !== undefined && explicit !== undefined && recorded !== explicit) throw differs(spec, range, host, recorded, explicit);
    if (recorded !== undefined) fixed.set(host.name, { id: recorded, idSource: 'recorded' });
    else if (explicit !== undefined) fixed.set(host.name, { id: explicit, idSource: 'inventory' });
  }
  refuseTwice(spec, fixed);
  for (const { name } of hosts) {
    const id = former.get(name);
    if (id !== undefined && !fixed.has(name) && ![...fixed.values()].some((one) => one.id === id))
      fixed.set(name, { id, idSource: 'recorded' });
  }
  const ids = new Map(fixed);
  const taken = new Set([...fixed.values()].map((one) => one.id));
  const open = [...hosts.entries()].flatMap(([i, { name }]) => (ids.has(name) ? [] : [{ name, byPosition: range.first + i }]));
  const give = (name: HostName, id: number): void => {
    taken.add(id);
    ids.set(name, { id, idSource: 'assumed' });
  };
  for (const { name, byPosition } of open.filter((one) => unseen.has(one.name))) {
    // An id that is in use and that no host seen has is most likely its own.
    const [lost = byPosition, ...others] = inUse.filter((id) => !taken.has(id)).toSorted((a, b) => a - b);
    give(name, free(taken, others.includes(byPosition) ? byPosition : lost));
  }
  for (const id of inUse) taken.add(id);
  for (const { name, byPosition } of open.filter((one) => !unseen.has(one.name))) give(name, free(taken, byPosition));
  return ids;
}

const free = (taken: ReadonlySet<number>, wished: number): number => (taken.has(wished) ? Math.max(...taken) + 1 : wished);

/**
 * The record of one instance: every data directory that has one must say the same.
 * @throws AppError IDENTITY_REFUSED for a record of another cluster or component, or one that cannot be read
 */
export function recordOf(
  cluster: Cluster,
  spec: ComponentSpec,
  host: Host,
  dataDirs: readonly string[],
  facts: HostFacts,
): IdentityRecord | null {
  let found: IdentityRecord | null = null;
  for (const path of dataDirs) {
    const dir = facts.dirs[path];
    if (dir?.kind !== 'dir' || dir.identity === null) continue;
    const record = parseRecord(dir.identity);
    const problem =
      record === null
        ? 'its fams-ops.json cannot be read'
        : record.cluster !== cluster.name || record.component !== spec.name
          ? `it belongs to ${record.component} ${String(record.id)} of the cluster "${record.cluster}"`
          : found !== null && found.id !== record.id
            ? `it belongs to id ${String(record.id)}, another data directory of the same ${spec.title} to id ${String(found.id)}`
            : null;
    if (problem !== null || record === null) {
      throw new AppError(
        'IDENTITY_REFUSED',
        `The data directory ${path} on ${host.name} is not this cluster's: ${problem ?? ''}. Nothing was touched.`,
        {
          where: { host: host.name, file: `${path}/fams-ops.json` },
          todo: ['Name another directory in the inventory, or give the machine back the disk that belongs to it.'],
        },
      );
    }
    found = record;
  }
  return found;
}

export function parseRecord(text: string): IdentityRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { schemaVersion, cluster, component, id } = value as Readonly<Record<string, unknown>>;
  if (schemaVersion !== 1 || typeof cluster !== 'string' || typeof component !== 'string' || typeof id !== 'number') return null;
  return { schemaVersion, cluster, component, id };
}

function differs(spec: ComponentSpec, range: IdRange, host: Host, recorded: number, explicit: number): AppError {
  return new AppError(
    'IDENTITY_REFUSED',
    `${host.name} holds the data of ${spec.title} ${String(recorded)}, the inventory says ${range.key}: ${String(explicit)}. Nothing was touched.`,
    {
      where: { host: host.name },
      todo: [`Write ${range.key}: ${String(recorded)} for ${host.name}, or leave the key out: the recorded id is kept.`],
    },
  );
}

function refuseTwice(spec: ComponentSpec, fixed: ReadonlyMap<HostName, Id>): void {
  const holders = new Map<number, HostName>();
  for (const [host, { id }] of fixed) {
    const other = holders.get(id);
    if (other !== undefined)
      throw new AppError('IDENTITY_REFUSED', `${other} and ${host} both are ${spec.title} ${String(id)}. Nothing was touched.`, {
        where: { host },
        todo: ['One of them has a copied data directory or an id of its own in the inventory: find out which, and move the copy away.'],
      });
    holders.set(id, host);
  }
}

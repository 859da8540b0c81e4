// Who has the cluster lock on which host, as it lies on the disks of the simulated hosts.
import type { Cluster, HostName } from '../../src/model/cluster.js';
import type { HeldLock } from './machine.js';
import type { World } from './world.js';

export interface Place {
  readonly host: HostName;
  readonly lock: { readonly user: string } | null;
}

/** The hosts that count, each with the holder of its lock. */
export function lockPlacesOf(world: World, { hosts }: Cluster): readonly Place[] {
  const members = hosts.filter(({ roles }) => roles.includes('zookeeper'));
  return (members.length > 0 ? members : hosts).map(({ name }) => {
    const { lock } = world.machine(name);
    return { host: name, lock: lock === null ? null : { user: userOf(lock) } };
  });
}

const users = new WeakMap<HeldLock, string>();

function userOf(lock: HeldLock): string {
  const known = users.get(lock);
  if (known !== undefined) return known;
  const holder = JSON.parse(Buffer.from(lock.holderBase64, 'base64').toString('utf8')) as { readonly user: string };
  users.set(lock, holder.user);
  return holder.user;
}

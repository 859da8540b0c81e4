// Looks at everything once: one script per host, and what Kafka keeps in ZooKeeper. Changes nothing.
import { readRegistryOf } from '../components/kafka/live-registry.js';
import { specs } from '../components/specs.js';
import { toAppError, type AppError } from '../errors/app-error.js';
import { gatherFacts } from '../hosts/facts.js';
import type { Read } from '../model/check.js';
import type { Cluster, Host, HostName } from '../model/cluster.js';
import type { HostFacts } from '../model/facts.js';
import type { Registry } from '../model/observed.js';
import type { Resolved } from '../model/resolved.js';
import type { HostSession } from '../model/session.js';
import { assume, factsRequest, resolve, strangeDirs } from '../plan/resolve.js';
import { holdsData } from '../plan/refusals.js';
import type { Connections } from './connections.js';
import { identifySoftware, nameSoftware, type BundleIdentities } from './software.js';
import type { FlowOptions } from './options.js';

export interface Observation {
  readonly facts: ReadonlyMap<HostName, HostFacts>;
  /** Why a host has no facts. */
  readonly unread: ReadonlyMap<HostName, AppError>;
  readonly registry: Read<Registry>;
  readonly resolved: Resolved;
}

const FACTS_MS = 60_000;
const REGISTRY_MS = 15_000;

/** @param bundles what was obtained; the rest is identified without downloading anything */
export async function observe(
  cluster: Cluster,
  connections: Connections,
  bundles: BundleIdentities | null,
  options: FlowOptions,
): Promise<Observation> {
  const assumed = assume(cluster, specs, nameSoftware(cluster));
  const facts = new Map<HostName, HostFacts>();
  const unread = new Map(connections.failures);
  await Promise.all(
    cluster.hosts.map(async (host) => {
      const session = connections.sessions.get(host.name);
      if (session === undefined) return;
      try {
        facts.set(host.name, await lookAtHost(session, assumed, host, options.signal));
      } catch (error) {
        unread.set(host.name, toAppError(error));
      }
    }),
  );
  const identities = { ...(await identifySoftware(cluster, facts, options)), ...bundles };
  const early = resolve(cluster, specs, identities, facts);
  const registry = await readRegistry(early, facts, connections);
  const inUse = registry.ok ? { kafka: replicaIds(registry.value) } : {};
  return { facts, unread, registry, resolved: resolve(cluster, specs, identities, facts, inUse) };
}

/** One script; a second one only where the host's files name directories that the inventory does not: then both must be seen. */
export async function lookAtHost(session: HostSession, assumed: Resolved, host: Host, signal: AbortSignal): Promise<HostFacts> {
  const look = (former: readonly string[]) => gatherFacts(session, factsRequest(assumed, host, former), { deadlineMs: FACTS_MS, signal });
  const first = await look([]);
  const former = strangeDirs(assumed, specs, host, first);
  return former.length === 0 ? first : look(former);
}

/** A blank ensemble keeps nothing; one that is off cannot be read. */
async function readRegistry(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>, { live }: Connections): Promise<Read<Registry>> {
  const members = resolved.placed.filter(({ instance }) => instance.component === 'zookeeper');
  const seen = members.filter(({ instance }) => facts.has(instance.host.name));
  if (seen.length === members.length && !members.some((one) => holdsData(one, facts))) return { ok: true, value: BLANK };
  if (!members.some(({ instance }) => facts.get(instance.host.name)?.services['zookeeper']?.state === 'running'))
    return { ok: false, reason: 'no ZooKeeper member is running' };
  try {
    return { ok: true, value: await readRegistryOf(resolved, live, REGISTRY_MS) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

const BLANK: Registry = { brokers: [], controller: null, controllerEpoch: null, topics: [], deleting: [], reassigning: [], electing: [] };

const replicaIds = (registry: Registry): readonly number[] => [
  ...new Set(registry.topics.flatMap((topic) => topic.partitions.flatMap((partition) => partition.replicas))),
];

/** Where something is to be changed, every host must have been looked at. */
export function requireFacts({ unread }: Observation): void {
  const [first] = unread.values();
  if (first !== undefined) throw first;
}

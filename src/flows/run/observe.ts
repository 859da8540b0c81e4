// Looks at everything once: one script per host, and what Kafka keeps in ZooKeeper. Changes nothing.
import { readRegistryOf } from '../../components/kafka/live/registry.js';
import { specs } from '../../components/specs.js';
import { AppError, toAppError } from '../../errors/app-error.js';
import { gatherFacts } from '../../hosts/facts/gather.js';
import type { Read } from '../../model/check.js';
import type { Cluster, Host, HostName } from '../../model/cluster.js';
import type { FactsRequest, HostFacts } from '../../model/facts.js';
import type { Registry } from '../../model/observed.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostSession } from '../../model/session.js';
import { assume, factsRequest, resolve, strangeDirs } from '../../plan/resolve.js';
import { holdsData } from '../../plan/refusals/data.js';
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

/** How a cluster is looked at. A test hands in a simulated one. */
export interface Sight {
  /** Hosts that are not asked, and why. */
  readonly unreached: ReadonlyMap<HostName, AppError>;
  facts(host: HostName, request: FactsRequest): Promise<HostFacts>;
  software(facts: ReadonlyMap<HostName, HostFacts>): Promise<BundleIdentities>;
  registry(resolved: Resolved): Promise<Registry>;
}

/** The script that says everything of a host, over its session. */
export const factsOver =
  (session: HostSession, signal: AbortSignal) =>
  (request: FactsRequest): Promise<HostFacts> =>
    gatherFacts(session, request, { deadlineMs: FACTS_MS, signal });

/** @param bundles what was obtained; the rest is identified without downloading anything */
export function observe(
  cluster: Cluster,
  { live, sessions, failures }: Connections,
  bundles: BundleIdentities | null,
  options: FlowOptions,
): Promise<Observation> {
  const { signal } = options;
  return observeBy(cluster, {
    unreached: new Map(cluster.hosts.flatMap(({ name }) => (sessions.has(name) ? [] : [[name, unreached(name, failures)] as const]))),
    facts: (host, request) => factsOver(live.session(host), signal)(request),
    software: async (facts) => ({ ...(await identifySoftware(cluster, facts, options)), ...bundles }),
    registry: (resolved) => readRegistryOf(resolved, live, REGISTRY_MS),
  });
}

const unreached = (host: HostName, failures: Connections['failures']): AppError =>
  failures.get(host) ?? new AppError('HOST_UNREACHABLE', `There is no connection to ${host}.`, { where: { host }, todo: [] });

export async function observeBy(cluster: Cluster, sight: Sight): Promise<Observation> {
  const assumed = assume(cluster, specs, nameSoftware(cluster));
  const facts = new Map<HostName, HostFacts>();
  const unread = new Map(sight.unreached);
  await Promise.all(
    cluster.hosts.map(async (host) => {
      if (unread.has(host.name)) return;
      try {
        const look = (request: FactsRequest): Promise<HostFacts> => sight.facts(host.name, request);
        facts.set(host.name, await lookAtHost(look, assumed, host));
      } catch (error) {
        unread.set(host.name, toAppError(error));
      }
    }),
  );
  const identities = await sight.software(facts);
  const early = resolve(cluster, specs, identities, facts);
  const registry = await readRegistry(early, facts, sight);
  const inUse = registry.ok ? { kafka: replicaIds(registry.value) } : {};
  return { facts, unread, registry, resolved: resolve(cluster, specs, identities, facts, inUse) };
}

/** One script; a second one only where the host's files name directories that the inventory does not: then both must be seen. */
export async function lookAtHost(look: (request: FactsRequest) => Promise<HostFacts>, assumed: Resolved, host: Host): Promise<HostFacts> {
  const first = await look(factsRequest(assumed, host));
  const former = strangeDirs(assumed, specs, host, first);
  return former.length === 0 ? first : look(factsRequest(assumed, host, former));
}

/** A blank ensemble keeps nothing; one that is off cannot be read. */
async function readRegistry(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>, sight: Sight): Promise<Read<Registry>> {
  const members = resolved.placed.filter(({ instance }) => instance.component === 'zookeeper');
  const seen = members.filter(({ instance }) => facts.has(instance.host.name));
  if (seen.length === members.length && !members.some((one) => holdsData(one, facts))) return { ok: true, value: BLANK };
  if (!members.some(({ instance }) => facts.get(instance.host.name)?.services.zookeeper?.state === 'running'))
    return { ok: false, reason: 'no ZooKeeper member is running' };
  try {
    return { ok: true, value: await sight.registry(resolved) };
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

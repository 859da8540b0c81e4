// How each source is read: of which hosts, and for how long.
import { readBrokerMetadata, readRegistryOf } from '../components/kafka/live-registry.js';
import { roundTrip } from '../components/kafka/live-console.js';
import { askMember } from '../components/zookeeper/live-members.js';
import type { ClusterSourceId, ClusterSources, Evidence, HostSourceId, HostSources } from '../model/check.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Live } from '../model/live.js';
import type { Placed, Resolved } from '../model/resolved.js';

/** Where evidence is read from. */
export interface Sight {
  readonly resolved: Resolved;
  readonly live: Live;
  /** Read when the run began: how each host was reached, and what its script found. */
  readonly reach: Evidence['reach'];
  readonly facts: Evidence['facts'];
  /** Topic of the console round trip; null: the probe topic. */
  readonly consoleTopic: string | null;
}

/** Sources that are asked for here; reach and facts come with the connection. */
export type AskedHostSourceId = Exclude<HostSourceId, 'reach' | 'facts'>;

export interface HostReader<T> {
  /** Only hosts with this role are asked. */
  readonly of: ComponentName;
  readonly deadlineMs: number;
  read(placed: Placed, sight: Sight): Promise<T>;
}

interface ClusterReader<T> {
  readonly deadlineMs: number;
  read(sight: Sight): Promise<T>;
}

const MEMBER_MS = 5000;
const METADATA_MS = 8000;
/** For each member of the ensemble that is tried, and for all of it. */
const REGISTRY_TRY_MS = 4000;
const REGISTRY_MS = 15_000;
/** Two JVMs one after the other, each with a deadline of its own. */
const CONSOLE_MS = 100_000;

export const HOST_READERS: { readonly [K in AskedHostSourceId]: HostReader<HostSources[K]> } = {
  member: {
    of: 'zookeeper',
    deadlineMs: MEMBER_MS,
    read: ({ instance }, { live }) => askMember(instance, live, MEMBER_MS),
  },
  metadata: {
    of: 'kafka',
    deadlineMs: METADATA_MS,
    read: ({ instance }, { live }) => readBrokerMetadata(instance, live, METADATA_MS),
  },
};

export const CLUSTER_READERS: { readonly [K in ClusterSourceId]: ClusterReader<ClusterSources[K]> } = {
  registry: { deadlineMs: REGISTRY_MS, read: ({ resolved, live }) => readRegistryOf(resolved, live, REGISTRY_TRY_MS) },
  console: {
    deadlineMs: CONSOLE_MS,
    read: ({ resolved, live, reach, consoleTopic }) => roundTrip(resolved, live, reachable(reach), consoleTopic),
  },
};

const reachable = (reach: Evidence['reach']): readonly HostName[] => [...reach].filter(([, read]) => read.ok).map(([host]) => host);

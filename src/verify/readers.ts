// How each source is read: of which hosts, and for how long.
import { readGroups } from '../components/kafka/live/groups.js';
import { readBrokerMetadata, readRegistryOf } from '../components/kafka/live/registry.js';
import { roundTrip } from '../components/kafka/live/console.js';
import { probe } from '../components/kafka/live/probe.js';
import { askMember } from '../components/zookeeper/live/members.js';
import { askMaster } from '../components/spark/live/masters.js';
import { SPARK_MASTER } from '../components/spark/places.js';
import { writeThrough } from '../components/zookeeper/live/write.js';
import type { ClusterSourceId, ClusterSources, Evidence, HostSourceId, HostSources } from '../model/check.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Instance } from '../model/component.js';
import type { Live } from '../model/live.js';
import type { BrokerMetadata, Registry } from '../model/observed.js';
import type { Resolved } from '../model/resolved.js';
import { dialAdvertised } from './operator-reach.js';
import { dialPeers } from './peer-dials.js';
import { readTraces } from './traces.js';

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

/** Sources that others build on, read once however many want them. Each throws where it cannot be read. */
export interface Shared {
  readonly registry: () => Promise<Registry>;
  /** Of whichever broker answers first. */
  readonly anyMetadata: () => Promise<BrokerMetadata>;
}

/** Sources that are asked for here; reach and facts come with the connection. */
export type AskedHostSourceId = Exclude<HostSourceId, 'reach' | 'facts'>;

export interface HostReader<T> {
  readonly deadlineMs: number;
  readonly read: (host: HostName, sight: Sight) => Promise<T>;
}

export interface ClusterReader<T> {
  readonly deadlineMs: number;
  readonly read: (sight: Sight, shared: Shared) => Promise<T>;
}

const MEMBER_MS = 5000;
const METADATA_MS = 8000;
const MASTER_MS = 5000;
const PEER_MS = 4000;
const TRACES_MS = 10_000;
const WRITE_MS = 5000;
/** For each member of the ensemble that is tried, and for all of it. */
const REGISTRY_TRY_MS = 4000;
const REGISTRY_MS = 15_000;
const ADVERTISED_MS = 3000;
const GROUPS_MS = 10_000;
/** Half of it is for the way in, half for the way out. */
const PROBE_MS = 12_000;
/** Two JVMs one after the other, each with a deadline of its own. */
const CONSOLE_MS = 100_000;
/** For what comes before it, and for the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;

export const HOST_READERS: { readonly [K in AskedHostSourceId]: HostReader<HostSources[K]> } = {
  member: {
    deadlineMs: MEMBER_MS + SLACK_MS,
    read: (host, { resolved, live }) => askMember(instanceOn(host, 'zookeeper', resolved), live, MEMBER_MS),
  },
  metadata: {
    deadlineMs: METADATA_MS + SLACK_MS,
    read: (host, { resolved, live }) => readBrokerMetadata(instanceOn(host, 'kafka', resolved), live, METADATA_MS),
  },
  reachability: {
    deadlineMs: PEER_MS + SLACK_MS,
    read: (host, { resolved, live, reach }) => dialPeers(host, reachable(reach), { resolved, live, deadlineMs: PEER_MS }),
  },
  traces: {
    deadlineMs: TRACES_MS + SLACK_MS,
    read: (host, { resolved, live, facts }) => {
      const seen = facts.get(host);
      if (seen?.ok !== true) throw new Error('the state of the host is not known');
      return readTraces(seen.value, { resolved, live, deadlineMs: TRACES_MS });
    },
  },
  master: {
    deadlineMs: MASTER_MS + SLACK_MS,
    read: (host, { resolved, live }) => askMaster(instanceOn(host, SPARK_MASTER, resolved), live, MASTER_MS),
  },
  writes: {
    deadlineMs: 2 * WRITE_MS + SLACK_MS,
    read: (host, { resolved, live }) => writeThrough(instanceOn(host, 'zookeeper', resolved), live, WRITE_MS),
  },
};

export const CLUSTER_READERS: { readonly [K in ClusterSourceId]: ClusterReader<ClusterSources[K]> } = {
  registry: { deadlineMs: REGISTRY_MS, read: (_sight, { registry }) => registry() },
  later: { deadlineMs: REGISTRY_MS, read: readRegistryOnce },
  probe: {
    deadlineMs: METADATA_MS + PROBE_MS + SLACK_MS,
    read: async ({ resolved, live, reach }, { anyMetadata }) =>
      probe(resolved, live, { metadata: await anyMetadata(), reachable: reachable(reach), deadlineMs: PROBE_MS }),
  },
  operatorReach: {
    deadlineMs: REGISTRY_MS + ADVERTISED_MS + SLACK_MS,
    read: async ({ live }, { registry }) => dialAdvertised(await registry(), { deadlineMs: ADVERTISED_MS, signal: live.signal }),
  },
  groups: {
    deadlineMs: REGISTRY_MS + GROUPS_MS,
    read: async ({ resolved, live }, { registry }) => readGroups(resolved, live, await registry(), REGISTRY_TRY_MS),
  },
  console: {
    deadlineMs: CONSOLE_MS,
    read: ({ resolved, live, reach, consoleTopic }) => roundTrip(resolved, live, reachable(reach), consoleTopic),
  },
};

/** Anew, however often it was read before. */
export function readRegistryOnce({ resolved, live }: Sight): Promise<Registry> {
  return readRegistryOf(resolved, live, REGISTRY_TRY_MS);
}

const reachable = (reach: Evidence['reach']): readonly HostName[] => [...reach].filter(([, read]) => read.ok).map(([host]) => host);

function instanceOn(host: HostName, component: ComponentName, { instances }: Resolved): Instance {
  const found = instances.find((one) => one.component === component && one.host.name === host);
  if (found === undefined) throw new Error(`there is no ${component} on ${host}`);
  return found;
}

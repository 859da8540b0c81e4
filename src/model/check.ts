// A check judges evidence, it does not fetch. What could not be read is unknown by construction: the engine adds it.
import type { ComponentName, HostName } from './cluster.js';
import type { HostFacts } from './facts.js';
import type { Placed, Resolved } from './resolved.js';
import type { MasterAnswer } from './streaming.js';
import type {
  AdvertisedDial,
  BrokerMetadata,
  ConsumerGroup,
  HostTraces,
  MemberAnswers,
  MemberWrite,
  PeerDial,
  ProbeTrip,
  Registry,
  RoundTrip,
} from './observed.js';

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `blind`: whoever looks could not, which says nothing of what was to be looked at. */
  | { readonly ok: false; readonly reason: string; readonly blind?: boolean };

/** Read from each host. */
export interface HostSources {
  /** How the host was reached; read even where nothing else can be. */
  readonly reach: { readonly ms: number };
  readonly facts: HostFacts;
  /** Four-letter answers of the ZooKeeper member there. */
  readonly member: MemberAnswers;
  /** The Metadata answer of the broker there. */
  readonly metadata: BrokerMetadata;
  /** Connections from there to the ports of the other hosts. */
  readonly reachability: readonly PeerDial[];
  /** What the services there left behind: complaints in their logs, ZooKeeper's snapshots. */
  readonly traces: HostTraces;
  /** The page of the Spark master there. */
  readonly master: MasterAnswer;
  /** A short-lived node written through the ZooKeeper member there. */
  readonly writes: MemberWrite;
}

/** Read once for the cluster. */
export interface ClusterSources {
  /** What Kafka keeps in ZooKeeper. */
  readonly registry: Registry;
  /** The same once more, when everything else has been read. */
  readonly later: Registry;
  /** One message through every partition of the probe topic. */
  readonly probe: ProbeTrip;
  /** From this machine to the addresses that clients are sent to. */
  readonly operatorReach: readonly AdvertisedDial[];
  /** Consumer groups that keep their offsets in ZooKeeper. */
  readonly groups: readonly ConsumerGroup[];
  /** The real console producer and consumer. */
  readonly console: RoundTrip;
}

export type HostSourceId = keyof HostSources;
export type ClusterSourceId = keyof ClusterSources;
export type SourceId = HostSourceId | ClusterSourceId;

export type Evidence = { readonly [K in HostSourceId]: ReadonlyMap<HostName, Read<HostSources[K]>> } & {
  readonly [K in ClusterSourceId]: Read<ClusterSources[K]>;
};

/** What a check may look at: of a cluster-wide source its value; of a per-host source the hosts that could be read. */
export type Seen<S extends SourceId> = {
  readonly [K in S]: K extends HostSourceId ? ReadonlyMap<HostName, HostSources[K]> : K extends ClusterSourceId ? ClusterSources[K] : never;
};

export type Status = 'ok' | 'warn' | 'crit' | 'unknown' | 'skip';

/**
 * What a check says of one target. Of what was not read the engine says `unknown`; a check says it only where an answer came
 * that lacks what it asks for. `skip` is the engine's word alone.
 */
export interface Finding {
  /** `host`, `host/component`, `topic/partition`, `group/topic` or `cluster`. */
  readonly target: string;
  readonly status: Exclude<Status, 'skip'>;
  readonly value: string | number | null;
  readonly message: string;
  /** What to do. Empty when ok, unless something is to be done so that it stays so. */
  readonly fix: string;
  /**
   * Hosts of which something is missing, where that is all that is wrong; of a finding on a host, that host. When none of them can be
   * reached, that is the cause, and there is nothing else to do.
   */
  readonly blames?: readonly HostName[];
}

export interface Check<S extends SourceId = SourceId> {
  /** `kafka.isr` */
  readonly id: string;
  readonly title: string;
  readonly needs: readonly S[];
  /** Hosts whose per-host sources it looks at: those with this role, or with one of these; `hosts`: all. */
  readonly of: ComponentName | 'hosts' | readonly ComponentName[];
  /** Starts a JVM; left out by `--fast`. */
  readonly slow: boolean;
  /** Waiting may change what it finds: something starts, is elected or catches up. */
  readonly settles?: boolean;
  /** Reads everything again, which may take minutes; joins in only under `--deep`. */
  readonly deep?: boolean;
  /** Thresholds with their defaults, by name; the inventory may change them under `verify:`. */
  readonly limits: Readonly<Record<string, number>>;
  /** What it means and what to do, in a paragraph. */
  readonly explain: string;
  judge(seen: Seen<S>, want: Resolved, placed: readonly Placed[], limits: Readonly<Record<string, number>>): readonly Finding[];
}

export interface CheckReport {
  readonly id: string;
  readonly target: string;
  readonly status: Status;
  readonly value: string | number | null;
  readonly message: string;
  readonly fix: string;
  readonly ms: number;
}

export interface Verdict {
  readonly status: 'ok' | 'warn' | 'crit' | 'unknown';
  readonly checks: readonly CheckReport[];
}

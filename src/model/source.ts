// Sources of evidence: what can be read of a cluster, from where, for how long, and what helps where it cannot be read.
import type { ComponentName, HostName } from './cluster.js';
import type { Live } from './live.js';
import type { Resolved } from './resolved.js';

/** A value, or why there is none. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  /** `blind`: fams-ops itself could not look, so this says nothing about what was to be looked at. */
  | { readonly ok: false; readonly reason: string; readonly blind?: boolean };

interface AnySource {
  /** Unique among all sources: `registry`. */
  readonly id: string;
  /** For messages: `what Kafka keeps in ZooKeeper`. */
  readonly what: string;
  /** For the whole read, with all that it waits for, ms. */
  readonly deadlineMs: number;
  /** Sources of turn 0 are read all at once; those of a later turn one by one, when everything before them has been read. */
  readonly turn: number;
  /** Not read earlier than so long after the first one, ms. */
  readonly notBeforeMs: number;
  /** Starts a script on the hosts; the other sources use connections alone. */
  readonly script: boolean;
}

/** Something that is read from each host. */
export interface HostSource<T> extends AnySource {
  readonly kind: 'host';
  /** Only hosts with this role have it; null: all hosts. */
  readonly of: ComponentName | null;
  fix(host: HostName): string;
  /** Null: it is known before anything is asked for, from the connection or from the first look. Throws where it cannot be read. */
  readonly read: ((host: HostName, sight: Sight) => Promise<T>) | null;
  /** Whether it is to be read once more, because it contradicts other evidence that came meanwhile. */
  again(evidence: Evidence): boolean;
}

/** Something that is read once for the cluster. */
export interface ClusterSource<T> extends AnySource {
  readonly kind: 'cluster';
  readonly fix: string;
  /** Throws where it cannot be read. */
  readonly read: (sight: Sight) => Promise<T>;
}

export type Source = HostSource<unknown> | ClusterSource<unknown>;

/** What the reader of a source may use. */
export interface Sight {
  readonly resolved: Resolved;
  readonly live: Live;
  /** Topic that the user names for a round trip; null: the one that is kept for that. */
  readonly topic: string | null;
  /** Hosts that could be logged in to. */
  readonly reachable: readonly HostName[];
  /** The value of another source, which is read once however many ask for it. Throws the reason where it cannot be read. */
  once<T>(source: ClusterSource<T>): Promise<T>;
  /** The same of a source that each host has. */
  each<T>(source: HostSource<T>): ReadonlyMap<HostName, Promise<Read<T>>>;
}

/** Everything that was read. */
export interface Evidence {
  /** Empty where that source was not asked for. */
  hosts<T>(source: HostSource<T>): ReadonlyMap<HostName, Read<T>>;
  cluster<T>(source: ClusterSource<T>): Read<T>;
}

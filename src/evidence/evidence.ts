// Evidence as a frozen value: each reading beside the source that it was read from, which gives it its type.
import type { HostName } from '../model/cluster.js';
import type { ClusterSource, Evidence, HostSource, Read } from '../model/source.js';

type HostReads<T> = ReadonlyMap<HostName, Read<T>>;

interface HostReading<T> {
  readonly kind: 'host';
  readonly source: HostSource<T>;
  readonly reads: HostReads<T>;
}

interface ClusterReading<T> {
  readonly kind: 'cluster';
  readonly source: ClusterSource<T>;
  readonly read: Read<T>;
}

export type Reading = HostReading<unknown> | ClusterReading<unknown>;

export const hostReading = <T>(source: HostSource<T>, reads: HostReads<T>): HostReading<T> => ({ kind: 'host', source, reads });
export const clusterReading = <T>(source: ClusterSource<T>, read: Read<T>): ClusterReading<T> => ({ kind: 'cluster', source, read });

const NOT_ASKED = { ok: false, reason: 'it was not asked for' } as const;

/** Of several readings of one source the last one counts. */
export function evidenceOf(readings: readonly Reading[]): Evidence {
  const newestFirst = readings.toReversed();
  return {
    hosts: <T>(source: HostSource<T>): HostReads<T> => newestFirst.find((reading) => isOnHosts(reading, source))?.reads ?? new Map(),
    cluster: <T>(source: ClusterSource<T>): Read<T> => newestFirst.find((reading) => isOfCluster(reading, source))?.read ?? NOT_ASKED,
  };
}

/** The same evidence with one source read otherwise. */
export const withHosts = <T>(evidence: Evidence, replaced: HostSource<T>, reads: HostReads<T>): Evidence => {
  const other = evidenceOf([hostReading(replaced, reads)]);
  return {
    hosts: (source) => (source.id === replaced.id ? other : evidence).hosts(source),
    cluster: (source) => evidence.cluster(source),
  };
};

// The readings of a source hold its values: both were given to one call of hostReading or clusterReading.
const isOnHosts = <T>(reading: Reading, source: HostSource<T>): reading is HostReading<T> => reading.source === source;
const isOfCluster = <T>(reading: Reading, source: ClusterSource<T>): reading is ClusterReading<T> => reading.source === source;

// How sources are declared, and the two that every run has from the beginning.
import type { HostName } from '../model/cluster.js';
import type { HostFacts } from '../model/facts.js';
import type { ClusterSource, HostSource } from '../model/source.js';

type Optional<S> = Partial<Pick<HostSource<unknown>, 'turn' | 'notBeforeMs' | 'script'>> & S;

/** A source that each host has, or each host of one role. */
export const hostSource = <T>(
  source: Optional<
    Pick<HostSource<T>, 'id' | 'what' | 'of' | 'fix' | 'deadlineMs'> & {
      readonly read: NonNullable<HostSource<T>['read']>;
      readonly again?: HostSource<T>['again'];
    }
  >,
): HostSource<T> => ({ kind: 'host', turn: 0, notBeforeMs: 0, script: false, again: () => false, ...source });

/** A source that is read once for the cluster. */
export const clusterSource = <T>(
  source: Optional<Pick<ClusterSource<T>, 'id' | 'what' | 'fix' | 'deadlineMs' | 'read'>>,
): ClusterSource<T> => ({ kind: 'cluster', turn: 0, notBeforeMs: 0, script: false, ...source });

const given = <T>(source: Pick<HostSource<T>, 'id' | 'what' | 'fix'>): HostSource<T> => ({
  kind: 'host',
  of: null,
  deadlineMs: 0,
  turn: 0,
  notBeforeMs: 0,
  script: false,
  read: null,
  again: () => false,
  ...source,
});

/** How each host was reached; known even where nothing else can be read. */
export const reach = given<{ readonly ms: number }>({
  id: 'reach',
  what: 'the host',
  fix: (host) => `See whether ${host} is up and whether you can log in to it with ssh.`,
});

/** What is tried where scripts do not run on a host. */
export const seeShell = (host: HostName): string => `Log in to ${host} and see whether /bin/sh and coreutils work there.`;

/** What the script that looks at a host found. */
export const facts = given<HostFacts>({ id: 'facts', what: 'the state of the host', fix: seeShell });

// How checks are declared: what a check may look at, and its limits, have the types of the sources and numbers that it names.
import type { Check, Finding, Scene } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { Placed, Resolved } from '../model/resolved.js';
import type { ClusterSource, HostSource, Read, Source } from '../model/source.js';

type Needs = Readonly<Record<string, Source>>;

/** Of a source that each host has, the hosts that could be read; of a cluster-wide one, its value. */
export type Seen<N extends Needs> = {
  readonly [K in keyof N]: N[K] extends HostSource<infer T> ? ReadonlyMap<HostName, T> : N[K] extends ClusterSource<infer T> ? T : never;
};

interface Definition<N extends Needs, L extends Check['limits']>
  extends Pick<Check, 'id' | 'title' | 'phase' | 'explain'>, Partial<Pick<Check, 'of' | 'slow' | 'settles' | 'deep'>> {
  /** Sources, by the names that `judge` has for them. */
  readonly needs: N;
  readonly limits: L;
  judge(seen: Seen<N>, want: Resolved, placed: readonly Placed[], limits: L): readonly Finding[];
}

/** A check of all hosts that is run always, unless its definition says otherwise. */
export function check<const N extends Needs, L extends Check['limits']>({ needs, ...definition }: Definition<N, L>): Check {
  return {
    of: 'hosts',
    slow: false,
    settles: false,
    deep: false,
    ...definition,
    needs: Object.values(needs),
    judge: (scene) => {
      const seen = look(needs, scene);
      if (!isComplete(needs, seen)) throw new Error('it was asked without all that it needs');
      const { id, limits } = definition;
      return definition.judge(seen, scene.want, scene.placed, { ...limits, ...scene.want.cluster.thresholds[id] });
    },
  };
}

/** Leaves out what was not read. */
function look(needs: Needs, { evidence, hosts }: Scene): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(needs).flatMap(([name, source]): readonly (readonly [string, unknown])[] => {
      if (source.kind === 'host') return [[name, valuesOf(evidence.hosts(source), hosts)]];
      const read = evidence.cluster(source);
      return read.ok ? [[name, read.value]] : [];
    }),
  );
}

const valuesOf = (reads: ReadonlyMap<HostName, Read<unknown>>, hosts: readonly HostName[]): ReadonlyMap<HostName, unknown> =>
  new Map(
    hosts.flatMap((host) => {
      const read = reads.get(host);
      return read?.ok === true ? [[host, read.value] as const] : [];
    }),
  );

/** Evidence has for each source a value of its type: with a value under each name, `seen` has the types of `needs`. */
const isComplete = <N extends Needs>(needs: N, seen: Readonly<Record<string, unknown>>): seen is Seen<N> =>
  Object.keys(needs).every((name) => Object.hasOwn(seen, name));

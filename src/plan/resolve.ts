// Pure: where desired meets observed. Every instance gets the id and the Java that it really has, and its layout.
import { baseOf } from '../components/places.js';
import { AppError } from '../errors/app-error.js';
import type { Cluster, Host, HostName } from '../model/cluster.js';
import type { BundleIdentity, ComponentSpec, Instance, Layout, ResolvedInstances } from '../model/component.js';
import type { FactsRequest, HostFacts, JavaFacts } from '../model/facts.js';
import type { Placed, Resolved } from '../model/resolved.js';
import { javaFitOf } from './java-fit.js';
import { assignIds, recordOf } from './ids.js';
import { startOrder } from './order.js';
import { copiesIn, formerDirs, lyingOn } from './refusals/whereabouts.js';

/** What stands in where no host was asked: `render` without facts, and the paths of the facts request. */
const ASSUMED_JAVA: JavaFacts = { home: '/usr', version: '17', major: 17 };

type Bundles = Readonly<Record<string, BundleIdentity>>;

/** Without facts: ids by position or from the inventory, a Java that is merely assumed. */
export function assume(cluster: Cluster, specs: readonly ComponentSpec[], bundles: Bundles): Resolved {
  return place(cluster, specs, bundles, (spec, host, position) => ({
    id: spec.id === null ? 0 : (host.ids[spec.name] ?? spec.id.first + position),
    idSource: host.ids[spec.name] === undefined ? 'assumed' : 'inventory',
    java: host.java.home === null ? ASSUMED_JAVA : { ...ASSUMED_JAVA, home: host.java.home },
  }));
}

/**
 * With facts. Hosts without facts (verify while one is down) keep what can be assumed.
 * @param inUse by component, ids that the running system still names
 * @throws AppError IDENTITY_REFUSED
 */
export function resolve(
  cluster: Cluster,
  specs: readonly ComponentSpec[],
  bundles: Bundles,
  facts: ReadonlyMap<HostName, HostFacts>,
  inUse: Readonly<Record<string, readonly number[]>> = {},
): Resolved {
  const assumed = assume(cluster, specs, bundles);
  const unseen = new Set(cluster.hosts.map(({ name }) => name).filter((name) => !facts.has(name)));
  const ids = new Map(
    specs.map((spec) => {
      const records = new Map(
        assumed.placed
          .filter(({ instance }) => instance.component === spec.name)
          .flatMap(({ instance: { host }, layout }) => {
            const known = facts.get(host.name);
            const record =
              known &&
              recordOf(
                cluster,
                spec,
                host,
                layout.dataDirs.map((dir) => dir.path),
                known,
              );
            return record ? [[host.name, record] as const] : [];
          }),
      );
      return [
        spec.name,
        assignIds(cluster, spec, { records, former: formerIds(assumed, spec, facts), inUse: inUse[spec.name] ?? [], unseen }),
      ];
    }),
  );
  const know = (spec: ComponentSpec, host: Host): Known => ({
    ...(ids.get(spec.name)?.get(host.name) ?? { id: 0, idSource: 'assumed' }),
    java: facts.get(host.name)?.java ?? (host.java.home === null ? ASSUMED_JAVA : { ...ASSUMED_JAVA, home: host.java.home }),
  });
  return place(cluster, specs, bundles, know, facts);
}

/** Ids that the files of the hosts give, for hosts whose wanted directories have no record: the process has them all the same. */
const formerIds = ({ placed }: Resolved, spec: ComponentSpec, facts: ReadonlyMap<HostName, HostFacts>): ReadonlyMap<HostName, number> =>
  new Map(
    placed
      .filter(({ instance }) => instance.component === spec.name)
      .flatMap(({ instance: { host }, layout }) => {
        const { written, running } = lyingOn(facts.get(host.name), spec, layout);
        const id = running?.id ?? written?.id ?? null;
        return id === null ? [] : [[host.name, id] as const];
      }),
  );

type Known = Pick<Instance, 'id' | 'idSource' | 'java'>;

function place(
  cluster: Cluster,
  specs: readonly ComponentSpec[],
  bundles: Bundles,
  know: (spec: ComponentSpec, host: Host, position: number) => Known,
  facts: ReadonlyMap<HostName, HostFacts> = new Map(),
): Resolved {
  const ordered = startOrder(specs);
  const found = ordered.flatMap((spec) =>
    cluster.hosts
      .filter((host) => host.roles.includes(spec.name))
      .map((host, position) => {
        const settings = host.settings[spec.name];
        if (settings === undefined) throw new AppError('BUG', `no settings of ${spec.name} on ${host.name}`, { todo: [] });
        const instance: Instance = { component: spec.name, host, settings, ...know(spec, host, position) };
        return { spec, instance };
      }),
  );
  const instances: ResolvedInstances = { cluster, bundles, instances: found.map((one) => one.instance) };
  const layouts = laidOut(instances, () => found.map(({ spec, instance }) => spec.layout(instance, instances)));
  const placed = found.map(({ spec, instance }, i): Placed => {
    const layout = layouts[i] ?? spec.layout(instance, instances);
    return { instance, layout, ...lyingOn(facts.get(instance.host.name), spec, layout) };
  });
  return Object.freeze({ ...instances, components: ordered.map((spec) => spec.name), placed });
}

const known = new WeakMap<Cluster, Map<string, readonly Layout[]>>();

/** A run resolves the same cluster several times. Layouts depend on nothing but the cluster and what is in the key, so they are made once. */
function laidOut({ cluster, bundles, instances }: ResolvedInstances, make: () => readonly Layout[]): readonly Layout[] {
  const layouts = known.get(cluster) ?? new Map<string, readonly Layout[]>();
  known.set(cluster, layouts);
  const key = JSON.stringify([
    bundles,
    instances.map(({ component, host, id, idSource, java }) => [component, host.name, id, idSource, java]),
  ]);
  const made = layouts.get(key) ?? make();
  layouts.set(key, made);
  return made;
}

/** Directories in which the host's files say that data lie, and that the inventory does not name. */
export function strangeDirs({ placed }: Resolved, specs: readonly ComponentSpec[], host: Host, facts: HostFacts): readonly string[] {
  const own = placed.filter(({ instance }) => instance.host.name === host.name);
  const named = own.flatMap(({ layout }) => layout.dataDirs.map(({ path }) => path));
  const former = own.flatMap(({ instance, layout }) =>
    specs.filter(({ name }) => name === instance.component).flatMap((spec) => formerDirs(lyingOn(facts, spec, layout))),
  );
  return [...new Set(former)].filter((path) => path.startsWith('/') && !named.includes(path));
}

/**
 * What the facts script of a host is to look at. Paths do not depend on ids or Java, so an assumed resolution will do.
 * @param former data directories beside those of the inventory
 */
export function factsRequest(assumed: Resolved, host: Host, former: readonly string[] = []): FactsRequest {
  const layouts = assumed.placed.filter(({ instance }) => instance.host.name === host.name).map(({ layout }) => layout);
  const all = <T>(of: (layout: (typeof layouts)[number]) => readonly T[]): readonly T[] => [...new Set(layouts.flatMap((one) => of(one)))];
  const uses = new Map(layouts.flatMap((one) => one.bundles).map((use) => [use.dir, { dir: use.dir, record: use.record }]));
  return {
    home: host.home,
    base: baseOf(assumed.cluster, host),
    javaHome: host.java.home,
    javaFit: javaFitOf(host.roles),
    files: all((one) => [
      ...one.files.map((file) => file.path),
      ...(one.stateFile === null ? [] : [one.stateFile]),
      ...(one.config === null ? [] : [one.config.started, ...copiesIn(one)]),
    ]),
    dirs: all((one) => one.dirs.map((dir) => dir.path)),
    dataDirs: [...all((one) => one.dataDirs.map((dir) => dir.path)), ...former],
    bundles: [...uses.values()],
    services: assumed.components,
    names: [...new Set(assumed.cluster.hosts.map((one) => one.address))],
  };
}

// Pure: where fams-ops keeps things on a host, whatever the component.
import type { Cluster, Host } from '../model/cluster.js';
import type { BundleUse, Instance, Layout, ResolvedInstances } from '../model/component.js';
import { AppError } from '../errors/app-error.js';

/** Directory of everything on a host that is neither data nor software. */
export const baseOf = (cluster: Cluster, host: Host): string => `${host.home}/.fams-ops/${cluster.name}`;

export interface Places {
  readonly base: string;
  readonly conf: string;
  readonly run: string;
  readonly log: string;
  readonly bundles: string;
  readonly bin: string;
  /** What a JVM takes for its directory of temporary files: /tmp may be full, or forbid to run what lies in it. */
  readonly tmp: string;
}

export function placesOf(cluster: Cluster, host: Host): Places {
  const base = baseOf(cluster, host);
  return {
    base,
    conf: `${base}/conf`,
    run: `${base}/run`,
    log: `${base}/log`,
    bundles: `${base}/bundles`,
    bin: `${base}/bin`,
    tmp: `${base}/tmp`,
  };
}

/** What fams-ops puts into its own directory, whatever the component, as an extended regular expression: destroy leaves other names. */
export const BASE_NAMES = '^(bin|bundles|conf|jobs|lock|log|run|spark|submitted|tmp)$';

/** What runs and what it logged is the service user's business; the rest holds no secret and may help whoever looks. */
export function placeDirs(host: Host, places: Places): Layout['dirs'] {
  const open = [`${host.home}/.fams-ops`, places.base, places.conf, places.bundles, places.bin];
  const closed = [places.run, places.log, places.tmp];
  return [...open.map((path) => ({ path, mode: 0o755 })), ...closed.map((path) => ({ path, mode: 0o700 }))];
}

/**
 * @param dir what the top directory of the archive becomes; in the home by default, under its own name
 * @throws AppError BUG where the plan was made without that bundle
 */
export function bundleUse(name: string, instance: Instance, resolved: ResolvedInstances, dir?: string): BundleUse {
  const bundle = resolved.bundles[name];
  if (bundle === undefined) throw new AppError('BUG', `the bundle "${name}" is not known`, { todo: ['Report this.'] });
  const { bundles } = placesOf(resolved.cluster, instance.host);
  return {
    bundle,
    dir: dir ?? `${instance.host.home}/${bundle.directory}`,
    record: `${bundles}/${name}.record`,
    digestFile: `${bundles}/${name}.digest`,
  };
}

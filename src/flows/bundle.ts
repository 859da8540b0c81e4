// bundle: gets and checks the software that an inventory needs, so that a later run needs no network.
import { loadInventory } from '../inventory/load.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';
import { obtainSoftware } from './run/software.js';

export interface BundleResult {
  readonly bundles: readonly {
    readonly name: string;
    readonly version: string;
    readonly digest: string;
    readonly path: string;
    readonly source: string;
    readonly bytes: number;
  }[];
}

export async function bundle(options: FlowOptions): Promise<Outcome<BundleResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const bundles = await obtainSoftware(cluster, null, options);
  return done(cluster.name, {
    bundles: Object.values(bundles).map(({ name, version, digest, archive, source, bytes }) => ({
      name,
      version,
      digest,
      path: archive,
      source,
      bytes,
    })),
  });
}

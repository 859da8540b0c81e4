// Software of a cluster: obtained by verbs that install it, only identified by verbs that look.
import { cacheDirectory } from '../../bundle/cache.js';
import { JOBS, obtainJobs } from '../../bundle/jobs-jar.js';
import { obtainBundle, type Bundle, type ObtainOptions } from '../../bundle/obtain.js';
import { kafka } from '../../bundle/products/kafka.js';
import { spark } from '../../bundle/products/spark.js';
import { refused } from '../../bundle/refusal.js';
import { CALCULATOR } from '../../components/calculator/spec.js';
import { specs } from '../../components/specs.js';
import { AppError } from '../../errors/app-error.js';
import type { Cluster, HostName } from '../../model/cluster.js';
import type { BundleIdentity, Side } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import { assume } from '../../plan/resolve.js';
import { narrowed, onSide } from '../../plan/component-filter.js';
import type { FlowOptions } from './options.js';
import { secretVariables } from './secrets.js';

export type Bundles = Readonly<Record<string, Bundle>>;
export type BundleIdentities = Readonly<Record<string, BundleIdentity>>;

const OBTAIN: Readonly<Record<string, (cluster: Cluster, options: ObtainOptions) => Promise<Bundle>>> = {
  kafka: ({ software }, options) => obtainBundle(kafka, software.kafka, options),
  spark: ({ software }, options) => obtainBundle(spark, software.spark, options),
  jobs: (_cluster, options) => obtainJobs(options),
};

/**
 * Downloads or assembles missing software, unless `offline`.
 * @param side whose software; null: of both
 * @throws AppError BUNDLE_MISSING or BUNDLE_REFUSED
 */
export async function obtainSoftware(cluster: Cluster, side: Side | null, options: FlowOptions): Promise<Bundles> {
  const found: Record<string, Bundle> = {};
  // One after the other: two Maven processes would wait for each other's locks.
  for (const name of softwareNames(assume(cluster, specs, nameSoftware(cluster)), side)) {
    const one = await obtain(name, cluster, options);
    requireConnector(one, cluster);
    found[name] = one;
  }
  return found;
}

/** The archive of Spark's own project has no connector to Kafka; the assembled one has it. */
function requireConnector({ archive, connector, scala }: Bundle, { hosts }: Cluster): void {
  const reader = hosts.find(({ roles }) => roles.includes(CALCULATOR));
  if (connector !== false || reader === undefined) return;
  const why = `it has no connector to Kafka (spark-streaming-kafka), which the calculator on ${reader.name} needs`;
  throw refused(archive, why, [
    'Set spark.bundle: auto, to have the same Spark assembled with the connector in it.',
    `Or take the role calculator from all hosts: Spark alone runs from this archive, on Java 8 (its Scala is ${scala ?? 'unknown'}).`,
  ]);
}

async function obtain(name: string, cluster: Cluster, { offline, signal, sink, env }: FlowOptions): Promise<Bundle> {
  const make = OBTAIN[name];
  if (make === undefined) throw new AppError('BUG', `nobody knows how to get the software "${name}"`, { todo: ['Report this.'] });
  const progress = (text: string): void => sink({ kind: 'note', text });
  return make(cluster, { offline, cacheDir: cacheDirectory(env), signal, progress, secretVariables: secretVariables(cluster) });
}

function softwareNames(resolved: Resolved, side: Side | null): readonly string[] {
  const { placed } = side === null ? resolved : narrowed(resolved, onSide(specs, side));
  return [...new Set(placed.flatMap(({ layout }) => layout.bundles.map(({ bundle }) => bundle.name)))];
}

/** Names and versions, on which the paths depend, without the digest of a build. */
export function nameSoftware({ software }: Cluster): BundleIdentities {
  return {
    kafka: { name: kafka.name, version: software.kafka.version, directory: kafka.directoryOf(software.kafka), digest: '' },
    spark: { name: spark.name, version: software.spark.version, directory: spark.directoryOf(software.spark), digest: '' },
    jobs: { ...JOBS, digest: '' },
  };
}

/**
 * For flows that only look: the software on this machine, or else the software that the hosts run from.
 * Nothing is downloaded, so that looking works on a machine that has never provisioned.
 */
export async function identifySoftware(
  cluster: Cluster,
  facts: ReadonlyMap<HostName, HostFacts>,
  options: FlowOptions,
): Promise<BundleIdentities> {
  const named = nameSoftware(cluster);
  const assumed = assume(cluster, specs, named);
  const found = softwareNames(assumed, null).map(async (name): Promise<readonly (readonly [string, BundleIdentity])[]> => {
    try {
      return [[name, await obtain(name, cluster, { ...options, offline: true, sink: () => undefined })]];
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'BUNDLE_MISSING') throw error;
      const identity = named[name];
      return identity === undefined ? [] : [[name, { ...identity, digest: mostFrequent(digestsOf(name, assumed, facts)) }]];
    }
  });
  return { ...named, ...Object.fromEntries((await Promise.all(found)).flat()) };
}

function digestsOf(name: string, assumed: Resolved, facts: ReadonlyMap<HostName, HostFacts>): readonly string[] {
  return assumed.placed.flatMap(({ instance, layout }) =>
    layout.bundles
      .filter(({ bundle }) => bundle.name === name)
      .flatMap(({ dir }) => {
        const there = facts.get(instance.host.name)?.bundles[dir];
        return there?.kind === 'ours' ? [there.digest] : [];
      }),
  );
}

function mostFrequent(all: readonly string[]): string {
  const count = (one: string): number => all.filter((other) => other === one).length;
  return all.toSorted((a, b) => count(b) - count(a))[0] ?? '';
}

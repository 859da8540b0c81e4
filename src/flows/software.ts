// The software of a cluster: obtained where it is to be installed, merely identified where it is only looked at.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { obtainBundle, type Bundle } from '../bundle/obtain.js';
import { AppError } from '../errors/app-error.js';
import type { Cluster, HostName } from '../model/cluster.js';
import type { BundleIdentity } from '../model/component.js';
import type { HostFacts } from '../model/facts.js';
import type { FlowOptions } from './options.js';

export type Bundles = Readonly<Record<string, Bundle>>;
export type BundleIdentities = Readonly<Record<string, BundleIdentity>>;

const cacheDir = (env: NodeJS.ProcessEnv): string => join(env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache'), 'fams-ops');

/** Downloads or assembles what is missing, unless `offline`. */
export async function obtainSoftware(cluster: Cluster, options: FlowOptions): Promise<Bundles> {
  const { offline, signal, sink, env } = options;
  const progress = (text: string): void => sink({ kind: 'note', text });
  return { kafka: await obtainBundle(cluster.software.kafka, { offline, cacheDir: cacheDir(env), signal, progress }) };
}

/** What the paths depend on: names and versions, without the digest of a build. */
export function nameSoftware({ software: { kafka } }: Cluster): BundleIdentities {
  return { kafka: { name: 'kafka', version: kafka.version, directory: `kafka_${kafka.scala}-${kafka.version}`, digest: '' } };
}

/**
 * For flows that only look: what is at hand on this machine, else what the hosts say they run from.
 * Nothing is downloaded, so that looking works on a machine that has never provisioned.
 */
export async function identifySoftware(
  cluster: Cluster,
  facts: ReadonlyMap<HostName, HostFacts>,
  options: FlowOptions,
): Promise<BundleIdentities> {
  try {
    return await obtainSoftware(cluster, { ...options, offline: true, sink: () => undefined });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'BUNDLE_MISSING') throw error;
    const digests = [...facts.values()].flatMap((host) =>
      Object.values(host.bundles).flatMap((one) => (one.kind === 'ours' ? [one.digest] : [])),
    );
    const named = nameSoftware(cluster);
    return Object.fromEntries(Object.entries(named).map(([name, identity]) => [name, { ...identity, digest: mostFrequent(digests) }]));
  }
}

function mostFrequent(all: readonly string[]): string {
  const count = (one: string): number => all.filter((other) => other === one).length;
  return all.toSorted((a, b) => count(b) - count(a))[0] ?? '';
}

// Clusters for tests, built without an inventory file: as much as the shortest inventory says, and what a test changes.
import { buildStreaming } from '../../src/inventory/build/streaming.js';
import { instancesOf } from '../../src/components/instances.js';
import { specOf, specs } from '../../src/components/specs.js';
import type { Cluster, ComponentName, ComponentSettings, Host } from '../../src/model/cluster.js';
import type { BundleIdentity, ComponentSpec, Instance, Layout, ResolvedInstances } from '../../src/model/component.js';
import type { JavaFacts } from '../../src/model/facts.js';

export const JAVA_8: JavaFacts = { home: '/usr/lib/jvm/java-8', version: '1.8.0_412', major: 8 };
export const JAVA_17: JavaFacts = { home: '/usr/lib/jvm/java-17', version: '17.0.15', major: 17 };
export const JAVA_25: JavaFacts = { home: '/usr/lib/jvm/java-25', version: '25.0.3', major: 25 };

export interface HostOptions {
  readonly address: string;
  readonly home?: string;
  readonly roles?: readonly ComponentName[];
  readonly ids?: Readonly<Partial<Record<ComponentName, number>>>;
  readonly settings?: Readonly<Partial<Record<ComponentName, Partial<ComponentSettings>>>>;
  readonly java?: JavaFacts;
}

export interface ClusterOptions {
  readonly name?: string;
  readonly hosts: readonly (string | HostOptions)[];
  readonly chroot?: string;
  readonly java?: JavaFacts;
  readonly settings?: Readonly<Partial<Record<ComponentName, Partial<ComponentSettings>>>>;
}

export const KAFKA_BUNDLE: BundleIdentity = {
  name: 'kafka',
  version: '0.8.2.1',
  directory: 'kafka_2.10-0.8.2.1',
  digest: '5f'.repeat(32),
};

const SPARK_BUNDLE: BundleIdentity = { name: 'spark', version: '1.3.1', directory: 'spark-1.3.1', digest: '6f'.repeat(32) };
const JOBS_BUNDLE: BundleIdentity = { name: 'jobs', version: '1', directory: 'fams-jobs', digest: '7f'.repeat(32) };

/** What hosts have that name no roles. */
const STORAGE = specs.filter(({ side }) => side === 'storage').map(({ name }) => name);

/** Every id by position unless a host names one. */
export function resolvedFor(options: ClusterOptions): ResolvedInstances {
  const given = options.hosts.map((host): HostOptions => (typeof host === 'string' ? { address: host } : host));
  const hosts = given.map((one) => hostFor(one, options));
  const cluster: Cluster = {
    name: options.name ?? 'fams',
    file: 'inventory/fams.yaml',
    hosts,
    software: {
      kafka: { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null },
      spark: { version: '1.3.1', bundle: 'auto', sha256: null },
    },
    spark: { workerCores: null, workerMemory: '1g' },
    streaming: buildStreaming(undefined),
    chroot: options.chroot ?? '',
    topics: [],
    thresholds: {},
  };
  const instances = specs.flatMap((spec) =>
    hosts.flatMap((host, i): readonly Instance[] => {
      const settings = host.settings[spec.name];
      if (settings === undefined) return [];
      const id = host.ids[spec.name] ?? (spec.id?.first ?? 0) + i;
      return [{ component: spec.name, host, settings, id, idSource: 'assumed', java: given[i]?.java ?? options.java ?? JAVA_17 }];
    }),
  );
  return { cluster, instances, bundles: { kafka: KAFKA_BUNDLE, spark: SPARK_BUNDLE, jobs: JOBS_BUNDLE } };
}

/** The layout of the component on the host at that address. */
export function layoutOf(resolved: ResolvedInstances, component: ComponentName, address: string): Layout {
  const instance = instancesOf(resolved, component).find((one) => one.host.address === address);
  if (instance === undefined) throw new Error(`no ${component} on ${address}`);
  return specOf(component).layout(instance, resolved);
}

function hostFor(one: HostOptions, options: ClusterOptions): Host {
  const { address, home = '/home/fams', roles = STORAGE, ids = {} } = one;
  const settings = (spec: ComponentSpec): ComponentSettings => {
    const { heap, ports, dirs, config } = spec.section;
    const absolute = Object.fromEntries(Object.entries(dirs).map(([key, dir]) => [key, [dir.replace('<home>', home)]]));
    const layers = [options.settings?.[spec.name] ?? {}, one.settings?.[spec.name] ?? {}];
    return layers.reduce<ComponentSettings>(
      (below, above) => ({
        heap: above.heap ?? below.heap,
        ports: { ...below.ports, ...above.ports },
        dirs: { ...below.dirs, ...above.dirs },
        config: { ...below.config, ...above.config },
      }),
      { heap, ports, dirs: absolute, config },
    );
  };
  return {
    name: one.address,
    address,
    connection: 'ssh',
    ssh: {
      host: address,
      port: 22,
      user: 'fams',
      identityFile: null,
      passwordEnv: null,
      passphraseEnv: null,
      knownHosts: 'strict',
      knownHostsFile: '~/.ssh/known_hosts',
      jump: null,
      given: [],
    },
    home,
    java: { home: null },
    roles,
    ids,
    settings: Object.fromEntries(specs.filter((spec) => roles.includes(spec.name)).map((spec) => [spec.name, settings(spec)])),
  };
}

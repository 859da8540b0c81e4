// A healthy cluster as values: what the inventory says, what was resolved, and what every source would answer. Tests break parts of it.
import { buildStreaming } from '../../src/inventory/build/streaming.js';
import { createHash } from 'node:crypto';
import { instancesOf } from '../../src/components/instances.js';
import { specs } from '../../src/components/specs.js';
import type { Check, CheckReport } from '../../src/model/check.js';
import type { Read } from '../../src/model/source.js';
import type { Cluster, ComponentSettings, Host, Topic } from '../../src/model/cluster.js';
import type { ComponentSpec } from '../../src/model/component.js';
import type { DirFacts, HostFacts } from '../../src/model/facts.js';
import type { BrokerMetadata, MemberAnswers, PartitionState, Registry } from '../../src/model/observed.js';
import type { Resolved } from '../../src/model/resolved.js';
import { assume } from '../../src/plan/resolve.js';
import { judge, read, type Answers } from './answers.js';
import { dials, group, probe, traces, trip } from './evidence-parts.js';
import { service } from './service-facts.js';

export {
  asEvidence,
  CLUSTER_SOURCES,
  HOST_SOURCES,
  judge,
  read,
  SOURCES,
  unread,
  withCluster,
  withHost,
  withoutHost,
  type Answers,
  type HostSourceName,
} from './answers.js';

export interface Shape {
  readonly hosts?: number;
  readonly topics?: readonly Topic[];
  readonly thresholds?: Cluster['thresholds'];
  /** Keys of server.properties. */
  readonly brokerConfig?: Readonly<Record<string, string>>;
  readonly chroot?: string;
  /** Ports of a component on its host, where they are not the usual ones. */
  readonly ports?: (component: string, index: number) => Readonly<Record<string, number>>;
  readonly home?: (index: number) => string;
  readonly address?: (index: number) => string;
  readonly javaHome?: string;
  readonly connection?: Host['connection'];
}

/** With the setting that every topic of three replicas gets. */
export const topic = (
  name: string,
  partitions = 3,
  replicationFactor = 3,
  config: Record<string, string> = replicationFactor >= 3 ? { 'min.insync.replicas': '2' } : {},
): Topic => ({
  name,
  partitions,
  replicationFactor,
  config,
  internal: false,
});

const storage = specs.filter(({ side }) => side === 'storage');

/** Hosts n1, n2, ..., each with ZooKeeper and Kafka. */
export function resolved(shape: Shape = {}): Resolved {
  const { hosts = 3, topics = [topic('t')], thresholds = {}, chroot = '' } = shape;
  const cluster: Cluster = {
    name: 'fams',
    file: 'inventory/fams.yaml',
    hosts: Array.from({ length: hosts }, (_, index) => host(index, shape)),
    software: {
      kafka: { version: '0.8.2.1', scala: '2.10', bundle: 'auto', sha256: null },
      spark: { version: '1.3.1', bundle: 'auto', sha256: null },
    },
    spark: { workerCores: null, workerMemory: '1g' },
    streaming: buildStreaming(undefined),
    chroot,
    topics,
    thresholds,
  };
  const bundle = { name: 'kafka', version: '0.8.2.1', directory: 'kafka_2.10-0.8.2.1', digest: 'd1' };
  return assume(cluster, specs, { kafka: bundle });
}

function host(index: number, { brokerConfig = {}, ports, home, address, javaHome, connection = 'ssh' }: Shape): Host {
  const name = `n${String(index + 1)}`;
  const path = home?.(index) ?? '/home/fams';
  const settingsOf = ({ name: component, section }: ComponentSpec): ComponentSettings => ({
    heap: section.heap,
    ports: { ...section.ports, ...ports?.(component, index) },
    dirs: Object.fromEntries(Object.entries(section.dirs).map(([key, dir]) => [key, [dir.replace('<home>', path)]])),
    config: { ...section.config, ...(component === 'kafka' ? brokerConfig : {}) },
  });
  return {
    name,
    address: address?.(index) ?? `10.0.0.${String(index + 1)}`,
    connection,
    ssh: {
      host: name,
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
    home: path,
    java: { home: javaHome ?? null },
    roles: storage.map((spec) => spec.name),
    ids: {},
    settings: Object.fromEntries(storage.map((spec) => [spec.name, settingsOf(spec)])),
  };
}

const PIDS: Readonly<Record<string, number>> = { zookeeper: 100, kafka: 200 };

/** One host as the inventory wants it. */
export function hostFacts(want: Resolved, name: string): HostFacts {
  const placed = want.placed.filter(({ instance }) => instance.host.name === name);
  const layouts = placed.map(({ layout }) => layout);
  const disk = { mount: '/', sizeKb: 100_000_000, freeKb: 50_000_000, inodes: 1000, freeInodes: 900 };
  const dir = (identity: string | null): DirFacts => ({
    kind: 'dir',
    mode: 0o755,
    owner: 'fams',
    writable: true,
    entries: [],
    identity,
    disk,
  });
  const now = Date.parse('2026-01-02T00:00:00Z');
  return {
    host: name,
    user: 'fams',
    uid: 1000,
    hostname: name,
    system: 'Linux 6.1.0 x86_64',
    bootId: 'b',
    clockMs: now,
    clockErrorMs: 20,
    operatorClockMs: now,
    cpus: 2,
    memory: { totalKb: 8_000_000, availableKb: 4_000_000, swapTotalKb: 0, swapFreeKb: 0 },
    java: { home: '/usr', version: '17.0.1', major: 17 },
    missingTools: [],
    homeWritable: true,
    listeners: placed.flatMap(({ instance, layout }) =>
      layout.ports.map(({ address, port }) => ({
        address,
        port,
        uid: 1000,
        user: 'fams',
        pid: PIDS[instance.component] ?? 100,
        command: 'java',
      })),
    ),
    files: Object.fromEntries(
      layouts
        .flatMap((layout) => layout.files)
        .map(({ path, text, mode }) => [
          path,
          { kind: 'file', sha256: createHash('sha256').update(text).digest('hex'), mode, size: text.length, text },
        ]),
    ),
    dirs: Object.fromEntries(layouts.flatMap((layout) => layout.dataDirs).map(({ path, record }) => [path, dir(JSON.stringify(record))])),
    bundles: Object.fromEntries(
      layouts.flatMap((layout) => layout.bundles).map((use) => [use.dir, { kind: 'ours', digest: use.bundle.digest, intact: true }]),
    ),
    services: Object.fromEntries(
      placed.map(({ instance, layout }) => [
        instance.component,
        service({ pid: PIDS[instance.component] ?? 100, fingerprint: layout.service.fingerprint }),
      ]),
    ),
    names: {},
    occupancy: {},
    links: {},
    installations: [],
    resolver: true,
  };
}

export function member(want: Resolved, name: string, change: Partial<MemberAnswers> = {}): MemberAnswers {
  const members = instancesOf(want, 'zookeeper');
  const id = members.find(({ host: { name: own } }) => own === name)?.id ?? 0;
  const mode = members.length === 1 ? 'standalone' : name === 'n1' ? 'leader' : 'follower';
  return {
    ruok: true,
    mode,
    version: '3.4.6-1569965, built on 02/20/2014 09:09 GMT',
    zxid: '0x100000037',
    mntr: {
      ...{ zk_server_state: mode, zk_outstanding_requests: '0', zk_avg_latency: '0', zk_max_latency: '12' },
      ...(mode === 'leader' ? { zk_synced_followers: String(members.length - 1) } : {}),
    },
    conf: { serverId: String(members.length === 1 ? 0 : id) },
    writable: true,
    sentence: null,
    refused: [],
    ...change,
  };
}

/** A member that listens but has no quorum. */
export const notServing: Partial<MemberAnswers> = {
  mode: null,
  mntr: {},
  conf: {},
  version: null,
  zxid: null,
  writable: null,
  sentence: 'This ZooKeeper instance is not currently serving requests',
};

/** Every topic of the inventory with all replicas in sync; leaders by turns. */
export function registry(want: Resolved, change: Partial<Registry> = {}): Registry {
  const brokers = instancesOf(want, 'kafka').map(({ id, host: { address }, settings }) => ({
    id,
    host: address,
    port: settings.ports['broker'] ?? 0,
  }));
  const ids = brokers.map(({ id }) => id);
  const partition = (number: number, factor: number): PartitionState => {
    const replicas = ids.slice(0, factor).map((_, i) => ids[(number + i) % ids.length] ?? 0);
    return { partition: number, leader: replicas[0] ?? -1, replicas, isr: replicas };
  };
  return {
    brokers,
    controller: ids[0] ?? null,
    controllerEpoch: 1,
    topics: want.cluster.topics.map(({ name, partitions, replicationFactor, config }) => ({
      name,
      partitions: Array.from({ length: partitions }, (_, number) => partition(number, replicationFactor)),
      config,
    })),
    deleting: [],
    reassigning: [],
    electing: [],
    ...change,
  };
}

/** The registry with one partition of its first topic changed. */
export function withPartition(from: Registry, number: number, change: Partial<PartitionState>): Registry {
  const [first, ...rest] = from.topics;
  if (first === undefined) throw new Error('no topic');
  const partitions = first.partitions.map((one) => (one.partition === number ? { ...one, ...change } : one));
  return { ...from, topics: [{ ...first, partitions }, ...rest] };
}

export const metadataOf = ({ brokers, topics }: Registry): BrokerMetadata => ({
  brokers,
  topics: topics.map(({ name, partitions }) => ({ name, error: 0, partitions: partitions.map((one) => ({ ...one, error: 0 })) })),
});

/** Everything read, everything as it should be. */
export function healthy(want: Resolved): Answers {
  const names = want.cluster.hosts.map(({ name }) => name);
  const each = <T>(of: (name: string) => T): ReadonlyMap<string, Read<T>> => new Map(names.map((name) => [name, read(of(name))]));
  const kept = registry(want);
  return {
    reach: each(() => ({ ms: 20 })),
    facts: each((name) => hostFacts(want, name)),
    member: each((name) => member(want, name)),
    metadata: each(() => metadataOf(kept)),
    reachability: each((name) => dials(want, name)),
    traces: each((name) => traces(want, name)),
    snapshots: each(() => 3),
    writes: each(() => ({ ms: 8 })),
    master: new Map(),
    registry: read(kept),
    later: read(kept),
    probe: read(probe(want)),
    operatorReach: read(kept.brokers.map((broker) => ({ ...broker, failure: null }))),
    groups: read([group(kept)]),
    console: read(trip),
  };
}

/** What one check reports, through the engine. */
export const reportsOf = (check: Check, evidence: Answers, want: Resolved): readonly CheckReport[] =>
  judge([check], { evidence, ms: {} }, want);

/** `crit n2/kafka`, for short expectations. */
export const brief = (reports: readonly CheckReport[]): readonly string[] => reports.map(({ status, target }) => `${status} ${target}`);

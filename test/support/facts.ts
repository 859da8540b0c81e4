// Facts for tests: what a fresh host looks like, and what it looks like once a layout has been carried out on it.
import { createHash } from 'node:crypto';
import { specs } from '../../src/components/specs.js';
import type { HostName } from '../../src/model/cluster.js';
import type { DirFacts, DiskFacts, FileFacts, HostFacts, ServiceFacts } from '../../src/model/facts.js';
import type { Placed, Resolved } from '../../src/model/resolved.js';
import { assume } from '../../src/plan/resolve.js';
import { resolvedFor, type ClusterOptions } from './cluster.js';

export const DISK: DiskFacts = { mount: '/', sizeKb: 50_000_000, freeKb: 40_000_000, inodes: 1_000_000, freeInodes: 900_000 };

export function clusterFor(options: ClusterOptions): Resolved {
  const { cluster, bundles } = resolvedFor(options);
  return assume(cluster, specs, bundles);
}

export const freshHost = (host: HostName, changes: Partial<HostFacts> = {}): HostFacts => ({
  host,
  user: 'fams',
  uid: 5000,
  hostname: host,
  system: 'Linux 6.1.0 x86_64',
  bootId: 'b007',
  clockMs: 0,
  clockErrorMs: 1,
  operatorClockMs: 0,
  cpus: 2,
  memory: { totalKb: 8_000_000, availableKb: 7_000_000, swapTotalKb: 0, swapFreeKb: 0 },
  java: { home: '/usr', version: '17', major: 17 },
  missingTools: [],
  homeWritable: true,
  listeners: [],
  files: {},
  dirs: {},
  bundles: {},
  services: {},
  names: {},
  occupancy: {},
  links: {},
  installations: [],
  resolver: true,
  ...changes,
});

/** A host on which everything is as the layouts say and every service runs. */
function provisionedHost(resolved: Resolved, host: HostName): HostFacts {
  const placed = resolved.placed.filter(({ instance }) => instance.host.name === host);
  const files = placed
    .flatMap(({ layout }) => layout.files)
    .map((file): readonly [string, FileFacts] => [file.path, fileOf(file.text, file.mode)]);
  const own = placed.flatMap(({ layout }) => layout.dirs).map(({ path, mode }): readonly [string, DirFacts] => [path, dirOf([], { mode })]);
  return freshHost(host, {
    files: Object.fromEntries(files),
    dirs: Object.fromEntries([...own, ...placed.flatMap(dataDirsOf)]),
    bundles: Object.fromEntries(
      placed.flatMap(({ layout }) => layout.bundles).map((use) => [use.dir, { kind: 'ours', digest: use.bundle.digest, intact: true }]),
    ),
    services: Object.fromEntries(placed.map(({ instance, layout }) => [instance.component, runningService(layout.service.fingerprint)])),
  });
}

export const provisioned = (resolved: Resolved): ReadonlyMap<HostName, HostFacts> =>
  new Map(resolved.cluster.hosts.map((host) => [host.name, provisionedHost(resolved, host.name)]));

export const fresh = (resolved: Resolved): ReadonlyMap<HostName, HostFacts> =>
  new Map(resolved.cluster.hosts.map((host) => [host.name, freshHost(host.name)]));

export const fileOf = (text: string, mode: number): FileFacts => ({
  kind: 'file',
  sha256: createHash('sha256').update(text).digest('hex'),
  mode,
  size: text.length,
  text,
});

export const dirOf = (entries: readonly string[], changes: Partial<Extract<DirFacts, { kind: 'dir' }>> = {}): DirFacts => ({
  kind: 'dir',
  mode: 0o700,
  owner: 'fams',
  writable: true,
  entries,
  identity: null,
  disk: DISK,
  ...changes,
});

export const runningService = (fingerprint: string, changes: Partial<ServiceFacts> = {}): ServiceFacts => ({
  state: 'running',
  pid: 101,
  supervisorPid: 100,
  startedAt: '2026-01-01T00:00:00.000Z',
  restarts: 0,
  fingerprint,
  failure: null,
  openFiles: 100,
  openFilesLimit: 100_000,
  processState: 'S',
  runtime: null,
  swapKb: 0,
  javaOptions: '',
  children: [],
  ...changes,
});

function dataDirsOf({ instance, layout }: Placed): readonly (readonly [string, DirFacts])[] {
  const entries = instance.component === 'zookeeper' ? ['version-2', 'myid', 'fams-ops.json'] : ['user-behavior-topic-0', 'fams-ops.json'];
  return layout.dataDirs.map(({ path, record }) => [path, dirOf(entries, { identity: JSON.stringify(record) })]);
}

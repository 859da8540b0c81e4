// host.disk: a broker halts, and ZooKeeper stops serving, when a data directory is full.
import { crit, ok, warn } from '../../components/findings.js';
import type { Check, Finding } from '../../model/check.js';
import type { DiskFacts, HostFacts } from '../../model/facts.js';

type Limits = Readonly<Record<string, number>>;

export const hostDisk: Check<'facts'> = {
  id: 'host.disk',
  title: 'Data directories have room',
  needs: ['facts'],
  of: 'hosts',
  slow: false,
  limits: { warnPercent: 10, warnMegabytes: 1024, critPercent: 3 },
  explain:
    'Free space and free inodes of each file system that holds data. Kafka 0.8.2.1 halts at once when it cannot write, so little room is ' +
    'critical before it is none. Below warnPercent or warnMegabytes of free space it warns, below critPercent it is critical.',
  judge: ({ facts }, { cluster }, placed, limits) =>
    cluster.hosts.flatMap(({ name }) => {
      const host = facts.get(name);
      if (host === undefined) return [];
      const dirs = placed
        .filter(({ instance }) => instance.host.name === name)
        .flatMap(({ layout }) => layout.dataDirs.map((dir) => dir.path));
      return judgeHost(host, dirs, limits);
    }),
};

function judgeHost(host: HostFacts, dirs: readonly string[], limits: Limits): readonly Finding[] {
  const mounts = new Map<string, { readonly disk: DiskFacts; readonly path: string }>();
  const blind: Finding[] = [];
  for (const path of dirs) {
    const disk = host.dirs[path]?.disk ?? null;
    if (disk === null) blind.push(warn(host.host, null, `free space of ${path} could not be read`, `See "df ${path}" on ${host.host}.`));
    else if (!mounts.has(disk.mount)) mounts.set(disk.mount, { disk, path });
  }
  return [...blind, ...[...mounts.values()].map(({ disk, path }) => judgeDisk(host.host, path, disk, limits))];
}

function judgeDisk(target: string, path: string, disk: DiskFacts, limits: Limits): Finding {
  const space = (disk.freeKb / Math.max(1, disk.sizeKb)) * 100;
  // Some file systems have no fixed number of inodes and report none.
  const inodes = disk.inodes === 0 ? 100 : (disk.freeInodes / disk.inodes) * 100;
  const left = Math.min(space, inodes);
  const value = Math.floor(left);
  const what = inodes < space ? `${String(disk.freeInodes)} inodes` : megabytes(disk.freeKb);
  const message = `${disk.mount} (${path}) has ${what} free, ${String(value)} %`;
  const fix = 'Free some space, lower log.retention.* under kafka.config, or move the data to a larger disk.';
  if (left < (limits['critPercent'] ?? 0)) return crit(target, value, message, fix);
  const little = left < (limits['warnPercent'] ?? 0) || disk.freeKb < (limits['warnMegabytes'] ?? 0) * 1024;
  return little ? warn(target, value, message, fix) : ok(target, value, message);
}

const megabytes = (kb: number): string =>
  kb >= 10 * 1024 * 1024 ? `${String(Math.round(kb / 1024 / 1024))} GB` : `${String(Math.round(kb / 1024))} MB`;

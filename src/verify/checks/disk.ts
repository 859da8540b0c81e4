// host.disk: a broker halts, and ZooKeeper stops serving, when a data directory is full.
import { crit, ok, some, unknown, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { DiskFacts, HostFacts } from '../../model/facts.js';

const LIMITS = { warnPercent: 10, warnMegabytes: 1024, critPercent: 3 };

export const hostDisk = check({
  id: 'host.disk',
  title: 'Data directories have room',
  phase: 'any',
  needs: { facts },
  limits: LIMITS,
  explain:
    'Free space and free inodes of each file system that holds data. Kafka 0.8.2.1 halts at once when it cannot write, so little room is ' +
    'critical before it is none. Below warnPercent or warnMegabytes of free space it warns, below critPercent it is critical. A file ' +
    'system that is mounted read-only, where anything of ours is written, is critical, too: Linux does that to one with errors.',
  judge: ({ facts }, { cluster }, placed, limits) =>
    cluster.hosts.flatMap(({ name }) => {
      const host = facts.get(name);
      if (host === undefined) return [];
      const layouts = placed.filter(({ instance }) => instance.host.name === name).map(({ layout }) => layout);
      const paths = (key: 'dirs' | 'dataDirs'): readonly string[] => [
        ...new Set(layouts.flatMap((one) => one[key].map(({ path }) => path))),
      ];
      const shut = readOnlyMounts(host, [...paths('dataDirs'), ...paths('dirs')]);
      return [...shut.map(([mount, held]) => judgeReadOnly(name, mount, held)), ...judgeHost(host, paths('dataDirs'), limits)];
    }),
});

/** Each file system that is mounted read-only, with what lies on it. */
function readOnlyMounts(host: HostFacts, paths: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const held = new Map<string, readonly string[]>();
  for (const path of paths) {
    const mount = host.dirs[path]?.readOnlyMount;
    if (mount !== undefined) held.set(mount, [...(held.get(mount) ?? []), path]);
  }
  return [...held];
}

const judgeReadOnly = (host: string, mount: string, paths: readonly string[]): Finding =>
  crit(
    host,
    0,
    `${mount} is mounted read-only: nothing can be written to ${some(paths, 3)}`,
    `See why on ${host}: "dmesg | tail", "grep ' ${mount} ' /proc/mounts". Linux mounts a file system read-only when its disk fails. Once that is mended: "mount -o remount,rw ${mount}", as root.`,
  );

function judgeHost(host: HostFacts, dirs: readonly string[], limits: typeof LIMITS): readonly Finding[] {
  const mounts = new Map<string, { readonly disk: DiskFacts; readonly path: string }>();
  const blind: Finding[] = [];
  for (const path of dirs) {
    const dir = host.dirs[path];
    const disk = dir?.disk ?? null;
    if (dir?.readOnlyMount !== undefined) continue;
    if (disk === null) blind.push(unknown(host.host, `free space of ${path} could not be read`, `See "df ${path}" on ${host.host}.`));
    else if (!mounts.has(disk.mount)) mounts.set(disk.mount, { disk, path });
  }
  return [...blind, ...[...mounts.values()].map(({ disk, path }) => judgeDisk(host.host, path, disk, limits))];
}

function judgeDisk(target: string, path: string, disk: DiskFacts, limits: typeof LIMITS): Finding {
  const space = (disk.freeKb / Math.max(1, disk.sizeKb)) * 100;
  // Some file systems have no fixed number of inodes and report none.
  const inodes = disk.inodes === 0 ? 100 : (disk.freeInodes / disk.inodes) * 100;
  const left = Math.min(space, inodes);
  const value = Math.floor(left);
  const what = inodes < space ? `${String(disk.freeInodes)} inodes` : megabytes(disk.freeKb);
  const message = `${disk.mount} (${path}) has ${what} free, ${String(value)} %`;
  const fix = 'Free some space, lower log.retention.* under kafka.config, or move the data to a larger disk.';
  if (left < limits.critPercent) return crit(target, value, message, fix);
  const little = left < limits.warnPercent || disk.freeKb < limits.warnMegabytes * 1024;
  return little ? warn(target, value, message, fix) : ok(target, value, message);
}

const megabytes = (kb: number): string =>
  kb >= 10 * 1024 * 1024 ? `${String(Math.round(kb / 1024 / 1024))} GB` : `${String(Math.round(kb / 1024))} MB`;

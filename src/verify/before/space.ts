// host.space: is there room for the software, and for the data to begin with?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import { eachHost, megabytes } from './hosts.js';

/** The bundle is there twice for a moment: the archive and what it is unpacked to. */
const BUNDLE_KB = 60 * 1024;
const FEWEST_INODES = 1000;

export const hostSpace = check({
  id: 'host.space',
  title: 'Room to begin with',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'Each data directory needs what its component allocates at its first start, and the software 60 MB. How much room is left in the long ' +
    'run is what host.disk says.',
  judge: ({ facts }, want) => eachHost(facts, want, judgeSpace),
});

function judgeSpace(host: HostFacts, placed: readonly Placed[]): readonly Finding[] {
  const wanted = placed.flatMap(({ layout }) => [
    ...layout.dataDirs.map((dir) => ({ path: dir.path, kb: dir.minFreeKb })),
    ...layout.bundles.filter((use) => host.bundles[use.dir]?.kind !== 'ours').map(() => ({ path: layout.service.base, kb: BUNDLE_KB })),
  ]);
  const full = new Map<string, Finding>();
  for (const { path, kb } of wanted) {
    const disk = host.dirs[path]?.disk;
    if (!disk || full.has(disk.mount)) continue;
    const noSpace = disk.freeKb < kb;
    // Some file systems have no fixed number of inodes and report none.
    if (!noSpace && (disk.inodes === 0 || disk.freeInodes >= FEWEST_INODES)) continue;
    const free = noSpace
      ? `${megabytes(disk.freeKb)} free of ${megabytes(disk.sizeKb)}, ${megabytes(kb)} are needed`
      : `${String(disk.freeInodes)} inodes are left`;
    const fix = `Free some space in ${disk.mount} on ${host.host}, or name another directory.`;
    full.set(disk.mount, crit(host.host, disk.freeKb, `the disk of ${path} (${disk.mount}) is full: ${free}`, fix));
  }
  return full.size > 0 ? [...full.values()] : [ok(host.host, null, 'there is room for software and data to begin with')];
}

// host.file-system: does data lie on a file system that keeps it?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { limits } from './sources.js';
import { ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import type { HostLimits } from './host-limits.js';
import { eachHost } from './hosts.js';

const VOLATILE = /^(tmpfs|ramfs)$/;
const REMOTE = /^(nfs|nfs4|cifs|smb3|smbfs|9p|ceph|afs|glusterfs|fuse\.(sshfs|glusterfs|s3fs|ceph.*))$/;

export const hostFileSystem = check({
  id: 'host.file-system',
  title: 'Data lies on a local disk',
  phase: 'before',
  needs: { facts, limits },
  limits: {},
  explain:
    'What lies in memory (tmpfs) is gone after a reboot. On a network file system a file that is deleted while it is open, and a lock, do ' +
    'not behave as Kafka expects, and each write of ZooKeeper waits for the network.',
  judge: ({ facts, limits }, want) =>
    eachHost(facts, want, (host, placed) => {
      const one = limits.get(host.host);
      return one === undefined ? [] : judgeMounts(host, placed, one);
    }),
});

function judgeMounts(host: HostFacts, placed: readonly Placed[], { mounts: seen }: HostLimits): readonly Finding[] {
  const dirs = placed.flatMap(({ layout }) => layout.dataDirs.map((dir) => dir.path));
  const mounts = new Map(dirs.flatMap((path) => (host.dirs[path]?.disk ? [[host.dirs[path].disk.mount, path] as const] : [])));
  return [...mounts].map(([mount, path]) => {
    const kind = seen.get(mount)?.kind ?? null;
    const where = `${path} lies on ${mount}`;
    const fix = `Name a directory on a local disk of ${host.host}.`;
    if (kind === null) return warn(host.host, null, `${where}, whose kind could not be read`, `See "df -T ${path}" on ${host.host}.`);
    if (VOLATILE.test(kind)) return warn(host.host, kind, `${where}, which is memory (${kind}): a reboot loses it`, fix);
    if (REMOTE.test(kind)) return warn(host.host, kind, `${where}, a network file system (${kind})`, fix);
    return ok(host.host, kind, `${where} (${kind})`);
  });
}

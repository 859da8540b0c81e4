// Pure: refuses an inventory whose home, user or cluster name differs from that of the cluster on the host (exit 5).
import { baseOf, placesOf } from '../../components/places.js';
import { AppError } from '../../errors/app-error.js';
import type { Host, HostName } from '../../model/cluster.js';
import type { HostFacts, Installation } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import { overlaps } from './listening.js';

/**
 * @param judged those of the cluster that are looked at
 * @throws AppError IDENTITY_REFUSED
 */
export function refuseOtherHome(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>, judged: readonly Placed[]): void {
  const own = resolved.cluster.hosts.map((host) => baseOf(resolved.cluster, host));
  for (const placed of judged) {
    const { host, component } = placed.instance;
    const known = facts.get(host.name);
    const others = (known?.installations ?? []).filter(({ base }) => !own.includes(base));
    if (known === undefined || others.length === 0) continue;
    const rival = others.find((one) => one.service?.component === component && holdsPorts(one, placed, known));
    if (rival !== undefined) throw refusal(resolved, host, rival, `its ${component} runs there and has the ports that are wanted here`);
    const same = others.find(({ base }) => host.connection === 'ssh' && base.endsWith(`/.fams-ops/${resolved.cluster.name}`));
    if (same !== undefined && known.dirs[placesOf(resolved.cluster, host).conf]?.kind !== 'dir')
      throw refusal(resolved, host, same, 'and here it is not known yet');
  }
}

/** Whose process has a port cannot be seen of other users: then the user must do. */
function holdsPorts({ service }: Installation, { layout }: Placed, facts: HostFacts): boolean {
  return layout.ports.some(({ address, port }) =>
    facts.listeners.some(
      (one) =>
        one.port === port && overlaps(one, address, facts) && (one.pid === null ? one.uid === service?.uid : one.pid === service?.pid),
    ),
  );
}

function refusal({ cluster }: Resolved, host: Host, { base }: Installation, why: string): AppError {
  const [, home = '', name = ''] = /^(.*)\/\.fams-ops\/([^/]*)$/.exec(base) ?? [];
  const lie = [...(name === cluster.name ? [] : [`cluster: ${name}`]), ...(home === host.home ? [] : [`paths: { home: ${home} }`])];
  return new AppError(
    'IDENTITY_REFUSED',
    `The cluster "${name}" lies in ${home} on ${host.name}, ${why}; the inventory says "${cluster.name}" in ${host.home}. Nothing was touched.`,
    {
      where: { host: host.name, file: base },
      todo: [
        `If it is this cluster, write ${lie.join(' and ')}, and the ssh user that it belongs to.`,
        name === cluster.name
          ? `To move its home: with the old inventory "fams-ops stop", then move ${base}, the software and the data directories to the new home, and provision.`
          : 'A cluster keeps its name for good: it stands in the record of each data directory. If it is another cluster, give one of them other ports.',
      ],
    },
  );
}

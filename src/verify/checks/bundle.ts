// host.bundle: is the unpacked software the one that was uploaded, untouched since?
import { ok, warn } from '../../components/findings.js';
import { bringsUp } from '../../components/specs.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { BundleUse } from '../../model/component.js';
import type { HostFacts } from '../../model/facts.js';

export const hostBundle = check({
  id: 'host.bundle',
  title: 'Software is as it was uploaded',
  phase: 'running',
  needs: { facts },
  limits: {},
  explain:
    'The directory of the software was made by fams-ops from the bundle of the inventory, and path, mode, size and time of each file are ' +
    'as they were then. A difference is a warning: someone changed, replaced or removed files of the software.',
  judge: ({ facts }, { cluster }, placed) =>
    cluster.hosts.flatMap(({ name }) => {
      const host = facts.get(name);
      if (host === undefined) return [];
      const here = placed.filter(({ instance }) => instance.host.name === name);
      const uses = new Map(
        here.flatMap(({ instance, layout }) => layout.bundles.map((use) => [use.dir, { use, command: bringsUp(instance.component) }])),
      );
      return [...uses.values()].map(({ use, command }) => judgeBundle(use, command, host));
    }),
});

function judgeBundle({ bundle, dir }: BundleUse, command: string, host: HostFacts): Finding {
  const target = host.host;
  const found = host.bundles[dir];
  const fix = `Run "fams-ops ${command}": it puts ${bundle.name} ${bundle.version} there again.`;
  if (found === undefined || found.kind === 'absent') return warn(target, 'absent', `${dir} is not there`, fix);
  const { strangers = [], tenants: [tenant] = [] } = host.occupancy[dir] ?? {};
  if (found.kind === 'foreign' && tenant !== undefined)
    return warn(target, 'shared', `${dir} was put there by the cluster "${tenant.cluster}" alone`, fix);
  if (found.kind === 'foreign')
    return warn(target, 'foreign', `${dir} was not made by fams-ops`, `Move ${dir} away, then run "fams-ops ${command}".`);
  if (found.digest !== bundle.digest) return warn(target, found.digest, `${dir} is another bundle than that of the inventory`, fix);
  if (!found.intact && strangers.length > 0) {
    const some = strangers.slice(0, 5).join(', ') + (strangers.length > 5 ? ', ...' : '');
    return warn(target, 'strangers', `somebody put files into ${dir}: ${some}`, `Move them out of ${dir}, then run "fams-ops ${command}".`);
  }
  if (!found.intact) return warn(target, 'changed', `files in ${dir} were changed since it was uploaded`, fix);
  return ok(target, bundle.version, `${dir} is as it was uploaded`);
}

// host.ssh: can every host be reached and logged in to?
import { crit, ok, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { reach } from '../../evidence/sources.js';

export const hostSsh = check({
  id: 'host.ssh',
  title: 'Hosts can be reached',
  phase: 'any',
  needs: { reach },
  limits: {},
  explain:
    'Each host of the inventory is connected to and logged in to. One that cannot be reached is a warning: what its loss costs is said ' +
    'by the checks of ZooKeeper and Kafka. When none can be reached nothing is known of the cluster, which is critical.',
  judge: ({ reach }, { cluster }) =>
    cluster.hosts.map((host) => {
      const reached = reach.get(host.name);
      if (reached !== undefined) return ok(host.name, reached.ms, `reached in ${String(reached.ms)} ms`);
      const { user, port, host: dialled } = host.ssh;
      const fix =
        host.connection === 'local'
          ? 'See whether /bin/sh works on this machine.'
          : `Try "ssh -p ${String(port)} ${user}@${dialled}"; see whether the machine is up and its key is the known one.`;
      return reach.size === 0
        ? crit(host.name, null, 'cannot be reached, and neither can any other host', fix)
        : warn(host.name, null, 'cannot be reached', fix);
    }),
});

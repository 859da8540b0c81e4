// zookeeper.write: does every member take a write?
import { blaming, CLUSTER, crit, ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { reach } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import { majorityOf } from '../serving.js';
import { writes } from '../sources.js';

export const zookeeperWrite = check({
  id: 'zookeeper.write',
  title: 'ZooKeeper can be written',
  phase: 'running',
  needs: { reach, writes },
  of: 'zookeeper',
  settles: true,
  limits: { warnMs: 1000 },
  explain:
    'Through each member a node is created and deleted again, /fams-ops-verify-..., ephemeral, so that it goes also when we do. That is ' +
    'what a broker needs to register. A member that does not take it is a warning, because clients use another one; when none does, ' +
    'critical. More than warnMs warns: every write waits for the disks of a majority.',
  judge: ({ reach, writes }, _want, placed, limits) => {
    const all = placed.map(({ instance }) => instance.host.name);
    const hosts = all.filter((host) => reach.has(host));
    // Without a majority of the hosts no member can take a write.
    const down = hosts.length < majorityOf(all.length) ? all.filter((host) => !hosts.includes(host)) : [];
    const findings = hosts.map((host): Finding => {
      const target = `${host}/zookeeper`;
      const written = writes.get(host);
      const fix = `See "fams-ops logs zookeeper --limit ${host}" and zookeeper.quorum.`;
      if (written === undefined) return blaming(down, warn(target, null, 'does not take a write', fix));
      const message = `took a write in ${String(written.ms)} ms`;
      if (written.ms <= limits.warnMs) return ok(target, written.ms, message);
      return warn(target, written.ms, message, `See what the disks of the members do: "iostat -x 1 5" on each of them.`);
    });
    const lost = writes.size === 0 && hosts.length >= majorityOf(placed.length);
    return lost ? [crit(CLUSTER, 0, 'no member takes a write', 'Start the members: "fams-ops start zookeeper".'), ...findings] : findings;
  },
});

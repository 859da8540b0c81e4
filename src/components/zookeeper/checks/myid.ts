// zookeeper.myid: is each member the one that the inventory takes it for?
import { crit, ok, unknown } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { refusal } from '../unavailable-findings.js';
import { member } from '../sources.js';

export const zookeeperMyid = check({
  id: 'zookeeper.myid',
  title: 'ZooKeeper members have their ids',
  phase: 'running',
  needs: { member },
  of: 'zookeeper',
  settles: true,
  limits: {},
  explain:
    'The running member says which id it has (serverId of "conf"); it must be that of the inventory. Another one means that a member runs ' +
    'on the data or the myid file of another: critical.',
  judge: ({ member }, _want, placed) =>
    placed.flatMap(({ instance }) => {
      const host = instance.host.name;
      const target = `${host}/zookeeper`;
      const answers = member.get(host);
      if (answers === undefined) return [];
      const refused = refusal(host, answers, 'conf');
      if (refused !== null) return [refused];
      // Alone it has no id: ZooKeeper then reads no myid file and says 0.
      if (answers.mode === 'standalone') return [ok(target, null, 'runs alone, where no id is used')];
      const said = answers.conf['serverId'];
      const look = `See the file myid in the data directory on ${host}, then "fams-ops plan".`;
      if (said === undefined) return [unknown(target, 'does not tell its id while it is not serving', look)];
      const id = Number(said);
      // Nobody but a person knows which disk this is: provision refuses it.
      const fix = `See fams-ops.json in its data directory on ${host}. Where it names ${String(instance.id)}, write that into the file myid beside it and into the line server.N of ${host} in zookeeper.properties, then "fams-ops restart zookeeper --limit ${host}"; where it does not, give the host back its own disk.`;
      return id === instance.id
        ? [ok(target, id, `has id ${said}`)]
        : [crit(target, id, `has id ${said}, the inventory says ${String(instance.id)}`, fix)];
    }),
});

// kafka.registered: are the brokers in ZooKeeper those of the inventory, at the inventory's addresses?
import { blaming, CLUSTER, crit, ok, some, startAnew, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { at, placeOf, samePlace } from '../broker-place.js';
import { registry } from '../sources.js';

export const kafkaRegistered = check({
  id: 'kafka.registered',
  title: 'Brokers are registered',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'A broker that serves is registered in ZooKeeper under its id, with the address that clients are sent to. One that is missing is a ' +
    'warning (what that costs is said by kafka.leader and kafka.isr); another address, or a broker that the inventory does not know, is ' +
    'critical: clients are sent to a stranger.',
  judge: ({ registry }, _want, placed) => {
    const own = placed.map(({ instance }) => {
      const host = instance.host.name;
      const target = `${host}/kafka`;
      const place = placeOf(instance);
      const id = String(place.id);
      const found = registry.brokers.find((one) => one.id === place.id);
      if (found === undefined) return warn(target, null, `broker ${id} is not registered`, startAnew('kafka', host));
      if (samePlace(found, place)) return ok(target, at(found), `broker ${id} is registered at ${at(found)}`);
      const fix = `Find the broker that runs with id ${id} at ${at(found)} and stop it; then "fams-ops restart kafka --limit ${host}".`;
      return crit(target, at(found), `broker ${id} is registered at ${at(found)}, the inventory has it at ${at(place)}`, fix);
    });
    const foreign = registry.brokers.filter((one) => !placed.some(({ instance }) => instance.id === one.id));
    const names = foreign.map((one) => `${String(one.id)} at ${at(one)}`);
    return [
      ...(registry.brokers.length === 0
        ? [
            blaming(
              placed.map(({ instance }) => instance.host.name),
              crit(
                CLUSTER,
                0,
                'no broker is registered',
                'See "fams-ops status" and "fams-ops logs kafka"; "fams-ops restart kafka" starts them anew.',
              ),
            ),
          ]
        : []),
      ...(foreign.length === 0
        ? []
        : [
            crit(
              CLUSTER,
              foreign.length,
              `not in the inventory: broker ${some(names)}`,
              'Add it to the inventory, or stop it: it takes part in this cluster.',
            ),
          ]),
      ...own,
    ];
  },
});

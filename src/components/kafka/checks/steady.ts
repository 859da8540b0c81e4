// kafka.steady: did anything move between two looks?
import { CLUSTER, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import type { Registry } from '../../../model/observed.js';
import { servedTopics } from '../served-topics.js';
import { later, registry } from '../sources.js';

export const kafkaSteady = check({
  id: 'kafka.steady',
  title: 'Nothing moves while one looks',
  phase: 'running',
  needs: { registry, later },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'What Kafka keeps in ZooKeeper is read at the beginning and at the end of the run. A controller, a leader or an ISR that changed ' +
    'in between means that something comes and goes: a broker that restarts, a session that expires, a replica that cannot keep up. ' +
    'Once is a warning; look again, and see the logs if it stays so.',
  judge: ({ registry, later }) => {
    const moved = [
      ...(registry.controllerEpoch === later.controllerEpoch
        ? []
        : [`the controller (epoch ${String(registry.controllerEpoch)}, then ${String(later.controllerEpoch)})`]),
      ...cameAndWent(registry, later),
      ...changedPartitions(registry, later),
    ];
    if (moved.length === 0) return [ok(CLUSTER, 0, 'controller, brokers, leaders and ISRs stayed as they were')];
    const fix =
      'Look again in a minute. If it stays so: "fams-ops logs kafka", host.service for restarts, zookeeper.latency for lost sessions.';
    return [warn(CLUSTER, moved.length, `changed during the run: ${some(moved)}`, fix)];
  },
});

function cameAndWent(before: Registry, after: Registry): readonly string[] {
  const ids = ({ brokers }: Registry): readonly number[] => brokers.map(({ id }) => id);
  return [
    ...ids(before).flatMap((id) => (ids(after).includes(id) ? [] : [`broker ${String(id)} went`])),
    ...ids(after).flatMap((id) => (ids(before).includes(id) ? [] : [`broker ${String(id)} came`])),
  ];
}

/** Topics made or deleted in between are somebody's wish. */
function changedPartitions(before: Registry, after: Registry): readonly string[] {
  const states = (registry: Registry): ReadonlyMap<string, string> =>
    new Map(
      servedTopics(registry).flatMap(({ name, partitions }) =>
        partitions.map(({ partition, leader, isr }) => [
          `${name}/${String(partition)}`,
          `${String(leader)} of ${isr.toSorted((a, b) => a - b).join(',')}`,
        ]),
      ),
    );
  const then = states(after);
  return [...states(before)].flatMap(([place, state]) => {
    const now = then.get(place);
    return now === undefined || now === state ? [] : [`${place} (leader ${state}, then ${now})`];
  });
}

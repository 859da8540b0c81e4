// kafka.leader: can every partition be written and read?
import { blaming, CLUSTER, count, crit, ok } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { hostsOf } from '../broker-place.js';
import { servedTopics } from '../served-topics.js';
import { registry } from '../sources.js';

export const kafkaLeader = check({
  id: 'kafka.leader',
  title: 'Partitions have leaders',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  settles: true,
  limits: {},
  explain:
    'Every partition has a leader, and that leader is registered. A partition without one can neither be written nor read: critical. It ' +
    'gets a leader when a broker of its ISR comes back.',
  judge: ({ registry }, _want, placed) => {
    const topics = servedTopics(registry);
    const partitions = topics.flatMap(({ name, partitions: of }) =>
      of.map((one) => ({ ...one, target: `${name}/${String(one.partition)}` })),
    );
    const offline = partitions.filter(({ leader }) => !registry.brokers.some((one) => one.id === leader));
    if (offline.length === 0)
      return [ok(CLUSTER, 0, `${count(partitions.length, 'partition')} of ${count(topics.length, 'topic')}, each with a leader`)];
    return offline.map(({ target, leader, isr, replicas }) => {
      const back = isr.length > 0 ? isr : replicas;
      const message = leader < 0 ? 'has no leader' : `its leader, broker ${String(leader)}, is not registered`;
      const fix = `Bring back one of its brokers ${back.join(', ')}: "fams-ops start kafka", "fams-ops logs kafka".`;
      return blaming(hostsOf(back, placed), crit(target, leader, message, fix));
    });
  },
});

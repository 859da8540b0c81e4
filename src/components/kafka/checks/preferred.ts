// kafka.preferred: do the replicas lead that are meant to?
import { CLUSTER, count, ok, some, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { facts } from '../../../evidence/sources.js';
import type { HostFacts } from '../../../model/facts.js';
import type { Placed } from '../../../model/resolved.js';
import { servedTopics } from '../served-topics.js';
import { registry } from '../sources.js';

export const kafkaPreferred = check({
  id: 'kafka.preferred',
  title: 'Leadership is spread',
  phase: 'running',
  needs: { facts, registry },
  of: 'kafka',
  limits: { warnPercent: 30, settleMinutes: 15 },
  explain:
    'The first replica of a partition is its preferred leader; when all lead, the work is spread. After a restart others lead. Each ' +
    'broker looks after that every 300 s and gives leadership back, so it is a warning only when more than warnPercent of the ' +
    'partitions have another leader although their preferred one is in sync, and no broker was started within the last settleMinutes.',
  judge: ({ facts, registry }, _want, placed, limits) => {
    const partitions = servedTopics(registry).flatMap(({ name, partitions: of }) =>
      of.map((one) => ({ ...one, place: `${name}/${String(one.partition)}` })),
    );
    const away = partitions.filter(({ leader, replicas: [first], isr }) => first !== undefined && leader !== first && isr.includes(first));
    const percent = partitions.length === 0 ? 0 : Math.round((away.length / partitions.length) * 100);
    const message = `${String(away.length)} of ${count(partitions.length, 'partition')} led by another than the preferred replica`;
    if (percent <= limits.warnPercent) return [ok(CLUSTER, percent, message)];
    if (startedWithin(limits.settleMinutes * 60_000, facts, placed))
      return [ok(CLUSTER, percent, `${message}; a broker was started a short time ago, it moves back by itself within 300 s`)];
    const fix =
      'It should move back by itself within 300 s (auto.leader.rebalance.enable); at once: "bin/kafka-preferred-replica-election.sh --zookeeper HOST:2181".';
    return [warn(CLUSTER, percent, `${message}: ${some(away.map(({ place }) => place))}`, fix)];
  },
});

/** By the clock of each host. A start at an unknown time counts as recent. */
const startedWithin = (ms: number, facts: ReadonlyMap<string, HostFacts>, placed: readonly Placed[]): boolean =>
  placed.some(({ instance }) => {
    const host = facts.get(instance.host.name);
    const service = host?.services[instance.component];
    if (host === undefined || service?.state !== 'running') return false;
    return service.startedAt === null || host.clockMs - Date.parse(service.startedAt) < ms;
  });

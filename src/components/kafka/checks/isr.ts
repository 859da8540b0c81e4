// kafka.isr: how many losses can the partitions still take?
import { blaming, CLUSTER, count, crit, ok, some, warn } from '../../findings.js';
import type { Check, Finding } from '../../../model/check.js';
import type { PartitionState, TopicState } from '../../../model/observed.js';
import { minIsr } from '../min-insync-replicas.js';
import { hostsOf } from '../broker-place.js';
import { servedTopics } from '../served-topics.js';

export const kafkaIsr: Check<'registry'> = {
  id: 'kafka.isr',
  title: 'Replicas are in sync',
  needs: ['registry'],
  of: 'kafka',
  slow: false,
  settles: true,
  limits: {},
  explain:
    'Every replica of every partition is in its ISR. One that is missing is a warning. It is critical when the ISR is below ' +
    'min.insync.replicas, because producers with acks=-1 are refused, and when it is down to one of several replicas, because the next ' +
    'loss takes the partition away. What counts is the setting of the topic: Kafka 0.8.2.1 ignores min.insync.replicas of ' +
    'server.properties (KAFKA-2114). A replica that was away rejoins when it has caught up.',
  judge: ({ registry }, _want, placed) => {
    const topics = servedTopics(registry);
    const bad = topics.flatMap((topic) =>
      topic.partitions.flatMap((one) => {
        const missing = one.replicas.filter((id) => !one.isr.includes(id));
        return judgePartition(topic, one).map((finding) => blaming(hostsOf(missing, placed), finding));
      }),
    );
    return bad.length > 0 ? bad : [ok(CLUSTER, 0, healthy(topics))];
  },
};

function judgePartition(topic: TopicState, partition: PartitionState): readonly Finding[] {
  const { replicas, isr } = partition;
  const target = `${topic.name}/${String(partition.partition)}`;
  const missing = replicas.filter((id) => !isr.includes(id));
  const need = minIsr(topic);
  const behind = `${String(isr.length)} of ${count(replicas.length, 'replica')} in sync`;
  const bring =
    missing.length === 0
      ? `Set its min.insync.replicas to ${String(replicas.length)} under topics: in the inventory, then "fams-ops provision"; or give it more replicas.`
      : `Bring broker ${some(missing.map(String))} back: "fams-ops start kafka", "fams-ops logs kafka". It catches up by itself.`;
  if (isr.length < need)
    return [crit(target, isr.length, `${behind}, min.insync.replicas is ${String(need)}: producers with acks=-1 are refused`, bring)];
  if (missing.length === 0) return [];
  const message = `${behind}, missing broker ${some(missing.map(String))}`;
  return [isr.length === 1 ? crit(target, 1, `${message}; that is the only copy`, bring) : warn(target, isr.length, message, bring)];
}

function healthy(topics: readonly TopicState[]): string {
  const partitions = topics.flatMap((topic) => topic.partitions);
  const single = topics.filter((topic) => topic.partitions.some(({ replicas }) => replicas.length === 1));
  const note = single.length === 0 ? '' : `; one replica only, lost with its broker: ${some(single.map(({ name }) => name))}`;
  return `${count(partitions.length, 'partition')}, every replica in sync${note}`;
}

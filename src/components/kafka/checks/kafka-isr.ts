// kafka.isr: how many losses can the partitions still take?
import { CLUSTER, count, crit, ok, some, warn } from '../../findings.js';
import type { Check, Finding } from '../../../model/check.js';
import type { PartitionState, TopicState } from '../../../model/observed.js';
import type { Placed } from '../../../model/resolved.js';
import { minIsr } from '../live-min-isr.js';
import { servedTopics } from '../served-topics.js';

export const kafkaIsr: Check<'registry'> = {
  id: 'kafka.isr',
  title: 'Replicas are in sync',
  needs: ['registry'],
  of: 'kafka',
  slow: false,
  limits: {},
  explain:
    'Every replica of every partition is in its ISR. One that is missing is a warning; an ISR below min.insync.replicas (of the topic, ' +
    'else of the brokers) is critical: producers with acks=-1 are refused. A replica that was away rejoins when it has caught up.',
  judge: ({ registry }, _want, placed) => {
    const topics = servedTopics(registry);
    const bad = topics.flatMap((topic) => topic.partitions.flatMap((one) => judgePartition(topic, one, placed)));
    return bad.length > 0 ? bad : [ok(CLUSTER, 0, healthy(topics))];
  },
};

function judgePartition(topic: TopicState, partition: PartitionState, placed: readonly Placed[]): readonly Finding[] {
  const { replicas, isr } = partition;
  const target = `${topic.name}/${String(partition.partition)}`;
  const missing = replicas.filter((id) => !isr.includes(id));
  const need = minIsr(topic, partition, placed);
  const behind = `${String(isr.length)} of ${count(replicas.length, 'replica')} in sync`;
  const bring =
    missing.length === 0
      ? 'Lower min.insync.replicas of the topic, or give it more replicas.'
      : `Bring broker ${some(missing.map(String))} back: "fams-ops status", "fams-ops logs kafka". It catches up by itself.`;
  if (isr.length < need)
    return [crit(target, isr.length, `${behind}, min.insync.replicas is ${String(need)}: producers with acks=-1 are refused`, bring)];
  if (missing.length === 0) return [];
  const last = isr.length === 1 ? '; that is the only copy' : '';
  return [warn(target, isr.length, `${behind}, missing broker ${some(missing.map(String))}${last}`, bring)];
}

function healthy(topics: readonly TopicState[]): string {
  const partitions = topics.flatMap((topic) => topic.partitions);
  const single = topics.filter((topic) => topic.partitions.some(({ replicas }) => replicas.length === 1));
  const note = single.length === 0 ? '' : `; one replica only, lost with its broker: ${some(single.map(({ name }) => name))}`;
  return `${count(partitions.length, 'partition')}, every replica in sync${note}`;
}

// kafka.topics: are the declared topics there, as declared?
import { CLUSTER, count, crit, ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import type { Topic } from '../../../model/cluster.js';
import type { Registry } from '../../../model/observed.js';
import { drift } from '../topic-drift.js';
import { registry } from '../sources.js';

export const kafkaTopics = check({
  id: 'kafka.topics',
  title: 'Topics are as declared',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  limits: {},
  explain:
    'Every topic of the inventory exists with its partitions, replication factor and settings. A missing topic or another number of ' +
    'partitions is critical (keys land in other partitions); another replication factor or setting is a warning.',
  judge: ({ registry }, { cluster }) => {
    if (cluster.topics.length === 0) return [ok(CLUSTER, 0, 'no topics are declared')];
    const bad = cluster.topics.flatMap((topic) => judgeTopic(topic, registry));
    return bad.length > 0 ? bad : [ok(CLUSTER, cluster.topics.length, `${count(cluster.topics.length, 'topic')} as declared`)];
  },
});

const PROVISION = 'See "fams-ops plan"; "fams-ops provision" puts it right.';

function judgeTopic(topic: Topic, { topics, deleting }: Registry): readonly Finding[] {
  const { name } = topic;
  const found = topics.find((one) => one.name === name);
  // Its own probe topic serves nobody but fams-ops.
  const severe = topic.internal ? warn : crit;
  if (deleting.includes(name))
    return [severe(name, 'deleting', 'is marked for deletion', 'Wait until it is gone, then "fams-ops provision".')];
  if (found === undefined) return [severe(name, null, 'does not exist', PROVISION)];
  const partitions = found.partitions.length;
  const differences = partitions === topic.partitions ? drift(topic, found) : [];
  if (partitions > topic.partitions)
    return [
      severe(
        name,
        partitions,
        `has ${count(partitions, 'partition')}, ${String(topic.partitions)} are declared`,
        'Partitions cannot be taken away: correct the inventory.',
      ),
    ];
  if (partitions < topic.partitions)
    return [severe(name, partitions, `has ${count(partitions, 'partition')}, ${String(topic.partitions)} are declared`, PROVISION)];
  return differences.length === 0 ? [] : [warn(name, differences.length, `differs: ${differences.join('; ')}`, PROVISION)];
}

// kafka.topic-settings: do topics have settings that lose records?
import { CLUSTER, count, ok, warn } from '../../findings.js';
import type { Check, Finding } from '../../../model/check.js';
import type { TopicState } from '../../../model/observed.js';
import { IN_SYNC, minIsr } from '../min-insync-replicas.js';
import { servedTopics } from '../served-topics.js';

export const kafkaTopicSettings: Check<'registry'> = {
  id: 'kafka.topic-settings',
  title: 'Topic settings lose nothing',
  needs: ['registry'],
  of: 'kafka',
  slow: false,
  limits: {},
  explain:
    'With acks=-1 a record is acknowledged once min.insync.replicas have it. Kafka 0.8.2.1 ignores that key in server.properties ' +
    '(KAFKA-2114): a topic with three replicas and no setting of its own acknowledges records that one broker alone has. A topic may ' +
    'also allow unclean leader election for itself. Both are warnings; so is a topic whose producers stop with the first broker that ' +
    'is away.',
  judge: ({ registry }, { cluster }) => {
    const topics = servedTopics(registry);
    const bad = topics.flatMap((topic) =>
      judgeTopic(
        topic,
        cluster.topics.some(({ name }) => name === topic.name),
      ),
    );
    return bad.length > 0 ? bad : [ok(CLUSTER, topics.length, `${count(topics.length, 'topic')}, none with settings that lose records`)];
  },
};

function judgeTopic(topic: TopicState, declared: boolean): readonly Finding[] {
  const { name, config, partitions } = topic;
  const copies = Math.min(...partitions.map(({ replicas }) => replicas.length));
  const need = minIsr(topic);
  const set = (key: string, value: string): string =>
    declared
      ? `Set ${key}: ${value} for ${name} under topics: in the inventory, then "fams-ops provision".`
      : `Run "bin/kafka-topics.sh --zookeeper HOST:2181 --alter --topic ${name} --config ${key}=${value}", or declare it in the inventory.`;
  return [
    // The brokers' own topic is written with the acknowledgement of all in sync, and read again by its only writer.
    ...(copies >= 3 && config[IN_SYNC] === undefined && name !== '__consumer_offsets'
      ? [warn(name, null, `${IN_SYNC} is not set: one broker alone may acknowledge a record`, set(IN_SYNC, '2'))]
      : []),
    ...(copies >= 2 && need === copies
      ? [
          warn(
            name,
            need,
            `${IN_SYNC} is ${String(need)}, as many as there are replicas: one broker away stops acks=-1`,
            set(IN_SYNC, String(copies - 1)),
          ),
        ]
      : []),
    ...(config['unclean.leader.election.enable'] === 'true'
      ? [
          warn(
            name,
            'true',
            'unclean.leader.election.enable is true: records are lost with a leader',
            set('unclean.leader.election.enable', 'false'),
          ),
        ]
      : []),
  ];
}

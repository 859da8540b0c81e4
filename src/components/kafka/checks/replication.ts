// kafka.replication: do the topics that nobody declared survive the loss of a broker?
import { CLUSTER, count, ok, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import { servedTopics } from '../served-topics.js';
import { registry } from '../sources.js';

export const kafkaReplication = check({
  id: 'kafka.replication',
  title: 'Topics have enough replicas',
  phase: 'running',
  needs: { registry },
  of: 'kafka',
  limits: {},
  explain:
    'Topics that are not in the inventory are looked at, too: one with a single replica is lost with its broker. The topic of the ' +
    "consumers' offsets, __consumer_offsets, gets as many replicas as brokers were alive when it was first used, at most three; with " +
    'fewer, groups lose their place with a broker. How declared topics differ is said by kafka.topics.',
  judge: ({ registry }, { cluster }, placed) => {
    const wanted = Math.min(FULL, placed.length);
    const others = servedTopics(registry).filter(({ name }) => !cluster.topics.some((topic) => topic.name === name));
    const findings = others.flatMap((topic): readonly Finding[] => {
      const fewest = Math.min(...topic.partitions.map(({ replicas }) => replicas.length));
      const least = topic.name === OFFSETS ? wanted : Math.min(2, wanted);
      if (fewest >= least) return [];
      const message = `has ${count(fewest, 'replica')}; ${topic.name === OFFSETS ? 'groups lose their place' : 'it is lost'} with its broker`;
      return [warn(topic.name, fewest, message, fixOf(topic.name, wanted))];
    });
    return findings.length > 0
      ? findings
      : [ok(CLUSTER, 0, `${count(others.length, 'topic')} beside those of the inventory, with replicas to lose`)];
  },
});

/** Made by the brokers at the first use of a consumer group. */
const OFFSETS = '__consumer_offsets';
const FULL = 3;

const fixOf = (topic: string, wanted: number): string =>
  `Give it ${String(wanted)} replicas: name them for each partition in a JSON file and run "bin/kafka-reassign-partitions.sh --zookeeper HOST:2181 ` +
  `--reassignment-json-file FILE --execute"${topic === OFFSETS ? '' : '; or delete the topic'}.`;

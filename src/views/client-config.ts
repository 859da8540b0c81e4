// Settings for an application, as properties that can be copied.
import type { ClientConfigResult } from '../flows/client-config.js';

export function clientConfigText({ brokers, zookeeper, kafkaVersion, topics }: ClientConfigResult): string {
  return [
    `# Kafka ${kafkaVersion}: 0.8 clients. Newer ones must be told, e.g. kcat -X api.version.request=false -X broker.version.fallback=${kafkaVersion}`,
    '# producer (Scala, 0.8)',
    `metadata.broker.list=${brokers}`,
    'request.required.acks=-1',
    '# producer (Java, kafka-clients 0.8.2)',
    `bootstrap.servers=${brokers}`,
    'acks=all',
    '# consumer',
    `zookeeper.connect=${zookeeper}`,
    'group.id=',
    ...topics.map(
      (topic) => `# topic ${topic.name}: ${String(topic.partitions)} partitions, replication factor ${String(topic.replicationFactor)}`,
    ),
  ].join('\n');
}

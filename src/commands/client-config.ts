import type { ClientConfigResult } from '../flows/client-config.js';
import type { FlowOptions, Outcome } from '../flows/run/options.js';
import { BaseCommand, type Input } from './base-command.js';

export default class ClientConfig extends BaseCommand<typeof ClientConfig, ClientConfigResult> {
  static override summary = 'Print what an application needs to use the cluster';
  static override examples = [{ command: '<%= config.bin %> <%= command.id %>', description: 'Settings for producers and consumers' }];

  protected override async act(_input: Input<typeof ClientConfig>, flow: FlowOptions): Promise<Outcome<ClientConfigResult>> {
    const { clientConfig } = await import('../flows/client-config.js');
    return clientConfig(flow);
  }

  protected override show({ brokers, zookeeper, kafkaVersion, topics }: ClientConfigResult): string {
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
}

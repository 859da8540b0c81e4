// Pure: the properties files of a broker's host: the broker's own, and those for producers and consumers there.
import type { ComponentSettings } from '../../model/cluster.js';
import type { Instance, ResolvedInstances } from '../../model/component.js';
import { dirsOf, endpoint, instancesOf, portOf } from '../instances.js';
import { renderProperties } from '../properties.js';
import { readTemplate } from '../templates.js';
import { zookeeperConnect } from '../zookeeper/connect.js';
import { minInsyncReplicas } from './min-insync-replicas.js';
import { largestMessage, replicaFetchMaxBytes } from './sizes.js';

export function serverProperties(instance: Instance, resolved: ResolvedInstances): string {
  const brokers = settingsOf(resolved);
  return renderProperties({
    template: readTemplate('kafka/server.properties'),
    values: {
      id: String(instance.id),
      address: instance.host.address,
      port: String(portOf(instance, 'broker')),
      logDirs: dirsOf(instance, 'log.dirs').join(','),
      zookeeperConnect: zookeeperConnect(resolved),
      replicationFactor: String(Math.min(3, brokers.length)),
      minInsyncReplicas: String(minInsyncReplicas(brokers.length)),
      replicaFetchMaxBytes: String(replicaFetchMaxBytes(brokers)),
    },
    config: instance.settings.config,
  });
}

export function producerProperties(resolved: ResolvedInstances): string {
  const brokers = instancesOf(resolved, 'kafka').map((broker) => endpoint(broker, 'broker'));
  return renderProperties({ template: readTemplate('kafka/producer.properties'), values: { brokers: brokers.join(',') } });
}

export function consumerProperties(resolved: ResolvedInstances): string {
  return renderProperties({
    template: readTemplate('kafka/consumer.properties'),
    values: {
      zookeeperConnect: zookeeperConnect(resolved),
      group: `${resolved.cluster.name}-consumers`,
      fetchMaxBytes: String(largestMessage(settingsOf(resolved))),
    },
  });
}

const settingsOf = (resolved: ResolvedInstances): readonly ComponentSettings[] =>
  instancesOf(resolved, 'kafka').map((broker) => broker.settings);

// Pure: what a Kafka broker is and everything that it needs on its host.
import type { ComponentSpec, DataDir, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { dirsOf, portOf } from '../instances.js';
import { bundleUse, placeDirs, placesOf } from '../places.js';
import { jvmService } from '../service.js';
import { readTemplate } from '../templates.js';
import { kafkaKeys } from './keys.js';
import { lastSession } from './last-session.js';
import { consumerProperties, producerProperties, serverProperties } from './properties.js';
import { toolFiles } from './tools.js';

export const kafkaSpec: ComponentSpec = {
  name: 'kafka',
  title: 'Kafka broker',
  needs: ['zookeeper'],
  side: 'storage',
  placement: 'all',
  section: {
    key: 'kafka',
    heap: '512m',
    ports: { broker: 9092 },
    dirs: { 'log.dirs': '<home>/kafka-logs' },
    configDirs: ['log.dirs'],
    config: {},
  },
  id: { key: 'brokerId', first: 0, last: 2_147_483_647 },
  keys: kafkaKeys,
  minJava: 8,
  maxJava: null,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host } = instance;
  const places = placesOf(resolved.cluster, host);
  const software = bundleUse('kafka', instance, resolved);
  const properties = { path: `${places.conf}/server.properties`, text: serverProperties(instance, resolved), mode: 0o644 };
  const { service, files } = jvmService(instance, places, {
    mainClass: 'kafka.Kafka',
    arguments: [properties.path],
    heap: instance.settings.heap,
    own: [properties],
    before: lastSession(instance, resolved, places, software.dir),
    log4j: { path: `${places.conf}/kafka-log4j.properties`, text: readTemplate('kafka/log4j.properties'), mode: 0o644 },
    classPath: [`${software.dir}/libs/*`],
    software: [software],
    logs: ['kafka.log', 'kafka.out', 'kafka-controller.log', 'kafka-state-change.log', 'kafka-cleaner.log'],
    stopMs: 180_000,
  });
  return {
    ports: [{ name: 'broker', address: host.address, port: portOf(instance, 'broker') }],
    dirs: placeDirs(host, places),
    dataDirs: dirsOf(instance, 'log.dirs').map((path) => dataDir(path, instance, resolved)),
    bundles: [software],
    files: [
      ...files,
      { path: `${places.conf}/producer.properties`, text: producerProperties(resolved), mode: 0o644 },
      { path: `${places.conf}/consumer.properties`, text: consumerProperties(resolved), mode: 0o644 },
      ...toolFiles(instance, places),
    ],
    service,
    stateFile: null,
    heaps: [instance.settings.heap],
  };
}

const dataDir = (path: string, { id }: Instance, { cluster }: ResolvedInstances): DataDir => ({
  path,
  record: { schemaVersion: 1, cluster: cluster.name, component: 'kafka', id },
  // A directory may be the root of a file system.
  expected: ['lost+found'],
  // A directory for each replica: `<topic>-<partition>`.
  holdsData: (entries) => entries.some((name) => /.-\d+$/.test(name)),
  minFreeKb: 256 * 1024,
});

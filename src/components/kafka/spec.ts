// Pure: what a Kafka broker is and everything that it needs on its host.
import { quote } from '../../hosts/session/quote.js';
import type { ComponentSpec, DataDir, Instance, Layout, PlannedFile, ResolvedInstances } from '../../model/component.js';
import { fillHoles } from '../holes.js';
import { dirsOf, portOf } from '../instances.js';
import { temporaryFiles, toolFlags } from '../jvm.js';
import { bundleUse, placeDirs, placesOf, type Places } from '../places.js';
import { fileUrl, jvmService, startedCopy } from '../service.js';
import { readTemplate } from '../templates.js';
import { kafkaKeys } from './keys.js';
import { lastSession } from './last-session.js';
import { consumerProperties, producerProperties, serverProperties } from './properties.js';
import { kafkaDirs } from './software.js';
import { brokerWhereabouts } from './whereabouts.js';

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
  softwareDirs: kafkaDirs,
  minJava: 8,
  maxJava: null,
  whereabouts: brokerWhereabouts,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host } = instance;
  const places = placesOf(resolved.cluster, host);
  const software = bundleUse('kafka', instance, resolved);
  const properties = { path: `${places.conf}/server.properties`, text: serverProperties(instance, resolved), mode: 0o644 };
  const dataDirs = dirsOf(instance, 'log.dirs').map((path) => dataDir(path, instance, resolved));
  const { service, files } = jvmService(instance, places, {
    data: { records: dataDirs, config: properties.path },
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
    ports: [{ name: 'broker', address: host.address, port: portOf(instance, 'broker'), asked: true }],
    dirs: placeDirs(host, places),
    dataDirs,
    bundles: [software],
    files: [
      ...files,
      { path: `${places.conf}/producer.properties`, text: producerProperties(resolved), mode: 0o644 },
      { path: `${places.conf}/consumer.properties`, text: consumerProperties(resolved), mode: 0o644 },
      ...toolFiles(instance, places),
    ],
    service,
    stateFile: null,
    config: { path: properties.path, started: startedCopy(places, 'kafka') },
    heaps: [instance.settings.heap],
  };
}

/** What the console tools need, so that a person on the host can type the article's commands. */
function toolFiles({ java }: Instance, places: Places): readonly PlannedFile[] {
  const log4j: PlannedFile = {
    path: `${places.conf}/tools-log4j.properties`,
    text: readTemplate('kafka/tools-log4j.properties'),
    mode: 0o644,
  };
  const env = fillHoles(readTemplate('kafka/tools.env'), {
    javaHome: quote(java.home),
    jvmFlags: quote([...toolFlags(java), temporaryFiles(places)].join(' ')),
    log4j: quote(`-Dlog4j.configuration=${fileUrl(log4j.path)}`),
    logDir: quote(places.log),
  });
  return [log4j, { path: `${places.conf}/tools.env`, text: env, mode: 0o644 }];
}

/** In the root of a file system. 0.8.2.1 takes every directory beside its own for a partition, and dies of a name that is none. */
const LOST_FOUND = 'lost+found';

const dataDir = (path: string, { id }: Instance, { cluster }: ResolvedInstances): DataDir => ({
  path,
  record: { schemaVersion: 1, cluster: cluster.name, component: 'kafka', id },
  expected: [LOST_FOUND],
  fatal: [LOST_FOUND],
  ownNames: String.raw`^(.+-[0-9]+|\.lock|(meta\.properties|[a-z-]+-offset-checkpoint)(\.tmp)?|\.kafka_cleanshutdown)$`,
  // A directory for each replica: `<topic>-<partition>`.
  holdsData: (entries) => entries.some((name) => /.-\d+$/.test(name)),
  minFreeKb: 256 * 1024,
});

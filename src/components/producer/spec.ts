// Pure: what the producer of page-view events is and everything that it needs on its host.
import type { ComponentSpec, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { endpoint, instancesOf } from '../instances.js';
import { placeDirs, placesOf } from '../places.js';
import { renderProperties } from '../properties.js';
import { jvmService } from '../service.js';
import { LAST_JAVA } from '../spark/java.js';
import { log4jFile } from '../spark/places.js';
import { sparkKeys, sparkSection } from '../spark/section.js';
import { JOBS_JAR, jobsSoftware, sparkSoftware } from '../spark/software.js';
import { readTemplate } from '../templates.js';

export const PRODUCER = 'producer';
/** It holds no more than what it has sent and not yet seen acknowledged. */
export const HEAP = '96m';
export const MAIN_CLASS = 'fams.streaming.UserBehaviorMsgProducer';
/** Its settings, in the directory for those. */
export const PROPERTIES = 'user-behavior.properties';

export const producerSpec: ComponentSpec = {
  name: PRODUCER,
  title: 'Producer of page-view events',
  side: 'streaming',
  needs: ['kafka'],
  placement: 'last',
  section: sparkSection({}),
  id: null,
  keys: sparkKeys,
  softwareDirs: () => [],
  minJava: 8,
  maxJava: LAST_JAVA,
  whereabouts: null,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host } = instance;
  const places = placesOf(resolved.cluster, host);
  // The Kafka client comes with Spark's jars.
  const spark = sparkSoftware(instance, resolved);
  const jobs = jobsSoftware(instance, resolved);
  const properties = { path: `${places.conf}/${PROPERTIES}`, text: producerProperties(instance, resolved), mode: 0o644 };
  const { service, files } = jvmService(instance, places, {
    mainClass: MAIN_CLASS,
    arguments: [properties.path],
    heap: HEAP,
    own: [properties],
    log4j: log4jFile(PRODUCER, places),
    classPath: [`${jobs.dir}/${JOBS_JAR}`, `${spark.dir}/lib/*`],
    software: [spark, jobs],
    logs: ['producer.out', 'producer.log'],
    stopMs: 60_000,
  });
  return {
    ports: [],
    dirs: placeDirs(host, places),
    dataDirs: [],
    bundles: [spark, jobs],
    files,
    service,
    stateFile: `${places.run}/${PRODUCER}.state`,
    config: null,
    heaps: [HEAP],
  };
}

function producerProperties({ host }: Instance, resolved: ResolvedInstances): string {
  const { topic, everyMs, messages, pages, clicks, stay, likes, seed } = resolved.cluster.streaming.producer;
  const brokers = instancesOf(resolved, 'kafka').map((broker) => endpoint(broker, 'broker'));
  return renderProperties({
    template: readTemplate('jobs/user-behavior.properties'),
    values: {
      brokers: brokers.join(','),
      topic,
      everyMs: String(everyMs),
      fewest: String(messages[0]),
      most: String(messages[1]),
      pages: String(pages),
      fewestClicks: String(clicks[0]),
      mostClicks: String(clicks[1]),
      shortest: String(stay[0]),
      longest: String(stay[1]),
      minus: String(likes[0]),
      zero: String(likes[1]),
      plus: String(likes[2]),
      seed: seed === null ? '' : String(seed),
      stateFile: `${placesOf(resolved.cluster, host).run}/${PRODUCER}.state`,
      host: host.name,
    },
  });
}

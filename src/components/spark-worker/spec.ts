// Pure: what a Spark worker is and everything that it needs on its host.
import type { ComponentSpec, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { portOf } from '../instances.js';
import { placeDirs, placesOf } from '../places.js';
import { jvmService } from '../service.js';
import { LAST_JAVA } from '../spark/java.js';
import { log4jFile, masterUrl, scratchOf, sparkEnvironment, SPARK_MASTER, SPARK_WORKER } from '../spark/places.js';
import { sparkKeys, sparkSection } from '../spark/section.js';
import { jobsSoftware, sparkSoftware, sparkDirs } from '../spark/software.js';

export const sparkWorkerSpec: ComponentSpec = {
  name: SPARK_WORKER,
  title: 'Spark worker',
  side: 'streaming',
  needs: [SPARK_MASTER],
  placement: 'all',
  section: sparkSection({ worker: 7078, workerWeb: 8081 }),
  id: null,
  keys: sparkKeys,
  softwareDirs: sparkDirs,
  minJava: 8,
  maxJava: LAST_JAVA,
  whereabouts: null,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host, settings } = instance;
  const { cluster } = resolved;
  const places = placesOf(cluster, host);
  const software = sparkSoftware(instance, resolved);
  const scratch = scratchOf(places);
  const { workerCores, workerMemory } = cluster.spark;
  const [port, web] = [portOf(instance, 'worker'), portOf(instance, 'workerWeb')];
  const { service, files } = jvmService(instance, places, {
    mainClass: 'org.apache.spark.deploy.worker.Worker',
    flags: Object.entries(settings.config).map(([key, value]) => `-D${key}=${value}`),
    arguments: [
      ...['--ip', host.address, '--port', String(port), '--webui-port', String(web)],
      ...(workerCores === null ? [] : ['-c', String(workerCores)]),
      ...['-m', workerMemory, '-d', `${scratch}/work`, masterUrl(resolved)],
    ],
    heap: settings.heap,
    own: [],
    log4j: log4jFile(SPARK_WORKER, places),
    classPath: [`${software.dir}/lib/*`],
    software: [software],
    environment: sparkEnvironment(instance, places, software.dir),
    logs: ['spark-worker.log', 'spark-worker.out'],
    stopMs: 30_000,
  });
  return {
    ports: [
      { name: 'worker', address: host.address, port },
      { name: 'workerWeb', address: '0.0.0.0', port: web, page: true },
    ],
    dirs: [...placeDirs(host, places), ...['', '/work', '/local'].map((part) => ({ path: `${scratch}${part}`, mode: 0o700 }))],
    dataDirs: [],
    // The driver of a submitted program may run here.
    bundles: [software, jobsSoftware(instance, resolved)],
    files,
    service,
    stateFile: null,
    config: null,
    heaps: [settings.heap, workerMemory],
  };
}

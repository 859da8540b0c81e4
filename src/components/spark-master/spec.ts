// Pure: what a Spark master is and everything that it needs on its host.
import type { ComponentSpec, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { endpoint, instancesOf, portOf } from '../instances.js';
import { placeDirs, placesOf } from '../places.js';
import { jvmService } from '../service.js';
import { LAST_JAVA } from '../spark/java.js';
import { log4jFile, scratchOf, sparkEnvironment, SPARK_MASTER } from '../spark/places.js';
import { sparkKeys, sparkSection } from '../spark/section.js';
import { jobsSoftware, sparkSoftware, sparkDirs } from '../spark/software.js';

export const sparkMasterSpec: ComponentSpec = {
  name: SPARK_MASTER,
  title: 'Spark master',
  side: 'streaming',
  needs: ['zookeeper'],
  placement: 'first',
  section: sparkSection({ master: 7077, masterWeb: 8080 }),
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
  const places = placesOf(resolved.cluster, host);
  const software = sparkSoftware(instance, resolved);
  const recovery = `${scratchOf(places)}/recovery`;
  const config = { ...settings.config, ...recoveryOf(resolved, recovery), 'spark.master.rest.enabled': 'false' };
  const port = portOf(instance, 'master');
  const { service, files } = jvmService(instance, places, {
    mainClass: 'org.apache.spark.deploy.master.Master',
    flags: Object.entries(config).map(([key, value]) => `-D${key}=${value}`),
    arguments: ['--ip', host.address, '--port', String(port), '--webui-port', String(portOf(instance, 'masterWeb'))],
    heap: settings.heap,
    own: [],
    log4j: log4jFile(SPARK_MASTER, places),
    classPath: [`${software.dir}/lib/*`],
    software: [software],
    environment: sparkEnvironment(instance, places, software.dir),
    logs: ['spark-master.log', 'spark-master.out'],
    stopMs: 30_000,
  });
  return {
    ports: [
      { name: 'master', address: host.address, port },
      // 1.3.1 binds its web pages to every address of the machine.
      { name: 'masterWeb', address: '0.0.0.0', port: portOf(instance, 'masterWeb'), page: true, asked: true },
    ],
    dirs: [...placeDirs(host, places), { path: scratchOf(places), mode: 0o700 }, { path: recovery, mode: 0o700 }],
    dataDirs: [],
    // The driver of a submitted program may run here.
    bundles: [software, jobsSoftware(instance, resolved)],
    files,
    service,
    stateFile: null,
    config: null,
    heaps: [settings.heap],
  };
}

/**
 * One master remembers on its own disk and is back within seconds. Of several, the ensemble elects one; the others wait, and the old
 * session keeps them waiting up to 40 s.
 */
function recoveryOf(resolved: ResolvedInstances, directory: string): Readonly<Record<string, string>> {
  const mode = 'spark.deploy.recoveryMode';
  if (instancesOf(resolved, SPARK_MASTER).length === 1) return { [mode]: 'FILESYSTEM', 'spark.deploy.recoveryDirectory': directory };
  const members = instancesOf(resolved, 'zookeeper').map((member) => endpoint(member, 'client'));
  return {
    [mode]: 'ZOOKEEPER',
    'spark.deploy.zookeeper.url': members.join(','),
    'spark.deploy.zookeeper.dir': `/fams-ops/${resolved.cluster.name}/spark`,
  };
}

// Pure: what the popularity calculator is, the driver of a Spark application, and everything that it needs on its host.
import { AppError } from '../../errors/app-error.js';
import type { Cluster } from '../../model/cluster.js';
import type { ComponentSpec, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { endpoint, instancesOf, portOf } from '../instances.js';
import { largestMessage } from '../kafka/sizes.js';
import { bundleUse, placeDirs, placesOf } from '../places.js';
import { renderProperties } from '../properties.js';
import { jvmService, shellWord } from '../service.js';
import { LAST_JAVA } from '../spark/java.js';
import { log4jFile, masterUrl, scratchOf, sparkEnvironment, SPARK_WORKER } from '../spark/places.js';
import { DRIVER_WEB, sparkKeys, sparkSection } from '../spark/section.js';
import { JOBS_JAR, jobsSoftware, sparkSoftware, sparkDirs } from '../spark/software.js';
import { readTemplate } from '../templates.js';
import { SNAPSHOT_TOPIC } from './snapshot-topic.js';

export const CALCULATOR = 'calculator';
/** Of a message, beside its value. */
const MESSAGE_OVERHEAD = 1024;

export const calculatorSpec: ComponentSpec = {
  name: CALCULATOR,
  title: 'Popularity calculator',
  side: 'streaming',
  needs: ['kafka', SPARK_WORKER],
  placement: 'first',
  section: sparkSection({ driverWeb: DRIVER_WEB }),
  id: null,
  keys: sparkKeys,
  softwareDirs: sparkDirs,
  minJava: 8,
  maxJava: LAST_JAVA,
  whereabouts: null,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host } = instance;
  const { driverMemory } = resolved.cluster.streaming.calculator;
  const places = placesOf(resolved.cluster, host);
  const spark = sparkSoftware(instance, resolved);
  const jobs = jobsSoftware(instance, resolved);
  const jar = `${jobs.dir}/${JOBS_JAR}`;
  const properties = { path: `${places.conf}/calculator.properties`, text: calculatorProperties(instance, resolved, jar), mode: 0o644 };
  const { service, files } = jvmService(instance, places, {
    mainClass: 'fams.streaming.WebPagePopularityValueCalculator',
    arguments: [properties.path],
    heap: driverMemory,
    own: [properties],
    log4j: log4jFile(CALCULATOR, places),
    classPath: [jar, `${spark.dir}/lib/*`],
    software: [spark, jobs],
    environment: sparkEnvironment(instance, places, spark.dir),
    logs: ['calculator.out', 'calculator.log'],
    stopMs: 120_000,
  });
  const scratch = ['', '/local'].map((part) => ({ path: `${scratchOf(places)}${part}`, mode: 0o700 }));
  return {
    ports: [{ name: 'driverWeb', address: '0.0.0.0', port: portOf(instance, 'driverWeb'), page: true }],
    dirs: [...placeDirs(host, places), ...scratch],
    dataDirs: [],
    bundles: [spark, jobs],
    files,
    service,
    stateFile: `${places.run}/${CALCULATOR}.state`,
    config: null,
    heaps: [driverMemory],
  };
}

/** The znode below which calculators agree on which of them counts. */
export const calculatorRoot = ({ name }: Pick<Cluster, 'name'>): string => `/fams-ops/${name}/calculator`;

function calculatorProperties(instance: Instance, resolved: ResolvedInstances, jar: string): string {
  const { cluster } = resolved;
  const { host } = instance;
  const places = placesOf(cluster, host);
  const job = cluster.streaming.calculator;
  const brokers = instancesOf(resolved, 'kafka');
  return renderProperties({
    template: readTemplate('jobs/calculator.properties'),
    values: {
      zookeeperConnect: instancesOf(resolved, 'zookeeper')
        .map((member) => endpoint(member, 'client'))
        .join(','),
      root: calculatorRoot(cluster),
      ...toolsOf(resolved),
      brokers: brokers.map((broker) => endpoint(broker, 'broker')).join(','),
      topic: job.topic,
      output: job.output,
      snapshots: SNAPSHOT_TOPIC,
      snapshotMaxBytes: String(largestMessage(brokers.map((broker) => broker.settings)) - MESSAGE_OVERHEAD),
      intervalMs: String(job.intervalMs),
      top: String(job.top),
      clicks: String(job.weights.clicks),
      stay: String(job.weights.stay),
      like: String(job.weights.like),
      zone: job.zone,
      maxRate: String(job.maxRatePerPartition),
      master: masterUrl(resolved),
      jar,
      cores: String(job.cores),
      executorMemory: job.executorMemory,
      driverHost: host.address,
      uiPort: String(portOf(instance, 'driverWeb')),
      localDir: `${scratchOf(places)}/local`,
      stateFile: `${places.run}/${CALCULATOR}.state`,
      host: host.name,
    },
  });
}

/** The shell of ZooKeeper, on a host that has it. */
function toolsOf(resolved: ResolvedInstances): Readonly<Record<'toolsHost' | 'toolsEnv' | 'toolsShell', string>> {
  const [broker] = instancesOf(resolved, 'kafka');
  if (broker === undefined) throw new AppError('BUG', 'a calculator without brokers', { todo: ['Report this.'] });
  return {
    toolsHost: broker.host.name,
    toolsEnv: shellWord(`${placesOf(resolved.cluster, broker.host).conf}/tools.env`),
    toolsShell: shellWord(`${bundleUse('kafka', broker, resolved).dir}/bin/zookeeper-shell.sh`),
  };
}

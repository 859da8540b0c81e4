// Pure: the section "spark" of an inventory. The components of Spark share it; each has its own ports in it.
import type { ConfigKey, ConfigKeyTable, SettingsSection } from '../../model/component.js';

/** Where a driver shows its pages. */
export const DRIVER_WEB = 4040;

/** @param ports of the one component */
export const sparkSection = (ports: Readonly<Record<string, number>>): SettingsSection => ({
  key: 'spark',
  heap: '256m',
  ports,
  dirs: {},
  configDirs: [],
  config: {},
});

const count: ConfigKey = { type: 'int', min: 0 };
const boolean: ConfigKey = { type: 'boolean' };

/** What Master and Worker of 1.3.1 read from their system properties. An application brings its own properties along. */
export const sparkKeys: ConfigKeyTable = {
  of: "Spark 1.3.1's master and workers",
  known: {
    'spark.akka.frameSize': { type: 'int', min: 1, max: 2047 },
    'spark.akka.threads': { type: 'int', min: 1 },
    'spark.akka.timeout': { type: 'int', min: 1 },
    'spark.dead.worker.persistence': count,
    'spark.deploy.defaultCores': { type: 'int', min: 1 },
    'spark.deploy.retainedApplications': count,
    'spark.deploy.retainedDrivers': count,
    'spark.deploy.spreadOut': boolean,
    'spark.ui.killEnabled': boolean,
    'spark.worker.cleanup.appDataTtl': count,
    'spark.worker.cleanup.enabled': boolean,
    'spark.worker.cleanup.interval': count,
    'spark.worker.timeout': { type: 'int', min: 1 },
    'spark.worker.ui.retainedDrivers': count,
    'spark.worker.ui.retainedExecutors': count,
  },
  owned: {
    'spark.deploy.recoveryMode': 'fams-ops sets it by the number of masters',
    'spark.deploy.recoveryDirectory': 'fams-ops keeps it below its own directory',
    'spark.deploy.zookeeper.url': 'it follows from the roles of the hosts',
    'spark.deploy.zookeeper.dir': 'it follows from the name of the cluster',
    'spark.master.rest.enabled': 'the gateway is off: applications are submitted by "fams-ops submit"',
  },
  patterns: [],
};

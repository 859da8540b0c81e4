// Pure: the script that waits, before a broker starts, until ZooKeeper has ended the broker's last session.
import type { Instance, PlannedFile, ResolvedInstances } from '../../model/component.js';
import { fillHoles } from '../holes.js';
import { dirsOf, portOf } from '../instances.js';
import { toolFlags } from '../jvm.js';
import type { Places } from '../places.js';
import { fileUrl, shellWord } from '../service.js';
import { readTemplate } from '../templates.js';
import { zookeeperConnect } from '../zookeeper/connect.js';

/** After a start ZooKeeper gives each session its whole time anew; it looks for old ones once a tick. */
const TIMES = 2;
const SLACK_S = 30;

/** What the template of server.properties says where the inventory does not. */
const SESSION_MS = '10000';

export function lastSession(instance: Instance, resolved: ResolvedInstances, places: Places, software: string): PlannedFile {
  const { host, id, java } = instance;
  const sessionMs = Number(instance.settings.config['zookeeper.session.timeout.ms'] ?? SESSION_MS);
  const connect = zookeeperConnect(resolved);
  const flags = [...toolFlags(java), '-Xmx64m', '-XX:TieredStopAtLevel=1', `-Dlog4j.configuration=${fileUrl(toolsLog4j(places))}`];
  const text = fillHoles(readTemplate('kafka/kafka.before'), {
    reason: shellWord(`${places.run}/kafka.waits`),
    address: host.address,
    port: String(portOf(instance, 'broker')),
    id: String(id),
    java: shellWord(`${java.home}/bin/java`),
    flags: flags.map(shellWord).join(' '),
    classPath: shellWord(`${software}/libs/*`),
    connect: shellWord(connect),
    members: connect,
    longestSession: String(Math.ceil((TIMES * sessionMs) / 1000) + SLACK_S),
    logDirs: dirsOf(instance, 'log.dirs').map(shellWord).join(' '),
  });
  return { path: `${places.bin}/kafka.before`, text, mode: 0o755 };
}

const toolsLog4j = (places: Places): string => `${places.conf}/tools-log4j.properties`;

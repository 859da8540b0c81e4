// Pure: what a ZooKeeper member is and everything that it needs on its host.
import type { ComponentSpec, DataDir, Instance, Layout, ResolvedInstances } from '../../model/component.js';
import { dirOf, instancesOf, portOf } from '../instances.js';
import { kafkaDirs } from '../kafka/software.js';
import { bundleUse, placeDirs, placesOf } from '../places.js';
import { propertyLines, renderProperties } from '../properties.js';
import { jvmService, shellWord, startedCopy } from '../service.js';
import { readTemplate } from '../templates.js';
import { zookeeperKeys } from './keys.js';
import { memberWhereabouts } from './whereabouts.js';

/** As in the article. */
const CONFIG = { tickTime: '2000', initLimit: '5', syncLimit: '2' };

export const zookeeperSpec: ComponentSpec = {
  name: 'zookeeper',
  title: 'ZooKeeper',
  needs: [],
  side: 'storage',
  placement: 'all',
  section: {
    key: 'zookeeper',
    heap: '256m',
    ports: { client: 2181, peer: 2888, election: 3888 },
    dirs: { dataDir: '<home>/zk_data' },
    configDirs: [],
    config: CONFIG,
  },
  id: { key: 'zookeeperId', first: 1, last: 255 },
  keys: zookeeperKeys,
  softwareDirs: kafkaDirs,
  minJava: 8,
  maxJava: null,
  whereabouts: memberWhereabouts,
  layout,
};

function layout(instance: Instance, resolved: ResolvedInstances): Layout {
  const { host, id } = instance;
  const places = placesOf(resolved.cluster, host);
  const software = bundleUse('kafka', instance, resolved);
  const path = dirOf(instance, 'dataDir');
  const properties = { path: `${places.conf}/zookeeper.properties`, text: zookeeperProperties(instance, resolved), mode: 0o644 };
  const dataDirs = [dataDir(path, instance, resolved)];
  const setAside = { path: `${places.bin}/set-aside.sh`, text: readTemplate('zookeeper/set-aside.sh'), mode: 0o755 };
  const { service, files } = jvmService(instance, places, {
    data: { records: dataDirs, config: properties.path },
    mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
    arguments: [properties.path],
    heap: instance.settings.heap,
    own: [properties],
    log4j: { path: `${places.conf}/zookeeper-log4j.properties`, text: readTemplate('zookeeper/log4j.properties'), mode: 0o644 },
    classPath: [`${software.dir}/libs/*`],
    software: [software],
    before: { path: `${places.bin}/zookeeper.before`, text: `sh ${[setAside.path, path].map(shellWord).join(' ')}\n`, mode: 0o755 },
    logs: ['zookeeper.log', 'zookeeper.out'],
    stopMs: 30_000,
  });
  return {
    ports: boundPorts(resolved).map((name) => ({
      name,
      address: host.address,
      port: portOf(instance, name),
      ...(name === 'client' && { asked: true }),
    })),
    dirs: placeDirs(host, places),
    dataDirs,
    bundles: [software],
    files: [{ path: `${path}/myid`, text: `${String(id)}\n`, mode: 0o644 }, setAside, ...files],
    service,
    stateFile: null,
    config: { path: properties.path, started: startedCopy(places, 'zookeeper') },
    heaps: [instance.settings.heap],
  };
}

/** A member alone talks to nobody. */
const boundPorts = (resolved: ResolvedInstances): readonly string[] => (isEnsemble(resolved) ? ['client', 'peer', 'election'] : ['client']);

const isEnsemble = (resolved: ResolvedInstances): boolean => instancesOf(resolved, 'zookeeper').length > 1;

const dataDir = (path: string, { id }: Instance, { cluster }: ResolvedInstances): DataDir => ({
  path,
  record: { schemaVersion: 1, cluster: cluster.name, component: 'zookeeper', id },
  // The root of a file system, and what a person has prepared who followed the article: neither is data.
  expected: ['lost+found', 'myid'],
  ownNames: String.raw`^(version-2|myid|zookeeper_server\.pid)$`,
  // ZooKeeper keeps its snapshots and logs in this directory and makes it at its first start.
  holdsData: (entries) => entries.includes('version-2'),
  // Two transaction logs, each allocated 64 MiB at a time.
  minFreeKb: 128 * 1024,
});

function zookeeperProperties(instance: Instance, resolved: ResolvedInstances): string {
  const { host, id, settings } = instance;
  const { tickTime, initLimit, syncLimit } = { ...CONFIG, ...settings.config };
  return renderProperties({
    template: readTemplate('zookeeper/zookeeper.properties'),
    values: {
      id: String(id),
      tickTime,
      initLimit,
      syncLimit,
      dataDir: dirOf(instance, 'dataDir'),
      clientPort: String(portOf(instance, 'client')),
      address: host.address,
    },
    blocks: { ensemble: isEnsemble(resolved) ? ensembleLines(resolved) : '' },
    config: settings.config,
  });
}

/** One `server.N` alone would make ZooKeeper complain and ignore it, so there is none for a member alone. */
function ensembleLines(resolved: ResolvedInstances): string {
  const servers = instancesOf(resolved, 'zookeeper').map((member): readonly [string, string] => [
    `server.${String(member.id)}`,
    [member.host.address, portOf(member, 'peer'), portOf(member, 'election')].join(':'),
  ]);
  return renderProperties({
    template: readTemplate('zookeeper/ensemble.properties'),
    values: {},
    blocks: { servers: propertyLines(servers) },
  });
}

// The inventory with every default filled in: host before section before default. Total: what the rules must still refuse passes here.
import { dirname, isAbsolute, join } from 'node:path';
import type { Cluster, ComponentSettings, Host, Software, SshAccess } from '../../model/cluster.js';
import type { ComponentSpec } from '../../model/component.js';
import { DEFAULTS } from './defaults.js';
import { buildStreaming } from './streaming.js';
import { buildTopics } from './topics.js';
import { configTexts, dirOf, idOf, kafkaOf, mappingOf, sectionOf, sparkOf } from '../text/reading.js';
import type { HostMapping, Inventory, Section } from '../schema/schema.js';
import type { Source } from '../text/source.js';

export interface Surroundings {
  /** Home directory of who runs fams-ops: what `~` stands for. */
  readonly home: string;
  /** In order of start. */
  readonly specs: readonly ComponentSpec[];
}

interface Context extends Surroundings {
  readonly inventory: Inventory;
  readonly source: Source;
}

export function buildCluster(inventory: Inventory, source: Source, file: string, surroundings: Surroundings): Cluster {
  const context = { ...surroundings, inventory, source };
  const hosts = inventory.hosts.map((entry, i) => buildHost(mappingOf(entry), i, context));
  const streaming = buildStreaming(inventory.streaming);
  return {
    name: inventory.cluster,
    file,
    hosts,
    software: buildSoftware(inventory, file, surroundings.home),
    chroot: kafkaOf(inventory).chroot ?? DEFAULTS.kafka.chroot,
    topics: buildTopics(inventory, hosts, source, streaming),
    spark: {
      workerCores: sparkOf(inventory).workerCores ?? null,
      workerMemory: sparkOf(inventory).workerMemory ?? DEFAULTS.spark.workerMemory,
    },
    streaming,
    thresholds: inventory.verify ?? {},
  };
}

function buildHost(host: HostMapping, i: number, context: Context): Host {
  const { inventory, specs } = context;
  const connection = host.connection ?? inventory.connection ?? DEFAULTS.connection;
  const ssh = buildSsh(host, context);
  const operatorHome = connection === 'local' ? context.home : null;
  const fallback = operatorHome ?? `/home/${ssh.user}`;
  const home = hostPath(host.paths?.home ?? inventory.paths?.home ?? fallback, operatorHome);
  const javaHome = host.java?.home !== undefined ? host.java.home : (inventory.java?.home ?? null);
  const here = specs.filter((spec) => host.roles?.includes(spec.name) ?? placedAt(spec, i, inventory));
  return {
    name: host.name ?? host.address,
    address: host.address,
    connection,
    ssh,
    home,
    java: { home: javaHome === null ? null : hostPath(javaHome, operatorHome) },
    roles: here.map((spec) => spec.name),
    ids: Object.fromEntries(
      here.flatMap((spec) => {
        const id = idOf(host, spec);
        return id === undefined ? [] : [[spec.name, id]];
      }),
    ),
    settings: Object.fromEntries(here.map((spec) => [spec.name, buildSettings(spec, host, i, { home, operatorHome }, context)])),
  };
}

/** Who names roles of some hosts has decided where the streaming side is, or that there is none. */
function placedAt({ placement, side }: ComponentSpec, i: number, { hosts }: Inventory): boolean {
  if (side === 'streaming' && hosts.some((entry) => mappingOf(entry).roles !== undefined)) return false;
  return placement === 'all' || i === (placement === 'first' ? 0 : hosts.length - 1);
}

const GIVEN = ['host', 'port', 'user', 'identityFile', 'jump', 'knownHosts', 'knownHostsFile'] as const;

function buildSsh(host: HostMapping, { inventory, home }: Context): SshAccess {
  const written = { ...withoutGaps(inventory.ssh), ...withoutGaps(host.ssh) };
  const all = { ...DEFAULTS.ssh, host: host.address, ...written };
  return {
    ...all,
    // The brackets are for writing only.
    host: all.host.replace(/^\[(.*)\]$/, '$1'),
    identityFile: all.identityFile === null ? null : operatorPath(all.identityFile, home),
    knownHostsFile: operatorPath(all.knownHostsFile, home),
    given: GIVEN.filter((key) => (written[key] ?? null) !== null),
  };
}

interface Homes {
  readonly home: string;
  /** Null unless the host is the operator's own machine. */
  readonly operatorHome: string | null;
}

function buildSettings(spec: ComponentSpec, host: HostMapping, i: number, homes: Homes, { inventory, source }: Context): ComponentSettings {
  const { section: defaults } = spec;
  const shared = sectionOf(inventory, defaults.key);
  const own = sectionOf(host, defaults.key);
  const texts = {
    ...defaults.config,
    ...configTexts(shared?.config, [defaults.key, 'config'], source),
    ...configTexts(own?.config, ['hosts', i, defaults.key, 'config'], source),
  };
  const dir = (key: string, fallback: string): readonly string[] => {
    const inConfig = defaults.configDirs.includes(key);
    const text = (inConfig ? texts[key] : (dirOf(own, key) ?? dirOf(shared, key))) ?? fallback;
    return (inConfig ? splitDirs(text) : [text]).map((path) =>
      hostPath(path.replace(/^<home>/, homes.home === '/' ? '' : homes.home), homes.operatorHome),
    );
  };
  return {
    heap: own?.heap ?? shared?.heap ?? defaults.heap,
    ports: ports(defaults.ports, shared, own),
    dirs: Object.fromEntries(Object.entries(defaults.dirs).map(([key, fallback]) => [key, dir(key, fallback)])),
    config: Object.fromEntries(Object.entries(texts).filter(([key]) => !defaults.configDirs.includes(key))),
  };
}

/** A list of directories as the properties file has it. */
const splitDirs = (text: string): readonly string[] => text.split(',').map((path) => path.trim());

function ports(
  defaults: Readonly<Record<string, number>>,
  ...sections: readonly (Section | undefined)[]
): Readonly<Record<string, number>> {
  // A section may have ports of other components, too.
  const written = Object.assign({}, ...sections.map((section) => withoutGaps(section?.ports))) as Record<string, number>;
  return Object.fromEntries(Object.entries(defaults).map(([name, port]) => [name, written[name] ?? port]));
}

function buildSoftware(inventory: Inventory, file: string, home: string): Software {
  const kafka = kafkaOf(inventory);
  const spark = sparkOf(inventory);
  const archive = (of: typeof kafka | typeof spark) => ({
    bundle: of.bundle === undefined ? 'auto' : bundlePath(of.bundle, file, home),
    sha256: of.sha256?.toLowerCase() ?? null,
  });
  return {
    kafka: { version: kafka.version ?? DEFAULTS.kafka.version, scala: kafka.scala ?? DEFAULTS.kafka.scala, ...archive(kafka) },
    spark: { version: spark.version ?? DEFAULTS.spark.version, ...archive(spark) },
  };
}

function bundlePath(bundle: string, file: string, home: string): string {
  if (bundle === 'auto' || /^https?:/i.test(bundle)) return bundle;
  const path = operatorPath(bundle, home);
  return isAbsolute(path) ? path : join(dirname(file), path);
}

/** `~` of another machine is not known here, so it stays for the rules to refuse. */
const hostPath = (path: string, operatorHome: string | null): string =>
  (operatorHome === null ? path : operatorPath(path, operatorHome)).replace(/(?<=.)\/+$/, '');

const operatorPath = (path: string, home: string): string => (path.startsWith('~/') ? join(home, path.slice(2)) : path);

/** Without the keys that are undefined, so that spreading it hides nothing. */
function withoutGaps<T extends object>(value: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

// Component: everything that generic code knows about one. Generic code never names a component.
import type { Cluster, ComponentName, ComponentSettings, Host, Software } from './cluster.js';
import type { IdentityRecord, JavaFacts } from './facts.js';

/** The component's section of the inventory: its defaults, from which schema and settings are made. */
export interface SettingsSection {
  /** Key of the section: `zookeeper`, `kafka`. */
  readonly key: string;
  readonly heap: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Data directories by key; `<home>` stands for the host's home. Those in `configDirs` stand under `config:`, the rest beside it. */
  readonly dirs: Readonly<Record<string, string>>;
  readonly configDirs: readonly string[];
  readonly config: Readonly<Record<string, string>>;
}

/** The key of a host by which the inventory may fix this component's id there, and the ids that are possible. */
export interface IdRange {
  readonly key: string;
  readonly first: number;
  readonly last: number;
}

export interface ConfigKey {
  readonly type: 'string' | 'int' | 'long' | 'double' | 'boolean' | 'list' | 'enum';
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
}

/** The command that brings a component up: the storage side comes with `provision`, the streaming side with `launch`. */
export type Side = 'storage' | 'streaming';

/** Every key that the version knows. */
export interface ConfigKeyTable {
  /** `Kafka 0.8.2.1`, for messages. */
  readonly of: string;
  readonly known: Readonly<Record<string, ConfigKey>>;
  /** Keys that fams-ops sets itself, and what in the inventory decides them. */
  readonly owned: Readonly<Record<string, string>>;
  /** Keys of no fixed name, such as `server.1`: refused under `config:` when owned. */
  readonly patterns: readonly { readonly regex: RegExp; readonly owned: string | null; readonly key: ConfigKey }[];
}

/** Identity of an instance, its data directories, and the ensemble that it belongs to or registers with, by its configuration file. */
export interface Whereabouts {
  /** Null where the file does not name it. */
  readonly id: number | null;
  /** What it is bound to. */
  readonly address: string | null;
  /** By the names of the component's section. */
  readonly ports: Readonly<Record<string, number>>;
  readonly dataDirs: readonly string[];
  /** Members of the ensemble by address, each with the ports by which this instance reaches it. */
  readonly ensemble: ReadonlyMap<string, string>;
  /** Path in ZooKeeper below which it keeps everything; null for a component that keeps nothing there. */
  readonly chroot: string | null;
}

export interface WhereaboutsReader {
  /** Key of the inventory that names the data directories, for messages. */
  readonly dirsKey: string;
  /** Whether a single member of the ensemble that it still reaches is enough for it. */
  readonly anyMember: boolean;
  read(text: string): Whereabouts;
}

export interface ComponentSpec {
  readonly name: ComponentName;
  /** `ZooKeeper`, `Kafka broker`, for people. */
  readonly title: string;
  readonly side: Side;
  /** Components that must be ready before this one starts. */
  readonly needs: readonly ComponentName[];
  /** Hosts that have the role where an inventory names no roles. */
  readonly placement: 'all' | 'first' | 'last';
  readonly section: SettingsSection;
  readonly id: IdRange | null;
  readonly keys: ConfigKeyTable;
  /** Names below the home of the directories that its software is unpacked to. */
  softwareDirs(software: Software): readonly string[];
  /** Fewest Java that runs it. */
  readonly minJava: number;
  /** The last major version that runs it; null: every newer Java runs it, as far as we know. */
  readonly maxJava: number | null;
  /** Null for a component without data. */
  readonly whereabouts: WhereaboutsReader | null;
  /** Pure: everything that one instance needs on its host. */
  layout(instance: Instance, resolved: ResolvedInstances): Layout;
}

export interface Instance {
  readonly component: ComponentName;
  readonly host: Host;
  readonly settings: ComponentSettings;
  /** 0 for a component without ids. */
  readonly id: number;
  readonly idSource: 'recorded' | 'inventory' | 'assumed';
  readonly java: JavaFacts;
}

/** The only input of a layout. */
export interface ResolvedInstances {
  readonly cluster: Cluster;
  readonly instances: readonly Instance[];
  readonly bundles: Readonly<Record<string, BundleIdentity>>;
}

/** Software in one archive with one directory at its top. */
export interface BundleIdentity {
  /** `kafka` */
  readonly name: string;
  readonly version: string;
  /** Name of the directory at the top: `kafka_2.10-0.8.2.1`. */
  readonly directory: string;
  /** SHA-256 of the sorted list of (path, mode, sha256). */
  readonly digest: string;
  /** Paths below its top directory, where they are known without the archive. */
  readonly files?: readonly string[];
}

export interface Layout {
  readonly ports: readonly PortUse[];
  /** In order of creation. */
  readonly dirs: readonly { readonly path: string; readonly mode: number }[];
  readonly dataDirs: readonly DataDir[];
  readonly bundles: readonly BundleUse[];
  readonly files: readonly PlannedFile[];
  readonly service: Service;
  /** File in which it says how it is doing; null for what is asked over the network. */
  readonly stateFile: string | null;
  /** The file that says where its data are, and the copy of it that each start leaves; null for a component without data. */
  readonly config: { readonly path: string; readonly started: string } | null;
  /** Heap of each JVM that it is or starts, as the JVM takes it. */
  readonly heaps: readonly string[];
}

export interface PortUse {
  readonly name: string;
  /** What it is bound to. */
  readonly address: string;
  readonly port: number;
  /** A page for people: no other member connects to it. */
  readonly page?: true;
  /** fams-ops itself connects to it. */
  readonly asked?: true;
}

export interface DataDir {
  readonly path: string;
  readonly record: IdentityRecord;
  /** Names in it that belong to this component though no record is there yet; with others in it, the directory is somebody else's. */
  readonly expected: readonly string[];
  /** The names that the component itself gives to what is in it: an extended regular expression, as grep and JavaScript both read it. */
  readonly ownNames: string;
  /** Names in it that the software does not start with. */
  readonly fatal?: readonly string[];
  /** Whether these names mean that data is in it. */
  holdsData(entries: readonly string[]): boolean;
  /** Least free space to begin with. */
  readonly minFreeKb: number;
}

export interface BundleUse {
  readonly bundle: BundleIdentity;
  /** Absolute directory that the bundle's top directory becomes. */
  readonly dir: string;
  /** File that says which bundle it is: digest, then the hash of the listing. */
  readonly record: string;
  /** File that holds the digest alone; watched by the services that run from it. */
  readonly digestFile: string;
}

export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
}

export interface Service {
  readonly component: ComponentName;
  /** `<home>/.fams-ops/<cluster>` */
  readonly base: string;
  /** Script that starts the JVM in the foreground. */
  readonly run: string;
  /** Files whose change asks for a restart, in this order; the fingerprint is the SHA-256 of their `sha256sum` lines. */
  readonly watched: readonly string[];
  /** Fingerprint of the watched files as they should be. */
  readonly fingerprint: string;
  /** Log files, the first is the one to show. */
  readonly logs: readonly string[];
  /** How long a stop may take before it is called stuck. */
  readonly stopMs: number;
}

// What should be: the inventory with every default filled in. Frozen; nothing observed is ever written into it.

/** The name of a host in the inventory; unique in a cluster. */
export type HostName = string;
/** Also the name of the role. The registry of components is checked against it. */
export type ComponentName = 'zookeeper' | 'kafka' | 'spark-master' | 'spark-worker' | 'producer' | 'calculator';

export interface Cluster {
  /** `[a-z][a-z0-9-]{0,30}` */
  readonly name: string;
  /** Where the inventory was read from, for messages. */
  readonly file: string;
  readonly hosts: readonly Host[];
  readonly software: Software;
  /** ZooKeeper path below which Kafka keeps everything: empty, or `/name`. */
  readonly chroot: string;
  /** Declared topics first, then those of fams-ops itself. */
  readonly topics: readonly Topic[];
  readonly spark: SparkSettings;
  readonly streaming: Streaming;
  /** Thresholds by check id, as given. */
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export interface Host {
  readonly name: HostName;
  /** What the other members and the clients of the cluster use. */
  readonly address: string;
  readonly connection: 'ssh' | 'local';
  readonly ssh: SshAccess;
  /** Absolute; everything of ours lies below it unless the inventory says otherwise. */
  readonly home: string;
  readonly java: JavaChoice;
  readonly roles: readonly ComponentName[];
  /** Ids that the inventory names, by component. One that is missing is derived, and a recorded one wins over a derived one. */
  readonly ids: Readonly<Partial<Record<ComponentName, number>>>;
  /** By component, for the roles of this host: the section of the inventory with this host's overrides. */
  readonly settings: Readonly<Partial<Record<ComponentName, ComponentSettings>>>;
}

export interface SshAccess {
  /** What we dial; the address unless the inventory says otherwise. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identityFile: string | null;
  /** Names of environment variables, never the secrets themselves. */
  readonly passwordEnv: string | null;
  readonly passphraseEnv: string | null;
  readonly knownHosts: 'strict' | 'accept-new';
  readonly knownHostsFile: string;
  /** `[user@]host[:port]` of the machine to go through. */
  readonly jump: string | null;
  /** What the inventory spells out; only the rest may come from `~/.ssh/config`. */
  readonly given: readonly ('host' | 'port' | 'user' | 'identityFile' | 'jump' | 'knownHosts' | 'knownHostsFile')[];
}

export interface JavaChoice {
  /** JAVA_HOME on the host; null: the one that is found there. */
  readonly home: string | null;
}

/** One component's section, the same shape for all of them, so that generic code needs to know none of them. */
export interface ComponentSettings {
  /** As the JVM takes it: `512m`, `2g`. */
  readonly heap: string;
  readonly ports: Readonly<Record<string, number>>;
  /** Directories that hold data, by the name of their key; absolute. */
  readonly dirs: Readonly<Record<string, readonly string[]>>;
  /** Keys of the component's own configuration file, as text. */
  readonly config: Readonly<Record<string, string>>;
}

export interface Software {
  readonly kafka: KafkaSoftware;
  readonly spark: SparkSoftware;
}

export interface SparkSoftware {
  readonly version: string;
  /** `auto`, a path on the operator's machine, or a URL. */
  readonly bundle: string;
  /** Of the archive file, where the inventory names one. */
  readonly sha256: string | null;
}

/** What every Spark worker offers to applications. */
export interface SparkSettings {
  /** Null: as many as the machine has. */
  readonly workerCores: number | null;
  readonly workerMemory: string;
}

export interface Streaming {
  readonly producer: ProducerSettings;
  readonly calculator: CalculatorSettings;
}

/** The producer of page-view events. */
export interface ProducerSettings {
  readonly topic: string;
  readonly everyMs: number;
  /** Fewest and most messages each time, both included. */
  readonly messages: readonly [number, number];
  readonly pages: number;
  /** Of a message; fewest and most, both included. */
  readonly clicks: readonly [number, number];
  /** Minutes; shortest and longest. */
  readonly stay: readonly [number, number];
  /** Shares of -1, 0 and 1 among the likes. */
  readonly likes: readonly [number, number, number];
  /** Null: other messages at each start. */
  readonly seed: number | null;
}

/** The job that ranks the pages. */
export interface CalculatorSettings {
  readonly topic: string;
  /** Of a batch. */
  readonly intervalMs: number;
  /** How many pages the list has. */
  readonly top: number;
  readonly weights: { readonly clicks: number; readonly stay: number; readonly like: number };
  /** Time zone in which the day of the list begins and ends, as Java knows it. */
  readonly zone: string;
  /** Topic that the list is published to. */
  readonly output: string;
  /** Of all executors together. */
  readonly cores: number;
  readonly driverMemory: string;
  readonly executorMemory: string;
  /** Records a second from one partition, at most. */
  readonly maxRatePerPartition: number;
}

export interface KafkaSoftware {
  readonly version: string;
  readonly scala: string;
  /** `auto`, a path on the operator's machine, or a URL. */
  readonly bundle: string;
  /** Of the archive file, where the inventory names one. */
  readonly sha256: string | null;
}

export interface Topic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
  /** Made by fams-ops for its own use (the probe), not declared in the inventory. */
  readonly internal: boolean;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong with an inventory, and what would be right. */
export interface Problem extends Position {
  readonly file: string;
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
  /** A warning does not stop anything. */
  readonly severity: 'error' | 'warning';
}

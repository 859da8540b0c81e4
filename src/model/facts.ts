// What is: everything one script per host and run found out. Frozen; nothing of it is wished for.
import type { ComponentName, HostName } from './cluster.js';

/** What the script is to look at, derived from the layouts. */
export interface FactsRequest {
  readonly home: string;
  /** `<home>/.fams-ops/<cluster>` */
  readonly base: string;
  /** JAVA_HOME that the inventory names, or null: look for one. */
  readonly javaHome: string | null;
  /** Which of the Javas of the host to take; left out: the newest. */
  readonly javaFit?: JavaFit;
  readonly files: readonly string[];
  readonly dirs: readonly string[];
  /** Directories that may hold an identity record `fams-ops.json`. */
  readonly dataDirs: readonly string[];
  /** Unpacked bundles: directory and where its record lies. */
  readonly bundles: readonly { readonly dir: string; readonly record: string }[];
  /** Also those that no role of the host asks for: one whose role was taken away may still run. */
  readonly services: readonly ComponentName[];
  /** Names whose addresses the host is asked for. */
  readonly names: readonly string[];
}

/** Major versions of Java that every component of a host runs on. */
export interface JavaFit {
  readonly min: number;
  /** Null: no newest one is known. */
  readonly max: number | null;
  /** Those that are proven to work; they go before others. */
  readonly tested: readonly number[];
}

export interface HostFacts {
  readonly host: HostName;
  readonly user: string;
  readonly uid: number;
  readonly hostname: string;
  /** `Linux 6.1.0 x86_64` */
  readonly system: string;
  readonly bootId: string;
  /** The host's clock in ms since 1970, and half of the round trip as the error of comparing it. */
  readonly clockMs: number;
  readonly clockErrorMs: number;
  /** Our clock at the middle of that round trip. */
  readonly operatorClockMs: number;
  readonly cpus: number;
  readonly memory: MemoryFacts;
  /** The one that services are started with; null where none was found. */
  readonly java: JavaFacts | null;
  /** Needed commands that are not there. */
  readonly missingTools: readonly string[];
  readonly homeWritable: boolean;
  readonly listeners: readonly Listener[];
  readonly files: Readonly<Record<string, FileFacts>>;
  readonly dirs: Readonly<Record<string, DirFacts>>;
  readonly bundles: Readonly<Record<string, BundleFacts>>;
  /** By directory of software: who or what else is in it. Directories with nothing to tell are left out. */
  readonly occupancy: Readonly<Record<string, Occupancy>>;
  /** Where the home, `.ssh` and `.fams-ops` in it, the base, data and software directories really lie, by path; those that are no links and lie below none are left out. */
  readonly links: Readonly<Record<string, string>>;
  readonly services: Readonly<Partial<Record<ComponentName, ServiceFacts>>>;
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Clusters of fams-ops on this host, also in other homes and of other users, as far as they can be seen. */
  readonly installations: readonly Installation[];
  /** Whether it asked its name server, too; else a name that it does not know may still be known. */
  readonly resolver: boolean;
}

export interface Installation {
  /** `<home>/.fams-ops/<cluster>` */
  readonly base: string;
  /** What runs from there; null for a place that merely is there. */
  readonly service: { readonly component: string; readonly pid: number; readonly uid: number } | null;
}

export interface MemoryFacts {
  readonly totalKb: number;
  readonly availableKb: number;
  readonly swapTotalKb: number;
  readonly swapFreeKb: number;
}

export interface JavaFacts {
  readonly home: string;
  /** `17.0.15` or `1.8.0_412` */
  readonly version: string;
  /** 8, 11, 17, ... */
  readonly major: number;
}

export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly uid: number;
  readonly user: string;
  /** Null where the process belongs to somebody else and cannot be read. */
  readonly pid: number | null;
  readonly command: string | null;
  /** How long ago that process was started; absent where it cannot be seen. */
  readonly startedSecondsAgo?: number;
}

export type FileFacts =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'file';
      readonly sha256: string;
      readonly mode: number;
      readonly size: number;
      /** Null when large. */ readonly text: string | null;
    }
  | { readonly kind: 'other'; readonly what: string };

export type DirFacts = (
  | { readonly kind: 'absent'; readonly disk: DiskFacts | null }
  | {
      readonly kind: 'dir';
      readonly mode: number;
      readonly owner: string;
      readonly writable: boolean;
      /** At most the first 2000 names. */
      readonly entries: readonly string[];
      /** Text of `fams-ops.json` in it, where it is a data directory that has one. */
      readonly identity: string | null;
      readonly disk: DiskFacts | null;
    }
  | { readonly kind: 'other'; readonly what: string; readonly disk: DiskFacts | null }
) & {
  /** Where the file system that it lies on is mounted, when that is mounted read-only. */
  readonly readOnlyMount?: string;
};

/** The file system that a directory lies on, or will lie on. */
export interface DiskFacts {
  readonly mount: string;
  readonly sizeKb: number;
  readonly freeKb: number;
  readonly inodes: number;
  readonly freeInodes: number;
}

export type BundleFacts =
  | { readonly kind: 'absent' }
  /** Unpacked by us from the bundle with this digest; `intact` says whether path, size and time of every file are as recorded. */
  | { readonly kind: 'ours'; readonly digest: string; readonly intact: boolean }
  /** Something is there, and no record of this cluster names it. */
  | { readonly kind: 'foreign' };

/** What in a directory of software is not this cluster's. */
export interface Occupancy {
  /** Other clusters of fams-ops in the same home whose records name the directory; `same`: it is as that record says. */
  readonly tenants: readonly { readonly cluster: string; readonly digest: string; readonly same: boolean }[];
  /** Files that no manifest of ours names, below the directory; at most 2000. */
  readonly strangers: readonly string[];
  /** Processes that run from it and are no service of ours: `4711 java ...`. */
  readonly users: readonly string[];
}

export interface ServiceFacts {
  /**
   * `absent`: never installed. `failed`: its supervisor gave up. `starting`: it is to run, and there is no JVM: the supervisor waits before
   * the next start, or the start script waits for something.
   */
  readonly state: 'running' | 'starting' | 'stopped' | 'failed' | 'absent';
  /** Of the JVM. */
  readonly pid: number | null;
  /** Null where nobody watches over the process any more. */
  readonly supervisorPid: number | null;
  /** Of the JVM; ISO 8601 UTC. */
  readonly startedAt: string | null;
  /** Starts by the same supervisor beyond the first. */
  readonly restarts: number;
  /** SHA-256 over the watched files as they were when the JVM was started. */
  readonly fingerprint: string | null;
  /** Why the supervisor gave up, or what a start waits for. */
  readonly failure: string | null;
  /** Open files of the JVM and its limit, where they can be read. */
  readonly openFiles: number | null;
  readonly openFilesLimit: number | null;
  /** What /proc says of the JVM: `S`, `R`, `T` (stopped by a signal), ... */
  readonly processState: string | null;
  /** The Java that the process runs on, which may be another than the one that is found now. Null where it cannot be seen. */
  readonly runtime: RuntimeFacts | null;
  /** Memory of the JVM that is in swap; null where it cannot be seen. */
  readonly swapKb: number | null;
  /** JDK_JAVA_OPTIONS that the JVM was started with, empty where it had none; null where that cannot be seen. */
  readonly javaOptions: string | null;
  /** JVMs that this one has started and that run now. */
  readonly children: readonly ChildJvm[];
}

export interface ChildJvm {
  readonly pid: number;
  /** The last ones of its command line. */
  readonly arguments: readonly string[];
  /** As of the service itself. */
  readonly javaOptions: string | null;
}

export interface RuntimeFacts extends JavaFacts {
  /** Its files were replaced or removed since the process was started. */
  readonly replaced: boolean;
}

/** The record beside data: whose it is, for good. */
export interface IdentityRecord {
  readonly schemaVersion: 1;
  readonly cluster: string;
  /** A ComponentName, unless somebody else wrote it. */
  readonly component: string;
  readonly id: number;
}

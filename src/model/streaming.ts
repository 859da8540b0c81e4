// What the streaming side says of itself: the pages of Spark's daemons, the state files of the jobs, and the hot list.

/** What a master's page says. */
export interface MasterAnswer {
  /** `spark://h1:7077` */
  readonly url: string;
  /** `ALIVE`, `STANDBY` (knows no worker) or `RECOVERING`. */
  readonly status: string;
  readonly workers: readonly SparkWorkerSeen[];
  readonly apps: readonly SparkAppSeen[];
}

export interface SparkWorkerSeen {
  /** Address as the worker gave it. */
  readonly host: string;
  readonly port: number;
  readonly cores: number;
  readonly coresUsed: number;
  readonly memoryMb: number;
  readonly memoryUsedMb: number;
  /** `ALIVE`, `DEAD`, ... */
  readonly state: string;
}

export interface SparkAppSeen {
  readonly id: string;
  readonly name: string;
  /** After the recovery of a master it says WAITING although it runs. */
  readonly state: string;
  /** Null: as many as there are. How many it has, nobody says here. */
  readonly coresAsked: number | null;
}

/** What a job wrote last. Absent: it did not say. */
export interface JobState {
  /** `standby`, `starting`, `waiting-for-cores`, `counting`, `producing`, `stopping`, `failed`. */
  readonly state: string;
  /** Of the process that wrote it. */
  readonly pid: number;
  /** When it was written, by the host's clock; ISO 8601 UTC. */
  readonly at: string;
  readonly reason?: string;
  readonly epoch?: number;
  readonly batchTime?: string;
  readonly intervalMs?: number;
  /** To count the last batch, and from its time to its end. */
  readonly batchMs?: number;
  readonly delayMs?: number;
  /** Records that are not yet counted, by partition. */
  readonly lag?: Readonly<Record<string, number>>;
  /** Of today. */
  readonly records?: number;
  readonly malformed?: number;
  readonly pages?: number;
  readonly snapshotAt?: string;
  readonly snapshotOffset?: number;
  readonly appId?: string;
  readonly webUrl?: string;
  readonly sent?: number;
  readonly acknowledged?: number;
  readonly failed?: number;
  readonly perSecond?: number;
}

/** A row of the hot list. */
export interface HotPage {
  readonly rank: number;
  readonly page: string;
  readonly popularity: number;
  readonly records: number;
  readonly clicks: number;
  /** Minutes. */
  readonly stay: number;
  readonly likes: number;
}

/** The hot list as the calculator publishes it: one document for each batch, about one day so far. */
export interface HotList {
  /** Number of the calculator's ownership; a higher one makes every document of a lower one void. */
  readonly epoch: number;
  /** ISO 8601 UTC. */
  readonly batchTime: string;
  /** In the calculator's time zone. */
  readonly day: string;
  /** By partition: the first offset of the day, and the first one that is not counted yet. */
  readonly offsets: Readonly<Record<string, { readonly from: number; readonly next: number }>>;
  readonly records: number;
  readonly malformed: number;
  readonly top: readonly HotPage[];
}

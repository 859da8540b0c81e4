// What the running systems answer. Values only; the wire makes them, checks and gates judge them.

/** One ZooKeeper member's answers. A member that does not serve answers with a sentence instead of statistics. */
export interface MemberAnswers {
  readonly ruok: boolean;
  /** Null while it is not serving. */
  readonly mode: 'leader' | 'follower' | 'observer' | 'standalone' | null;
  /** First line of `srvr`. */
  readonly version: string | null;
  readonly zxid: string | null;
  /** Keys of `mntr`, as they are. */
  readonly mntr: Readonly<Record<string, string>>;
  /** Keys of `conf`. */
  readonly conf: Readonly<Record<string, string>>;
  /** What it said instead, when it is not serving or refuses a word. */
  readonly sentence: string | null;
}

export interface RegisteredBroker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
}

export interface PartitionState {
  readonly partition: number;
  /** -1: none. */
  readonly leader: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
}

export interface TopicState {
  readonly name: string;
  readonly partitions: readonly PartitionState[];
  readonly config: Readonly<Record<string, string>>;
}

/** What Kafka keeps in ZooKeeper. */
export interface Registry {
  readonly brokers: readonly RegisteredBroker[];
  /** Id of the controller, or null. */
  readonly controller: number | null;
  readonly controllerEpoch: number | null;
  readonly topics: readonly TopicState[];
  /** Topics marked for deletion. */
  readonly deleting: readonly string[];
}

/** One broker's own answer to a Metadata request for all topics. */
export interface BrokerMetadata {
  readonly brokers: readonly RegisteredBroker[];
  readonly topics: readonly {
    readonly name: string;
    readonly error: number;
    readonly partitions: readonly (PartitionState & { readonly error: number })[];
  }[];
}

/** One token sent by the console producer on one host and read by the console consumer on another. */
export interface RoundTrip {
  readonly topic: string;
  readonly from: string;
  readonly to: string;
  readonly token: string;
  readonly seen: boolean;
  readonly ms: number;
  /** What the tools said last when it was not seen. */
  readonly said: string;
}

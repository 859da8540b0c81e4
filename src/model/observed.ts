// What the running systems answer. Values only; the wire makes them, checks and gates judge them.
import type { ComponentName, HostName } from './cluster.js';

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
  /** Whether it takes writes; null where it does not say, as while it is not serving. */
  readonly writable: boolean | null;
  /** What it said instead, when it is not serving or refuses a word. */
  readonly sentence: string | null;
  /** Words that are switched off there (`4lw.commands.whitelist`, from 3.4.10 on). */
  readonly refused: readonly string[];
}

/** A node that lived for a moment, through one member. */
export interface MemberWrite {
  /** To create it and to delete it again. */
  readonly ms: number;
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
  /** `topic/partition` of which replicas are being moved, or the text of what was asked for where it cannot be understood. */
  readonly reassigning: readonly string[];
  /** In the same way, those of which the preferred replica is to be elected. */
  readonly electing: readonly string[];
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
  /** `lost`: both tools ran, or had their time, and it was not seen. `not-run`: a tool could not run, which says nothing of the cluster. */
  readonly outcome: 'seen' | 'lost' | 'not-run';
  readonly ms: number;
  /** Which tool said what last, when it was not seen. */
  readonly said: string;
}

/** One message through each partition of the probe topic. */
export interface ProbeTrip {
  readonly topic: string;
  /** Null where there is no such topic. */
  readonly partitions: readonly ProbedPartition[] | null;
}

export type ProbedPartition = {
  readonly partition: number;
  /** As the brokers say; -1: none. */
  readonly leader: number;
} & (
  | {
      readonly ok: true;
      /** From sending to the acknowledgement of all replicas. */
      readonly ackMs: number;
      /** From sending to the fetched message. */
      readonly ms: number;
    }
  /** `blind`: no connection could be tried, so nothing is known of it. */
  | { readonly ok: false; readonly reason: string; readonly blind?: boolean }
);

/** A connection from one host to a port of another. */
export interface PeerDial {
  readonly to: HostName;
  readonly component: ComponentName;
  /** Name of the port. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** `refused`: the other host answered that nothing listens, or a firewall did. `unreachable`: nothing answered, or there is no way. */
  readonly outcome: 'connected' | 'refused' | 'unreachable';
  /** Empty when connected. */
  readonly reason: string;
}

/** A connection from the operator's machine to the address that a registered broker has its clients sent to. */
export interface AdvertisedDial extends RegisteredBroker {
  /** Null when connected. */
  readonly failure: string | null;
}

/** What the services of a host left behind on its disk. */
export interface HostTraces {
  /** By component; those that do not run have none. */
  readonly complaints: Readonly<Partial<Record<ComponentName, Complaints>>>;
  /** Snapshots that a ZooKeeper member keeps; null where there is none, or where it has not made any directory yet. */
  readonly snapshots: number | null;
}

/** Lines of a log that no healthy service writes, since the start of the running process, as far as the end of the log goes back. */
export interface Complaints {
  readonly log: string;
  /** False where the log is not there or cannot be read. */
  readonly readable: boolean;
  readonly count: number;
  /** Null when there is none. */
  readonly newest: string | null;
}

/** A consumer group with offsets in ZooKeeper. */
export interface ConsumerGroup {
  readonly name: string;
  /** Consumers that are alive. */
  readonly consumers: readonly string[];
  readonly partitions: readonly GroupPartition[];
}

export interface GroupPartition {
  readonly topic: string;
  readonly partition: number;
  /** The consumer that has claimed it. */
  readonly owner: string | null;
  /** Offset of the next message that the group wants. */
  readonly committed: number;
  /** Offsets that the leader has: of the oldest message, and of the next one to come. Null where it did not say. */
  readonly earliest: number | null;
  readonly latest: number | null;
  /** Why the leader did not say; empty when it did. */
  readonly reason: string;
}

// Simulated brokers: registration and sessions, the controller, leaders, ISRs, and how far each replica of each partition goes.
import type { HostName } from '../../src/model/cluster.js';
import type { BrokerMetadata, RegisteredBroker, Registry } from '../../src/model/observed.js';
import type { Ensemble } from './ensemble.js';
import type { Process } from './machine.js';
import type { Random } from './random.js';
import { ReplicaLogs, type Place } from './replica-logs.js';
import type { Scheduler } from './scheduler.js';

interface Broker extends RegisteredBroker {
  readonly machine: HostName;
  readonly process: Process;
  registered: boolean;
}

interface Partition extends Place {
  replicas: readonly number[];
  isr: readonly number[];
  leader: number;
  /** Records that a client was told are safe. */
  acknowledged: number;
}

interface Topic {
  readonly name: string;
  config: Readonly<Record<string, string>>;
}

export interface BrokerTempo {
  /** Until a started broker tries to register, ms; null: it hangs for good. */
  startMs: number | null;
  catchUpMs: number;
}

/** As in server.properties. */
const SESSION_MS = 10_000;

export class Brokers {
  /** Brokers whose process runs, by host. */
  private readonly running = new Map<HostName, Broker>();
  /** What ZooKeeper has, also of brokers that died a moment ago. */
  private registered = new Map<number, Broker>();
  private controller: number | null = null;
  private epoch = 0;
  private topics = new Map<string, Topic>();
  private partitions: Partition[] = [];
  private readonly logs = new ReplicaLogs();
  private readonly time: Scheduler;
  private readonly random: Random;
  private readonly ensemble: Ensemble;
  readonly tempo = new Map<HostName, BrokerTempo>();
  readonly lost: (message: string) => void;

  constructor(time: Scheduler, random: Random, ensemble: Ensemble, lost: (message: string) => void) {
    this.time = time;
    this.random = random;
    this.ensemble = ensemble;
    this.lost = lost;
  }

  start(machine: HostName, process: Process, place: RegisteredBroker): void {
    const broker: Broker = { ...place, machine, process, registered: false };
    this.running.set(machine, broker);
    const { startMs } = this.tempoOf(machine);
    if (startMs !== null) this.time.after(startMs, () => this.register(broker));
  }

  /** @param clean asked to end: it hands over its leaderships and closes its session */
  stop(machine: HostName, clean: boolean): void {
    const broker = this.running.get(machine);
    if (broker === undefined) return;
    this.running.delete(machine);
    if (!broker.registered) return;
    // Without ZooKeeper nobody can be told that it leaves.
    if (clean && this.ensemble.serves) this.unregister(broker);
    else this.expireLater(broker);
  }

  /** Its session ends although it runs: it registers anew. */
  expire(machine: HostName): void {
    const broker = this.running.get(machine);
    if (broker?.registered !== true || !this.ensemble.serves) return;
    this.unregister(broker);
    this.time.after(this.random.between(100, 3000), () => this.register(broker));
  }

  moveController(): void {
    if (!this.ensemble.serves || this.controller === null) return;
    const others = [...this.registered.values()].filter((broker) => broker.id !== this.controller && this.isAlive(broker));
    const [next] = others;
    if (next !== undefined) this.elect(next.id);
  }

  /** Sessions that ended while there was no quorum end once there is one. */
  onQuorum(serves: boolean): void {
    if (!serves) return;
    for (const broker of this.registered.values()) if (!this.isAlive(broker)) this.expireLater(broker);
  }

  /** An ensemble that has lost everything knows no broker and no topic. */
  forget(): void {
    for (const { topic, partition, acknowledged } of this.partitions)
      if (acknowledged > 0)
        this.lost(`${topic}/${String(partition)}: ${String(acknowledged)} acknowledged records are forgotten with their topic`);
    this.reset();
    for (const broker of this.running.values()) {
      if (!broker.registered) continue;
      broker.registered = false;
      this.time.after(this.random.between(100, 3000), () => this.register(broker));
    }
  }

  /** A person has accepted that all data go. */
  reset(): void {
    this.registered = new Map();
    this.topics = new Map();
    this.partitions = [];
    this.controller = null;
    this.logs.clear();
  }

  dropLogs(id: number): void {
    for (const partition of this.partitions) this.logs.drop(id, partition);
  }

  hasLogs(id: number): boolean {
    return this.partitions.some((partition) => this.logs.has(id, partition));
  }

  partitionsOf(id: number): readonly string[] {
    return this.partitions.filter(({ replicas }) => replicas.includes(id)).map(({ topic, partition }) => `${topic}-${String(partition)}`);
  }

  /** Null when it was done, else why it could not be. */
  createTopic(name: string, partitions: number, factor: number, config: Readonly<Record<string, string>>): string | null {
    const ids = [...this.registered.keys()].toSorted((a, b) => a - b);
    if (!this.ensemble.serves) return 'ZooKeeper does not serve';
    if (ids.length < factor) return `replication factor ${String(factor)} is larger than ${String(ids.length)} brokers`;
    if (this.topics.has(name)) return null;
    this.topics.set(name, { name, config });
    for (let partition = 0; partition < partitions; partition++) {
      const replicas = Array.from({ length: factor }, (_, i) => ids[(partition + i) % ids.length] ?? 0);
      this.partitions.push({ topic: name, partition, replicas, isr: replicas, leader: -1, acknowledged: 0 });
      for (const id of replicas) this.logs.set(id, { topic: name, partition }, 0);
    }
    this.ensemble.commit();
    this.sweep();
    return null;
  }

  alterTopic(name: string, partitions: number | null, config: Readonly<Record<string, string>>): void {
    const topic = this.topics.get(name);
    if (topic === undefined) return;
    topic.config = config;
    const have = this.partitions.filter((partition) => partition.topic === name);
    const ids = [...this.registered.keys()].toSorted((a, b) => a - b);
    for (let partition = have.length; partition < (partitions ?? 0); partition++) {
      const factor = have[0]?.replicas.length ?? 1;
      const replicas = Array.from({ length: factor }, (_, i) => ids[(partition + i) % ids.length] ?? 0);
      this.partitions.push({ topic: name, partition, replicas, isr: replicas, leader: -1, acknowledged: 0 });
    }
    this.ensemble.commit();
    this.sweep();
  }

  topicConfig(name: string): Readonly<Record<string, string>> {
    return this.topics.get(name)?.config ?? {};
  }

  /** One record to every partition, with acks=-1. */
  produce(): void {
    for (const partition of this.partitions) {
      const leader = this.registered.get(partition.leader);
      if (leader === undefined || !this.isAlive(leader)) continue;
      const end = this.logs.endOf(partition.leader, partition) + 1;
      const there = partition.isr.filter((id) => this.isUp(id));
      for (const id of there) this.logs.set(id, partition, end);
      if (there.length === partition.isr.length && there.length >= this.minIsrOf(partition.topic)) partition.acknowledged = end;
    }
  }

  registry(): Registry {
    return {
      brokers: [...this.registered.values()].map(({ id, host, port }) => ({ id, host, port })),
      controller: this.controller,
      controllerEpoch: this.epoch,
      topics: [...this.topics.values()].map(({ name, config }) => ({
        name,
        config,
        partitions: this.partitions
          .filter(({ topic }) => topic === name)
          .map(({ partition, replicas, isr, leader }) => ({ partition, replicas, isr, leader })),
      })),
      deleting: [],
      reassigning: [],
      electing: [],
    };
  }

  metadata(machine: HostName): BrokerMetadata | null {
    const broker = this.running.get(machine);
    if (broker?.registered !== true) return null;
    const { brokers, topics } = this.registry();
    // Until there is a partition, the controller tells brokers nothing of each other.
    if (topics.length === 0) return { brokers: [], topics: [] };
    return {
      brokers,
      topics: topics.map((topic) => ({ ...topic, error: 0, partitions: topic.partitions.map((one) => ({ ...one, error: 0 })) })),
    };
  }

  minIsrOf(topic: string): number {
    return Number(this.topics.get(topic)?.config['min.insync.replicas'] ?? '1');
  }

  private register(broker: Broker): void {
    if (this.running.get(broker.machine) !== broker || broker.registered) return;
    // The node of an old session is waited out; so is an ensemble without a quorum.
    if (!this.ensemble.serves || this.registered.has(broker.id)) {
      this.time.after(500, () => this.register(broker));
      return;
    }
    broker.registered = true;
    this.registered.set(broker.id, broker);
    this.ensemble.commit();
    if (this.controller === null) this.elect(broker.id);
    else this.sweep();
    for (const partition of this.partitions) if (partition.replicas.includes(broker.id)) this.follow(broker, partition);
  }

  private expireLater(broker: Broker): void {
    this.time.after(SESSION_MS, () => {
      if (!this.ensemble.serves || this.registered.get(broker.id) !== broker || this.isAlive(broker)) return;
      this.unregister(broker);
    });
  }

  private unregister(broker: Broker): void {
    broker.registered = false;
    if (this.registered.get(broker.id) !== broker) return;
    this.registered.delete(broker.id);
    this.ensemble.commit();
    for (const partition of this.partitions)
      if (partition.isr.includes(broker.id) && partition.isr.length > 1) partition.isr = partition.isr.filter((id) => id !== broker.id);
    if (this.controller === broker.id) {
      const [next] = this.registered.values();
      this.elect(next?.id ?? null);
    }
    this.sweep();
  }

  private elect(id: number | null): void {
    this.controller = id;
    this.epoch++;
    this.sweep();
  }

  /** Every partition whose leader is gone gets one from its ISR, or none. */
  private sweep(): void {
    if (this.controller === null) return;
    for (const partition of this.partitions) {
      if (this.registered.has(partition.leader)) continue;
      const next = partition.isr.find((id) => this.registered.has(id)) ?? -1;
      if (next !== -1 && this.logs.endOf(next, partition) < partition.acknowledged)
        this.lost(
          `${partition.topic}/${String(partition.partition)}: broker ${String(next)} leads with ${String(this.logs.endOf(next, partition))} of ` +
            `${String(partition.acknowledged)} acknowledged records`,
        );
      partition.leader = next;
    }
    for (const broker of this.registered.values())
      for (const partition of this.partitions)
        if (partition.replicas.includes(broker.id) && !partition.isr.includes(broker.id)) this.follow(broker, partition);
  }

  /** It copies what it lacks, and is in the ISR then. */
  private follow(broker: Broker, partition: Partition): void {
    if (partition.isr.includes(broker.id)) return;
    this.time.after(this.tempoOf(broker.machine).catchUpMs, () => {
      if (this.registered.get(broker.id) !== broker || !this.isAlive(broker) || partition.isr.includes(broker.id)) return;
      if (!this.isUp(partition.leader)) {
        this.follow(broker, partition);
        return;
      }
      this.logs.set(broker.id, partition, this.logs.endOf(partition.leader, partition));
      partition.isr = partition.replicas.filter((id) => id === broker.id || partition.isr.includes(id));
    });
  }

  private isAlive = (broker: Broker): boolean => this.running.get(broker.machine) === broker && broker.process.alive;

  private isUp(id: number): boolean {
    const broker = this.registered.get(id);
    return broker !== undefined && this.isAlive(broker);
  }

  private tempoOf(machine: HostName): BrokerTempo {
    return this.tempo.get(machine) ?? { startMs: this.random.between(800, 4000), catchUpMs: this.random.between(100, 2500) };
  }
}

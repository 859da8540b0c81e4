// The simulated world: hosts with their services, the ensemble, the brokers, the jobs, and a client that writes all the time.
import type { Cluster, ComponentName, HostName } from '../../src/model/cluster.js';
import type { Service } from '../../src/model/component.js';
import { Brokers, type BrokerTempo } from './brokers.js';
import { Ensemble } from './ensemble.js';
import { Jobs } from './jobs.js';
import { Machine, type Process } from './machine.js';
import type { Operator } from './operator.js';
import { Random } from './random.js';
import { Scheduler } from './scheduler.js';

/** A promise of the product that did not hold. */
export class Violation extends Error {}

const PRODUCE_EVERY_MS = 700;

export class World {
  readonly random: Random;
  readonly time: Scheduler;
  readonly machines: ReadonlyMap<HostName, Machine>;
  readonly ensemble: Ensemble;
  readonly brokers: Brokers;
  readonly jobs: Jobs;
  /** Ids under which each instance has run, by `host component`. */
  readonly ids = new Map<string, number>();
  /** What happened, for whoever replays a seed. */
  readonly story: string[] = [];
  violation: Violation | null = null;
  /** True once a person has said that data may go. */
  dataMayGo = false;
  /** Faults belong to the chapter in which they were chosen, while it is not yet being put right. */
  chapter = 0;
  faulty = false;
  /** Nothing has gone wrong in this chapter yet. */
  quiet = true;
  /** Hosts that came back in this chapter. */
  reboots = 0;
  /** Called where a second operator begins to look while another one is at work. */
  onSecondLook: () => void = () => undefined;
  /** Everybody who has ever begun a run. */
  readonly operators: Operator[] = [];
  /** Operators that change hosts now, and how many of their scripts are under way. */
  readonly acting = new Map<Operator, number>();
  private readonly cluster: Cluster;
  private producing = true;

  constructor(cluster: Cluster, seed: number) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.time = new Scheduler(this.random);
    this.machines = new Map(cluster.hosts.map(({ name }) => [name, new Machine(name)]));
    for (const host of cluster.hosts) this.machine(host.name).makeDir(host.home, 0o755);
    this.ensemble = new Ensemble(this.time, this.random, {
      onQuorum: (serves) => this.brokers.onQuorum(serves),
      onForgotten: () => this.brokers.forget(),
    });
    this.brokers = new Brokers(this.time, this.random, this.ensemble, (message) => {
      if (!this.dataMayGo) this.violate(`acknowledged records are lost: ${message}`);
    });
    this.jobs = new Jobs(this.time, this.random);
    this.produce();
  }

  machine(host: HostName): Machine {
    const machine = this.machines.get(host);
    if (machine === undefined) throw new Error(`no host ${host} in this world`);
    return machine;
  }

  tell(event: string): void {
    this.story.push(`${(this.time.now() / 1000).toFixed(2).padStart(8)} s  ${event}`);
  }

  violate(message: string): void {
    this.tell(`VIOLATION: ${message}`);
    this.violation ??= new Violation(message);
  }

  startService(host: HostName, service: Service): Process {
    const machine = this.machine(host);
    const process = machine.spawn(service, this.time.now());
    this.tell(`${host}: ${service.component} starts`);
    this.begin(machine, process);
    return process;
  }

  /** The process ends. Clean: it was asked to. */
  endService(host: HostName, component: ComponentName, clean: boolean): void {
    const state = this.machine(host).serviceOf(component);
    const { process } = state;
    state.waits = false;
    if (process?.alive !== true) return;
    process.alive = false;
    this.tell(`${host}: ${component} ${clean ? 'stops' : 'dies'}`);
    if (component === 'zookeeper') this.ensemble.stop(host);
    else if (component === 'kafka') this.brokers.stop(host, clean);
    else this.jobs.stop(component, host);
  }

  powerOff(host: HostName): void {
    const machine = this.machine(host);
    if (!machine.up) return;
    this.tell(`${host}: loses its power`);
    this.quiet = false;
    for (const component of machine.services.keys()) this.endService(host, component, false);
    machine.up = false;
  }

  /** Services that nobody has stopped come back with it. */
  powerOn(host: HostName): void {
    const machine = this.machine(host);
    if (machine.up) return;
    this.tell(`${host}: is back`);
    this.reboots++;
    Object.assign(machine, { up: true, boot: machine.boot + 1, bootedAt: this.time.now() });
    for (const { down, service } of machine.services.values())
      if (!down && service !== null && machine.files.has(service.run)) this.startService(host, service);
  }

  /** A killed process is started again by its supervisor. */
  crash(host: HostName, component: ComponentName): void {
    const machine = this.machine(host);
    const { service } = machine.serviceOf(component);
    if (machine.processOf(component) === null || service === null) return;
    const state = machine.serviceOf(component);
    const died = state.process;
    this.quiet = false;
    this.endService(host, component, false);
    state.waits = true;
    this.time.after(this.random.between(1000, 3000), () => {
      if (state.process !== died || !state.waits) return;
      state.waits = false;
      if (machine.files.has(service.run)) this.startService(host, service);
    });
  }

  slowDown(host: HostName, tempo: BrokerTempo): void {
    this.quiet = false;
    this.brokers.tempo.set(host, tempo);
  }

  expireSession(host: HostName): void {
    this.tell(`${host}: the session of its broker expires`);
    this.quiet = false;
    this.brokers.expire(host);
  }

  electLeader(): void {
    this.tell('the ensemble elects another leader');
    this.quiet = false;
    this.ensemble.reelect();
  }

  moveController(): void {
    this.tell('the controller moves');
    this.brokers.moveController();
  }

  /** @param faulty whether things go wrong in it */
  beginChapter(faulty: boolean): void {
    this.chapter++;
    Object.assign(this, { faulty, quiet: true, reboots: 0, onSecondLook: () => undefined });
  }

  /** Nothing happens any more that nobody waits for. */
  end(): void {
    this.producing = false;
  }

  private begin(machine: Machine, process: Process): void {
    const { component, service } = process;
    if (component === 'zookeeper') this.beginMember(machine, process, service);
    else if (component === 'kafka') this.beginBroker(machine, process, service);
    else this.jobs.start(component, machine.name, process);
  }

  private beginMember(machine: Machine, process: Process, service: Service): void {
    const properties = `${service.base}/conf/zookeeper.properties`;
    const dataDir = machine.setting(properties, 'dataDir') ?? '';
    const id = Number(machine.files.get(`${dataDir}/myid`)?.text.trim() ?? NaN);
    const size = (machine.files.get(properties)?.text ?? '').split('\n').filter((line) => line.startsWith('server.')).length;
    this.identify(machine, 'zookeeper', id, dataDir);
    machine.stored.add(`${dataDir}/version-2`);
    this.ensemble.start(machine.name, process, id, Math.max(1, size));
  }

  private beginBroker(machine: Machine, process: Process, service: Service): void {
    const properties = `${service.base}/conf/server.properties`;
    const id = Number(machine.setting(properties, 'broker.id') ?? NaN);
    const [logDir = ''] = (machine.setting(properties, 'log.dirs') ?? '').split(',');
    this.identify(machine, 'kafka', id, logDir);
    this.brokers.start(machine.name, process, {
      id,
      host: machine.setting(properties, 'advertised.host.name') ?? '',
      port: Number(machine.setting(properties, 'advertised.port') ?? NaN),
    });
  }

  private identify(machine: Machine, component: ComponentName, id: number, dataDir: string): void {
    const key = `${machine.name} ${component}`;
    const before = this.ids.get(key);
    if (before !== undefined && before !== id)
      this.violate(`${component} on ${machine.name} was ${String(before)} and starts as ${String(id)}`);
    const other = [...this.ids].find(([name, known]) => name !== key && known === id && name.endsWith(` ${component}`));
    if (other !== undefined) this.violate(`${component} on ${machine.name} starts as ${String(id)}, which is that of ${other[0]}`);
    const record = machine.recordIn(dataDir);
    if (record?.id !== id || record.component !== component || record.cluster !== this.cluster.name)
      this.violate(`${component} ${String(id)} on ${machine.name} starts on ${dataDir}, whose record is ${JSON.stringify(record)}`);
    this.ids.set(key, id);
  }

  private produce(): void {
    this.time.after(PRODUCE_EVERY_MS, () => {
      this.brokers.produce();
      for (const [host, machine] of this.machines) this.store(host, machine);
      if (this.producing) this.produce();
    });
  }

  /** What brokers have written lies in their log directories. */
  private store(host: HostName, machine: Machine): void {
    const id = this.ids.get(`${host} kafka`);
    const instance = this.cluster.hosts.find(({ name }) => name === host)?.settings.kafka;
    if (id === undefined || instance === undefined || machine.processOf('kafka') === null) return;
    const [logDir] = instance.dirs['log.dirs'] ?? [];
    if (logDir === undefined) return;
    for (const partition of this.brokers.partitionsOf(id)) machine.stored.add(`${logDir}/${partition}`);
  }
}

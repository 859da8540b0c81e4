// status: the services of each host, by the host's own words. It judges nothing; verify does.
import { loadInventory } from '../inventory/load.js';
import { CALCULATOR } from '../components/calculator/spec.js';
import { consolesOf, type Console } from '../components/consoles.js';
import { ageMs, stateOf } from '../components/jobs/state.js';
import { PRODUCER } from '../components/producer/spec.js';
import { lookAtMasters } from '../components/spark/live/masters.js';
import { SPARK_MASTER } from '../components/spark/places.js';
import { sparkStatus, type SparkStatus } from '../components/spark/status.js';
import type { HostName } from '../model/cluster.js';
import type { ServiceFacts } from '../model/facts.js';
import type { Live } from '../model/live.js';
import type { JobState } from '../model/streaming.js';
import { straysOf, type Stray } from '../plan/strays.js';
import { connect } from './run/connections.js';
import { observe, type Observation } from './run/observe.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';

export interface ServiceStatus {
  readonly host: HostName;
  readonly component: string;
  /** `unknown`: the host could not be asked. */
  readonly state: ServiceFacts['state'] | 'unknown';
  readonly id: number | null;
  readonly pid: number | null;
  readonly startedAt: string | null;
  readonly supervisor: 'detached' | null;
  readonly restarts: number;
  /** Why it failed, what its start waits for, or why it is not known. */
  readonly reason: string | null;
}

/** The last state that a job reported, and its age. */
export type JobStatus = JobState & { readonly host: HostName; readonly ageMs: number };

export interface StatusResult {
  readonly services: readonly ServiceStatus[];
  /** The calculator that counts, else one that does not; null where none was launched. */
  readonly job: JobStatus | null;
  readonly producer: JobStatus | null;
  /** Null where no master was launched, or no host of one could be asked. */
  readonly spark: SparkStatus | null;
  /** Web pages of what runs. */
  readonly consoles: readonly Console[];
}

const MASTER_MS = 4000;

export async function status(options: FlowOptions): Promise<Outcome<StatusResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const connections = await connect(cluster, options);
  try {
    const observed = await observe(cluster, connections, null, options);
    const { facts, unread, resolved } = observed;
    const services = resolved.placed.map(({ instance }): ServiceStatus => {
      const { host, component } = instance;
      const service = facts.get(host.name)?.services[component];
      const id = instance.idSource === 'assumed' ? null : instance.id;
      const head = { host: host.name, component, id };
      if (service === undefined)
        return {
          ...head,
          state: 'unknown',
          pid: null,
          startedAt: null,
          supervisor: null,
          restarts: 0,
          reason: unread.get(host.name)?.message ?? 'not asked',
        };
      const { state, pid, startedAt, restarts, failure, supervisorPid } = service;
      return { ...head, state, pid, startedAt, supervisor: supervisorPid === null ? null : 'detached', restarts, reason: failure };
    });
    const strays = straysOf(resolved, facts).map((stray) => strayStatus(stray, facts));
    const job = jobOf(CALCULATOR, observed);
    const producer = jobOf(PRODUCER, observed);
    const spark = await lookAtSpark(observed, { ...connections.live, signal: options.signal });
    const consoles = consolesOf(resolved, facts);
    const known = services.every((service) => service.state !== 'unknown');
    const reached = facts.size > 0;
    return {
      ...done(cluster.name, { services: [...services, ...strays], job, producer, spark, consoles }),
      ok: known,
      exitCode: known ? 0 : reached ? 3 : 4,
    };
  } finally {
    connections.close();
  }
}

/** It runs, though its host has not the role. */
function strayStatus({ component, host }: Stray, facts: Observation['facts']): ServiceStatus {
  const service = facts.get(host.name)?.services[component];
  const { state = 'running', pid = null, startedAt = null, restarts = 0, supervisorPid = null } = service ?? {};
  const supervisor = supervisorPid === null ? null : 'detached';
  const reason = 'no role of this host asks for it';
  return { host: host.name, component, id: null, state, pid, startedAt, supervisor, restarts, reason };
}

async function lookAtSpark({ resolved, facts }: Observation, live: Live): Promise<SparkStatus | null> {
  const there = resolved.placed.some(({ instance }) => {
    const state = instance.component === SPARK_MASTER ? facts.get(instance.host.name)?.services[SPARK_MASTER]?.state : undefined;
    return state !== undefined && state !== 'absent';
  });
  return there ? sparkStatus(await lookAtMasters(resolved, live, MASTER_MS)) : null;
}

function jobOf(component: string, { resolved, facts }: Observation): JobStatus | null {
  const said = resolved.placed.flatMap((placed): readonly JobStatus[] => {
    const host = placed.instance.component === component ? facts.get(placed.instance.host.name) : undefined;
    const state = host && stateOf(placed, host);
    return host && state ? [{ ...state, host: host.host, ageMs: ageMs(state.at, host) }] : [];
  });
  return said.find(({ state }) => state === 'counting' || state === 'producing') ?? said[0] ?? null;
}

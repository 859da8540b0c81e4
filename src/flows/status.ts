// status: what runs where, as the hosts themselves say. Judges nothing; verify does.
import { loadInventory } from '../inventory/load.js';
import { CALCULATOR } from '../components/calculator/spec.js';
import { ageMs, stateOf } from '../components/jobs/state.js';
import { PRODUCER } from '../components/producer/spec.js';
import type { HostName } from '../model/cluster.js';
import type { JobState } from '../model/streaming.js';
import { connect } from './connections.js';
import { observe, type Observation } from './observe.js';
import { done, type FlowOptions, type Outcome } from './options.js';

export interface ServiceStatus {
  readonly host: HostName;
  readonly component: string;
  /** `unknown`: the host could not be asked. */
  readonly state: 'running' | 'stopped' | 'failed' | 'absent' | 'unknown';
  readonly id: number | null;
  readonly pid: number | null;
  readonly startedAt: string | null;
  readonly supervisor: 'detached' | null;
  readonly restarts: number;
  /** Why it failed, or why it is not known. */
  readonly reason: string | null;
}

/** What a job said of itself last, and how long ago. */
export type JobStatus = JobState & { readonly host: HostName; readonly ageMs: number };

export interface StatusResult {
  readonly services: readonly ServiceStatus[];
  /** The calculator that counts, else one that does not; null where none was launched. */
  readonly job: JobStatus | null;
  readonly producer: JobStatus | null;
}

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
    const job = jobOf(CALCULATOR, observed);
    const producer = jobOf(PRODUCER, observed);
    const known = services.every((service) => service.state !== 'unknown');
    const reached = facts.size > 0;
    return { ...done(cluster.name, { services, job, producer }), ok: known, exitCode: known ? 0 : reached ? 3 : 4 };
  } finally {
    connections.close();
  }
}

function jobOf(component: string, { resolved, facts }: Observation): JobStatus | null {
  const said = resolved.placed.flatMap((placed): readonly JobStatus[] => {
    const host = placed.instance.component === component ? facts.get(placed.instance.host.name) : undefined;
    const state = host && stateOf(placed, host);
    return host && state ? [{ ...state, host: host.host, ageMs: ageMs(state.at, host) }] : [];
  });
  return said.find(({ state }) => state === 'counting' || state === 'producing') ?? said[0] ?? null;
}

// status: what runs where, as the hosts themselves say. Judges nothing; verify does.
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import { connect } from './connections.js';
import { observe } from './observe.js';
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

export interface StatusResult {
  readonly services: readonly ServiceStatus[];
}

export async function status(options: FlowOptions): Promise<Outcome<StatusResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const connections = await connect(cluster, options);
  try {
    const { facts, unread, resolved } = await observe(cluster, connections, null, options);
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
    const known = services.every((service) => service.state !== 'unknown');
    const reached = facts.size > 0;
    return { ...done(cluster.name, { services }), ok: known, exitCode: known ? 0 : reached ? 3 : 4 };
  } finally {
    connections.close();
  }
}

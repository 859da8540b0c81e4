// Connections of a run: one per host, opened once.
import type { Duplex } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import { connectHosts } from '../../hosts/connect-hosts.js';
import type { Cluster, HostName } from '../../model/cluster.js';
import type { Live } from '../../model/live.js';
import type { HostSession } from '../../model/session.js';
import type { FlowOptions } from './options.js';

export interface Connections {
  readonly live: Live;
  readonly sessions: ReadonlyMap<HostName, HostSession>;
  readonly failures: ReadonlyMap<HostName, AppError>;
  /** How long the login took, ms. */
  readonly reachMs: ReadonlyMap<HostName, number>;
  close(): void;
}

export async function connect(cluster: Cluster, options: FlowOptions): Promise<Connections> {
  const { questions, acceptNewHostKeys, signal, env } = options;
  const found = [...(await connectHosts(cluster.hosts, { questions, acceptNewHostKeys, signal, env }))];
  const sessions = new Map(found.flatMap(([host, one]) => (one.ok ? [[host, one.session] as const] : [])));
  const failures = new Map(found.flatMap(([host, one]) => (one.ok ? [] : [[host, one.error] as const])));
  if (signal.aborted) {
    // After Ctrl-C the failures are those of interrupted attempts and say nothing about the hosts.
    for (const open of sessions.values()) open.close();
    signal.throwIfAborted();
  }
  const session = (host: HostName): HostSession => {
    const open = sessions.get(host);
    if (open !== undefined) return open;
    throw failures.get(host) ?? new AppError('HOST_UNREACHABLE', `There is no connection to ${host}.`, { where: { host }, todo: [] });
  };
  const address = new Map(cluster.hosts.map((host) => [host.name, host.address]));
  const dial = (host: HostName, port: number, deadlineMs: number): Promise<Duplex> =>
    session(host).dial(address.get(host) ?? host, port, { deadlineMs, signal });
  return {
    live: { signal, session, dial },
    sessions,
    failures,
    reachMs: new Map(found.map(([host, one]) => [host, one.ms])),
    close: () => {
      for (const open of sessions.values()) open.close();
    },
  };
}

/** Where something is to be changed, every host must answer first (exit 4, nothing touched). */
export function requireAll({ failures }: Connections): void {
  const errors = [...failures.values()];
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  throw new AppError('HOSTS_FAILED', `${String(errors.length)} hosts cannot be reached or logged in to. Nothing was touched.`, {
    todo: ['Correct what is said above for each of them, and run it again.'],
    causes: errors,
  });
}

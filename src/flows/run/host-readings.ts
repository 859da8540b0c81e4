// Evidence that a flow has from its connections: how each host was reached, and what its script found.
import { hostReading, type Reading } from '../../evidence/evidence.js';
import { facts as hostFacts, reach } from '../../evidence/sources.js';
import type { Cluster, HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import type { Read } from '../../model/source.js';
import type { Connections } from './connections.js';
import { factsOver, lookAtHost } from './observe.js';

type Reads<T> = ReadonlyMap<HostName, Read<T>>;

/** How each host was reached, or why it was not. */
export const reachOf = (cluster: Cluster, { failures, reachMs }: Connections): Reads<{ readonly ms: number }> =>
  new Map(
    cluster.hosts.map(({ name }): readonly [HostName, Read<{ readonly ms: number }>] => {
      const failure = failures.get(name);
      return [name, failure === undefined ? { ok: true, value: { ms: reachMs.get(name) ?? 0 } } : { ok: false, reason: failure.message }];
    }),
  );

/** Never rejects for a host's failure. */
export async function readFacts(
  want: Resolved,
  { sessions, failures }: Connections,
  signal: AbortSignal,
): Promise<ReadonlyMap<HostName, Read<HostFacts>>> {
  const reads = want.cluster.hosts.map(async (host): Promise<readonly [HostName, Read<HostFacts>]> => {
    const session = sessions.get(host.name);
    if (session === undefined)
      return [host.name, { ok: false, reason: failures.get(host.name)?.message ?? 'there is no connection to it' }];
    try {
      return [host.name, { ok: true, value: await lookAtHost(factsOver(session, signal), want, host) }];
    } catch (error) {
      return [host.name, { ok: false, reason: error instanceof Error ? error.message : String(error) }];
    }
  });
  return new Map(await Promise.all(reads));
}

/** What every check may rest on without asking a host. */
export const givenReadings = (reached: Reads<{ readonly ms: number }>, facts: Reads<HostFacts>): readonly Reading[] => [
  hostReading(reach, reached),
  hostReading(hostFacts, facts),
];

// What hosts that are to carry a cluster are asked beyond their facts.
import { facts, hostSource, seeShell } from '../../evidence/sources.js';
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Sight } from '../../model/source.js';
import { dialEveryPort } from './dial-ports.js';
import { LIMITS_MS, readLimits } from './read-limits.js';

/** Each connection has a deadline of its own, and many go at once: this is more than those of a hundred hosts take. */
const DIALS_MS = 300_000;
/** For the work itself to notice first, with more to say, that its time is over. */
const SLACK_MS = 2000;

/** What a process may have there, and what its Java says. */
export const limits = hostSource({
  id: 'limits',
  of: null,
  what: 'what a process may have',
  fix: seeShell,
  deadlineMs: LIMITS_MS + SLACK_MS,
  script: true,
  read: async (host, sight) => {
    const known = (await knownFacts(sight)).get(host);
    if (known === undefined) throw new Error('its state could not be read');
    return readLimits(known, sight.resolved, sight.live);
  },
});

/** Connections from there to the ports of every other host, and to its own. */
export const dials = hostSource({
  id: 'dials',
  of: null,
  what: 'what it reaches of the other hosts',
  fix: (host) => `See whether the SSH server of ${host} answers in time, and run it again.`,
  deadlineMs: DIALS_MS,
  read: async (host, sight) => {
    const { resolved: want, live, reachable } = sight;
    return dialEveryPort(host, { want, live, reachable, known: await knownFacts(sight) });
  },
});

async function knownFacts(sight: Sight): Promise<ReadonlyMap<HostName, HostFacts>> {
  const reads = await Promise.all([...sight.each(facts)].map(async ([host, read]) => [host, await read] as const));
  return new Map(reads.flatMap(([host, read]) => (read.ok ? [[host, read.value] as const] : [])));
}

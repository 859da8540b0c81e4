// What a process may have on a host, and what its Java says: one script, nothing changed.
import { heapKb } from '../../components/heap.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { HostFacts } from '../../model/facts.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostLimits } from './host-limits.js';
import { placedOn } from './hosts.js';
import { parseLimits } from './limits.js';

export const LIMITS_MS = 40_000;

/** Throws where the host does not answer, or makes no sense. */
export async function readLimits(facts: HostFacts, want: Resolved, live: Live): Promise<HostLimits> {
  const heaps = placedOn(want, facts.host).flatMap(({ layout }) => layout.heaps);
  const largest = heaps.reduce((most, heap) => (heapKb(heap) > heapKb(most) ? heap : most), heaps[0] ?? '16m');
  const directories = [...new Set(placedOn(want, facts.host).flatMap(({ layout }) => layout.dataDirs.map(({ path }) => path)))];
  const args = [facts.java?.home ?? '', largest, ...directories];
  const session = live.session(facts.host);
  const outcome = await session.run(remoteScript('reach-limits'), args, { deadlineMs: LIMITS_MS, signal: live.signal });
  const { stdout } = expectSuccess(session, outcome, 'say what a process may have');
  const limits = parseLimits(stdout, directories);
  if (limits === null) throw new Error(`its answer makes no sense: ${stdout.slice(0, 200)}`);
  return limits;
}

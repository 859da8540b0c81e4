// Whether the hosts can carry what is decided: the preflight checks, over what was seen and, where hosts are changed, what they are asked.
import type { Action } from '../../model/action.js';
import type { Resolved } from '../../model/resolved.js';
import { beforeChecks } from '../../verify/before/checks.js';
import { fitness, unaskedChecks } from '../../verify/fitness.js';
import { gatherEvidence } from '../../verify/gather.js';
import { givenReadings, reachOf } from './host-readings.js';
import type { Observation } from './observe.js';
import type { Decision } from './reconcile.js';
import type { Run } from './run.js';

/** Topics are made by the brokers; everything else lands on a host. */
const touchesHost = ({ kind }: Action): boolean => kind !== 'topic-create' && kind !== 'topic-alter';

/**
 * The decision with what the checks have to say about it.
 * @param side the part of the cluster that is decided about
 * @param probing also asks the hosts what facts do not tell, where something is to be changed on them
 */
export async function withFitness(
  decision: Decision,
  side: Resolved,
  { facts }: Observation,
  { connections, options }: Run,
  probing: boolean,
): Promise<Decision> {
  const probe = probing && decision.stages.some(({ actions }) => actions.some(touchesHost));
  const checks = probe ? beforeChecks : unaskedChecks;
  const known = new Map([...facts].map(([host, value]) => [host, { ok: true, value } as const]));
  const gathered = await gatherEvidence(checks, {
    resolved: side,
    live: { ...connections.live, signal: options.signal },
    topic: null,
    given: givenReadings(reachOf(side.cluster, connections), known),
  });
  const { errors, notes } = fitness(checks, gathered, side);
  return { ...decision, notes: [...decision.notes, ...notes], refusals: [...decision.refusals, ...errors] };
}

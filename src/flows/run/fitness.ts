// Fitness: the preflight checks of a decision. They judge the facts and, when the decision changes hosts, readings from the hosts.
import type { Action } from '../../model/action.js';
import type { Resolved } from '../../model/resolved.js';
import { beforeChecks } from '../../verify/before/checks.js';
import { fitness, unaskedChecks } from '../../verify/fitness.js';
import { gatherEvidence } from '../../verify/gather.js';
import { givenReadings, reachOf } from './host-readings.js';
import type { Observation } from './observe.js';
import type { Decision } from './reconcile.js';
import type { Run } from './run.js';

/** The brokers make the topics; every other action changes a host. */
const touchesHost = ({ kind }: Action): boolean => kind !== 'topic-create' && kind !== 'topic-alter';

/**
 * Adds the notes and refusals of the checks to the decision.
 * @param side the part of the cluster that is decided about
 * @param probing also takes readings from the hosts, if the decision changes them
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

// check: whether the hosts can carry the cluster, before anything is put on them. Changes nothing; every finding at once.
import { specs } from '../components/specs.js';
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import { loadInventory } from '../inventory/load.js';
import type { Check, CheckReport, Verdict } from '../model/check.js';
import type { Cluster } from '../model/cluster.js';
import { assume } from '../plan/resolve.js';
import { beforeChecks } from '../verify/before/checks.js';
import { hostsSentence, hostsStatus } from '../verify/before/verdict.js';
import { hostSsh } from '../verify/checks/ssh.js';
import { allChecks, knownLimits } from '../verify/choose.js';
import { judgeHosts } from '../verify/fitness.js';
import { gatherEvidence } from '../verify/gather.js';
import { exitCode, verdict } from '../verify/verdict.js';
import { connect, type Connections } from './run/connections.js';
import { givenReadings, reachOf, readFacts } from './run/host-readings.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';
import { identifySoftware, nameSoftware, type BundleIdentities } from './run/software.js';

export type CheckResult = Verdict & { readonly sentence: string };

export async function check(options: FlowOptions): Promise<Outcome<CheckResult>> {
  const { cluster, warnings } = await loadInventory(options.inventory, { limits: knownLimits(allChecks) });
  checkLimit(cluster, options.limit);
  for (const { message } of warnings) options.sink({ kind: 'note', text: message });
  const connections = await connect(cluster, options);
  try {
    // Ids do not matter yet: paths and ports do not depend on them, and the check host.data compares the recorded ids.
    const want = assume(cluster, specs, await softwareAtHand(cluster, options));
    const reached = reachOf(cluster, connections);
    const began = performance.now();
    const facts = await readFacts(want, connections, options.signal);
    const factsMs = Math.round(performance.now() - began);
    const live = { ...connections.live, signal: options.signal };
    const { evidence, ms } = await gatherEvidence(hostChecks, { resolved: want, live, topic: null, given: givenReadings(reached, facts) });
    options.signal.throwIfAborted();
    const { checks } = verdict([
      ...reachReports(cluster, connections),
      ...judgeHosts(hostChecks, { evidence, ms: { ...ms, facts: factsMs } }, want),
    ]);
    const found: Verdict = { status: hostsStatus(checks), checks };
    const code = exitCode(found, reached);
    return { cluster: cluster.name, ok: code === 0, exitCode: code, result: { ...found, sentence: hostsSentence(found) } };
  } finally {
    connections.close();
  }
}

/** The software on this machine, so that host.software can tell its own files from foreign ones. `provision` reports a broken archive. */
const softwareAtHand = (cluster: Cluster, options: FlowOptions): Promise<BundleIdentities> =>
  identifySoftware(cluster, new Map(), options).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'BUNDLE_REFUSED') return nameSoftware(cluster);
    throw error;
  });

/** An unreachable host is `unknown` here: before provisioning nothing is lost by it. */
const reachReports = (cluster: Cluster, { failures, reachMs }: Connections): readonly CheckReport[] =>
  cluster.hosts.map(({ name }): CheckReport => {
    const failure = failures.get(name);
    const head = { id: hostSsh.id, target: name, ms: reachMs.get(name) ?? 0 };
    if (failure === undefined) return { ...head, status: 'ok', value: head.ms, message: `reached in ${String(head.ms)} ms`, fix: '' };
    return { ...head, status: 'unknown', value: null, message: failure.message, fix: failure.todo.join(' ') };
  });

/** Those that are as true of hosts that are to carry a cluster as of those that do, last. */
const hostChecks: readonly Check[] = [...beforeChecks, ...allChecks.filter(({ id, phase }) => phase === 'any' && id !== hostSsh.id)];

export interface ExplainedChecks {
  readonly checks: readonly { readonly id: string; readonly title: string; readonly explain: string }[];
}

/**
 * @param named an id, or what ids begin with before a dot
 * @throws AppError USAGE for a name that no check has
 */
export function explainChecks(named: string): Outcome<ExplainedChecks> {
  const all = [hostSsh, ...hostChecks].map(({ id, title, explain }) => ({ id, title, explain }));
  const chosen = all.filter(({ id }) => id === named || id.startsWith(`${named}.`));
  const ids = all.map(({ id }) => id);
  if (chosen.length > 0) return done(null, { checks: chosen });
  const guess = nearest(named, ids);
  throw new AppError('USAGE', `There is no check "${named}" of hosts.`, {
    todo: [guess === undefined ? `Known: ${ids.join(', ')}.` : `Did you mean "${guess}"?`],
  });
}

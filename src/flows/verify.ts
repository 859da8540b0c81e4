// verify: reads everything in parallel, judges it against the inventory, and says whether the cluster works.
import { hostReading } from '../evidence/evidence.js';
import { facts as hostFacts, reach } from '../evidence/sources.js';
import { loadInventory } from '../inventory/load.js';
import { specs } from '../components/specs.js';
import { launched, narrowed } from '../plan/component-filter.js';
import type { Check, CheckReport, Verdict } from '../model/check.js';
import type { Evidence, Read } from '../model/source.js';
import type { Cluster, HostName } from '../model/cluster.js';
import type { Resolved } from '../model/resolved.js';
import { allChecks, checksNamed, chooseChecks, knownLimits, type Choice } from '../verify/choose.js';
import { gatherEvidence } from '../verify/gather.js';
import { judge } from '../verify/judge.js';
import { exitCode, sentence, verdict } from '../verify/verdict.js';
import { connect, type Connections } from './run/connections.js';
import { observe, type Observation } from './run/observe.js';
import { done, type FlowOptions, type Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';

export interface VerifyOptions extends FlowOptions, Choice {
  /** For the console round trip; null: the probe topic. */
  readonly topic: string | null;
}

export type VerifyResult = Verdict & {
  readonly sentence: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** How long the look took. */
  readonly ms: number;
};

/** The verdict with its evidence, for formats that print figures, too. */
export interface Verified extends Outcome<VerifyResult> {
  readonly evidence: Evidence;
  readonly resolved: Resolved;
}

export interface Judged {
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly exitCode: number;
  readonly evidence: Evidence;
  readonly resolved: Resolved;
}

export async function verify(options: VerifyOptions): Promise<Verified> {
  const began = new Date();
  const cluster = await loadVerifiable(options);
  const connections = await connect(cluster, options);
  try {
    return verifiedSince(began, cluster, await judgeCluster(cluster, connections, options, null));
  } finally {
    connections.close();
  }
}

/** The inventory, once the names of checks, limits and hosts that were given are known to exist: all that can be refused before a host is asked. */
export async function loadVerifiable(options: VerifyOptions): Promise<Cluster> {
  chooseChecks(allChecks, options);
  const { cluster } = await loadInventory(options.inventory, { limits: knownLimits(allChecks) });
  checkLimit(cluster, options.limit);
  return cluster;
}

export function verifiedSince(began: Date, { name }: Cluster, judged: Judged): Verified {
  const { verdict: found, sentence: said, exitCode: code, evidence, resolved } = judged;
  const result = { ...found, sentence: said, startedAt: began.toISOString(), ms: Date.now() - began.getTime() };
  return { cluster: name, ok: code === 0, exitCode: code, result, evidence, resolved };
}

/**
 * Throws the signal's reason once the signal has fired.
 * @param known a flow's fresh observation; null: observe now
 */
export async function judgeCluster(
  cluster: Cluster,
  connections: Connections,
  options: VerifyOptions,
  known: Observation | null,
): Promise<Judged> {
  const seen = known ?? (await observe(cluster, connections, null, options));
  const { facts, unread } = seen;
  const resolved = narrowed(seen.resolved, launched(specs, facts.values()));
  const { checks, skipped } = chooseChecks(allChecks, options);
  const gathered = await gatherEvidence(checks, {
    resolved,
    live: { ...connections.live, signal: options.signal },
    topic: options.topic,
    given: [
      hostReading(
        reach,
        perHost(cluster, connections.failures, (host) => ({ ms: connections.reachMs.get(host) ?? 0 })),
      ),
      hostReading(
        hostFacts,
        perHost(cluster, unread, (host) => facts.get(host)),
      ),
    ],
  });
  // Ctrl-C cuts readings off, so evidence that was gathered after it makes no verdict.
  options.signal.throwIfAborted();
  const reports: readonly CheckReport[] = [...judge(checks, gathered, resolved), ...skipped];
  const result = verdict(reports);
  const { evidence } = gathered;
  return { verdict: result, sentence: sentence(result), exitCode: exitCode(result, evidence.hosts(reach)), evidence, resolved };
}

function perHost<T>(
  cluster: Cluster,
  failures: ReadonlyMap<HostName, Error>,
  valueOf: (host: HostName) => T | undefined,
): ReadonlyMap<HostName, Read<T>> {
  return new Map(
    cluster.hosts.map(({ name }): readonly [HostName, Read<T>] => {
      const failure = failures.get(name);
      const value = valueOf(name);
      if (failure !== undefined || value === undefined) return [name, { ok: false, reason: failure?.message ?? 'it was not read' }];
      return [name, { ok: true, value }];
    }),
  );
}

/** The list of all checks; it needs neither hosts nor an inventory. */
export interface CheckList {
  readonly checks: readonly (Pick<Check, 'id' | 'title' | 'slow' | 'limits' | 'explain'> & { readonly deep: boolean })[];
}

/**
 * @param named an id or a prefix of ids; null: all of them
 * @throws AppError USAGE for a name that no check has
 */
export function listChecks(named: string | null): Outcome<CheckList> {
  const checks = named === null ? allChecks : checksNamed(allChecks, named);
  const list = checks.map(({ id, title, slow, deep, limits, explain }) => ({ id, title, slow, deep, limits, explain }));
  return done(null, { checks: list });
}

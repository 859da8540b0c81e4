// verify: reads everything in parallel, judges it against the inventory, and says whether the cluster works.
import { loadInventory } from '../inventory/load.js';
import type { Check, CheckReport, Read, Verdict } from '../model/check.js';
import type { Cluster, HostName } from '../model/cluster.js';
import { allChecks, chooseChecks } from '../verify/choose.js';
import { gatherEvidence } from '../verify/gather.js';
import { judge } from '../verify/judge.js';
import { exitCode, sentence, verdict } from '../verify/verdict.js';
import { connect, type Connections } from './connections.js';
import { observe, type Observation } from './observe.js';
import type { FlowOptions, Outcome } from './options.js';

export interface VerifyOptions extends FlowOptions {
  /** Leaves out what starts a JVM. */
  readonly fast: boolean;
  /** For the console round trip; null: the probe topic. */
  readonly topic: string | null;
}

export type VerifyResult = Verdict & { readonly sentence: string };

export interface Judged {
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly exitCode: number;
}

export async function verify(options: VerifyOptions): Promise<Outcome<VerifyResult>> {
  const { cluster } = await loadInventory(options.inventory);
  const connections = await connect(cluster, options);
  try {
    const judged = await judgeCluster(cluster, connections, options, null);
    return {
      cluster: cluster.name,
      ok: judged.exitCode === 0,
      exitCode: judged.exitCode,
      result: { ...judged.verdict, sentence: judged.sentence },
    };
  } finally {
    connections.close();
  }
}

/** @param known what a flow has just seen; null: look */
export async function judgeCluster(
  cluster: Cluster,
  connections: Connections,
  options: VerifyOptions,
  known: Observation | null,
): Promise<Judged> {
  const { facts, unread, resolved } = known ?? (await observe(cluster, connections, null, options));
  const { checks, skipped } = chooseChecks(allChecks, options);
  const gathered = await gatherEvidence(checks, {
    resolved,
    live: { ...connections.live, signal: options.signal },
    reach: perHost(cluster, connections.failures, (host) => ({ ms: connections.reachMs.get(host) ?? 0 })),
    facts: perHost(cluster, unread, (host) => facts.get(host)),
    consoleTopic: options.topic,
  });
  const reports: readonly CheckReport[] = [...judge(checks satisfies readonly Check[], gathered, resolved), ...skipped];
  const result = verdict(reports);
  return { verdict: result, sentence: sentence(result), exitCode: exitCode(result, gathered.evidence) };
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

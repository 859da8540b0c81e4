// What every source of a running cluster answers, as tests write it, and as the engine has it.
import {
  consoleTrip,
  groups,
  later,
  metadata,
  operatorReach,
  probe as probeSource,
  registry as registrySource,
} from '../../src/components/kafka/sources.js';
import { master } from '../../src/components/spark/sources.js';
import { member as memberSource, snapshots, writes } from '../../src/components/zookeeper/sources.js';
import { clusterReading, evidenceOf, hostReading } from '../../src/evidence/evidence.js';
import { facts, reach } from '../../src/evidence/sources.js';
import { judge as judgeEvidence } from '../../src/verify/judge.js';
import { reachability, traces as tracesSource } from '../../src/verify/sources.js';
import type { Check, CheckReport } from '../../src/model/check.js';
import type { Resolved } from '../../src/model/resolved.js';
import type { ClusterSource, Evidence, HostSource, Read } from '../../src/model/source.js';

export const read = <T>(value: T): Read<T> => ({ ok: true, value });
export const unread = (reason: string): { readonly ok: false; readonly reason: string } => ({ ok: false, reason });

/** Every source of a running cluster, by the names that tests have for them. */
const HOSTS_OF = {
  reach,
  facts,
  member: memberSource,
  metadata,
  reachability,
  traces: tracesSource,
  snapshots,
  writes,
  master,
};
const CLUSTER_OF = { registry: registrySource, later, probe: probeSource, operatorReach, groups, console: consoleTrip };

type ValueOf<S> = S extends HostSource<infer T> ? T : S extends ClusterSource<infer T> ? T : never;
export type HostSourceName = keyof typeof HOSTS_OF;
export type ClusterSourceName = keyof typeof CLUSTER_OF;
type HostValues = { readonly [K in HostSourceName]: ValueOf<(typeof HOSTS_OF)[K]> };

/** What every source answers, as a test writes it. */
export type Answers = { readonly [K in HostSourceName]: ReadonlyMap<string, Read<HostValues[K]>> } & {
  readonly [K in ClusterSourceName]: Read<ValueOf<(typeof CLUSTER_OF)[K]>>;
};

/** The same as the engine has it. */
export const asEvidence = (answers: Answers): Evidence =>
  evidenceOf([
    hostReading(reach, answers.reach),
    hostReading(facts, answers.facts),
    hostReading(memberSource, answers.member),
    hostReading(metadata, answers.metadata),
    hostReading(reachability, answers.reachability),
    hostReading(tracesSource, answers.traces),
    hostReading(snapshots, answers.snapshots),
    hostReading(writes, answers.writes),
    hostReading(master, answers.master),
    clusterReading(registrySource, answers.registry),
    clusterReading(later, answers.later),
    clusterReading(probeSource, answers.probe),
    clusterReading(operatorReach, answers.operatorReach),
    clusterReading(groups, answers.groups),
    clusterReading(consoleTrip, answers.console),
  ]);

/** What checks report, through the engine. */
export const judge = (
  checks: readonly Check[],
  { evidence, ms }: { readonly evidence: Answers; readonly ms: Readonly<Record<string, number>> },
  want: Resolved,
): readonly CheckReport[] => judgeEvidence(checks, { evidence: asEvidence(evidence), ms }, want);

/** The same answers with that of one host to one source replaced. */
export function withHost<K extends HostSourceName>(answers: Answers, source: K, name: string, answer: Read<HostValues[K]>): Answers {
  return { ...answers, [source]: new Map(answers[source] as ReadonlyMap<string, Read<HostValues[K]>>).set(name, answer) };
}

export const HOST_SOURCES = ['reach', 'facts', 'member', 'metadata', 'reachability', 'traces', 'snapshots', 'writes'] as const;
export const CLUSTER_SOURCES = ['registry', 'later', 'probe', 'operatorReach', 'groups', 'console'] as const;
/** The sources themselves, by these names. */
export const SOURCES = { ...HOSTS_OF, ...CLUSTER_OF };

/** The same answers as seen when one host cannot be reached. */
export function withoutHost(answers: Answers, name: string, reason = 'connect ECONNREFUSED'): Answers {
  return HOST_SOURCES.reduce<Answers>(
    (all, source) => withHost(all, source, name, unread(source === 'reach' ? reason : 'the host cannot be reached')),
    answers,
  );
}

export const withCluster = (answers: Answers, source: ClusterSourceName, answer: Answers[ClusterSourceName]): Answers => ({
  ...answers,
  [source]: answer,
});

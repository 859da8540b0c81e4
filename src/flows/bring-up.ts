// Brings one side of a cluster up, as provision and launch do: from an inventory to running, proven services. Run twice, the second
// time finds nothing to do.
import { consolesOf, type Console } from '../components/consoles.js';
import { specs } from '../components/specs.js';
import { report } from '../apply/ledger.js';
import { AppError } from '../errors/app-error.js';
import { loadInventory } from '../inventory/load.js';
import type { ActionReport } from '../model/action.js';
import type { Cluster } from '../model/cluster.js';
import type { Side } from '../model/component.js';
import type { Live } from '../model/live.js';
import type { Verdict } from '../model/check.js';
import type { Stage } from '../model/stage.js';
import { planLaunch, planProvision, topicStage } from '../plan/plan.js';
import { preflight } from '../plan/preflight.js';
import { refuseUnsafeData } from '../plan/refusals.js';
import { narrowed, onSide } from '../plan/sides.js';
import { planTopics } from '../plan/topics.js';
import { allChecks, type Choice } from '../verify/choose.js';
import { carryOut, refuseRisks, underLock, withRisks, type ChangeOptions } from './changing.js';
import { connect, requireAll, type Connections } from './connections.js';
import { observe, requireFacts, type Observation } from './observe.js';
import type { Outcome } from './options.js';
import { checkLimit, limited } from './scope.js';
import { obtainSoftware, type Bundles } from './software.js';
import { settle } from './settle.js';
import { judgeCluster } from './verify.js';

export interface BroughtUp {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  readonly notes: readonly string[];
  /** Web pages of what was brought up. */
  readonly consoles: readonly Console[];
  /** Null for a plan, which looks at nothing but what it would change. */
  readonly verify: (Verdict & { readonly sentence: string }) | null;
}

export interface BringUpOptions extends ChangeOptions {
  readonly planOnly: boolean;
}

/** What is brought up, by which command. */
export interface Part {
  readonly command: string;
  readonly side: Side;
  /** Refuses where what this part stands on is not there. */
  require?(seen: Observation, live: Live): Promise<void>;
}

export async function bringUp(part: Part, options: BringUpOptions): Promise<Outcome<BroughtUp>> {
  const { cluster, warnings } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  const bundles = await obtainSoftware(cluster, part.side, options);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const seen = await look(part, cluster, connections, bundles, options);
    const notes = [...warnings.map((one) => one.message), ...seen.notes];
    if (options.planOnly) return planned(cluster, seen, notes);
    if (seen.stages.length === 0)
      return await proven(part, cluster, connections, options, { seen: seen.observation, actions: seen.skipped, notes });
    refuseUnfit(seen.unfit);
    refuseRisks(seen.stages, options.allow);
    return await underLock(part.command, cluster, connections, options, async (within) => {
      const actions = await change(part, cluster, connections, bundles, { ...options, ...within });
      return proven(part, cluster, connections, { ...options, ...within }, { seen: null, actions, notes });
    });
  } finally {
    connections.close();
  }
}

interface Look {
  readonly observation: Observation;
  readonly stages: readonly Stage[];
  readonly skipped: readonly ActionReport[];
  readonly notes: readonly string[];
  readonly unfit: readonly AppError[];
}

/** Observes and decides; refuses what must not be touched. */
async function look(part: Part, cluster: Cluster, connections: Connections, bundles: Bundles, options: BringUpOptions): Promise<Look> {
  const observation = await observe(cluster, connections, bundles, options);
  requireFacts(observation);
  await part.require?.(observation, { ...connections.live, signal: options.signal });
  const { facts, registry } = observation;
  const resolved = narrowed(observation.resolved, onSide(specs, part.side));
  refuseUnsafeData(resolved, specs, facts);
  const plan = part.side === 'storage' ? planProvision(resolved, facts, registry.ok ? registry.value : null) : planLaunch(resolved, facts);
  const { stages, skipped } = limited(plan.stages, options.limit);
  const fit = preflight(resolved, facts);
  return {
    observation,
    stages: await withRisks({ stages, resolved }, connections),
    skipped: skipped.map((action) => ({ ...report(action), outcome: 'skipped' as const })),
    notes: [...plan.notes, ...fit.notes],
    unfit: stages.length > 0 ? fit.errors : [],
  };
}

function planned(cluster: Cluster, { stages, skipped, unfit }: Look, notes: readonly string[]): Outcome<BroughtUp> {
  const actions = stages.flatMap((stage) => stage.actions.map(report));
  const refused = unfit.map((error) => `it would be refused: ${error.message}`);
  const result = { changes: actions.length, actions: [...actions, ...skipped], notes: [...notes, ...refused], consoles: [], verify: null };
  return { cluster: cluster.name, ok: true, exitCode: 0, result };
}

/** Under the lock everything is looked at again: somebody else may have been at work until a moment ago. */
async function change(
  part: Part,
  cluster: Cluster,
  connections: Connections,
  bundles: Bundles,
  options: BringUpOptions,
): Promise<readonly ActionReport[]> {
  const { observation, stages, skipped, unfit } = await look(part, cluster, connections, bundles, options);
  refuseUnfit(unfit);
  refuseRisks(stages, options.allow);
  const { resolved, registry } = observation;
  options.sink({ kind: 'run-begins', command: part.command, cluster: cluster.name, hosts: cluster.hosts.map((host) => host.name), stages });
  const done = await carryOut({ stages, resolved, bundles }, connections, options);
  const late = registry.ok || part.side !== 'storage' ? [] : await changeTopics(cluster, connections, bundles, options);
  return [...done, ...late, ...skipped];
}

/** For an ensemble that did not answer before its members were started. */
async function changeTopics(
  cluster: Cluster,
  connections: Connections,
  bundles: Bundles,
  options: BringUpOptions,
): Promise<readonly ActionReport[]> {
  const { resolved, registry } = await observe(cluster, connections, bundles, options);
  if (!registry.ok)
    throw new AppError('TOPIC_FAILED', `The topics cannot be compared: ${registry.reason}.`, {
      todo: ['Run "fams-ops verify", then provision again.'],
    });
  const { stages } = limited([topicStage(planTopics(resolved, registry.value).actions)], options.limit);
  return carryOut({ stages: stages.filter((stage) => stage.actions.length > 0), resolved, bundles }, connections, options);
}

function refuseUnfit(errors: readonly AppError[]): void {
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  throw new AppError('HOST_UNFIT', `The hosts cannot carry this cluster: ${String(errors.length)} problems. Nothing was touched.`, {
    todo: ['Correct what is said above, and run it again.'],
    causes: errors,
  });
}

interface Done {
  /** What was seen when nothing had to be changed: no second look is needed. */
  readonly seen: Observation | null;
  readonly actions: readonly ActionReport[];
  readonly notes: readonly string[];
}

/** Checks for which a host must run one more script: a run that changes nothing leaves each host with one. */
const SECOND_SCRIPT = allChecks.filter((check) => check.needs.includes('traces')).map(({ id }) => id);

/** Ends every provisioning: after changes with the console round trip, once the replicas have caught up; else with the fast checks. */
async function proven(
  part: Part,
  cluster: Cluster,
  connections: Connections,
  options: BringUpOptions,
  { seen, actions, notes }: Done,
): Promise<Outcome<BroughtUp>> {
  const judge = (choice: Choice, known: Observation | null) =>
    judgeCluster(cluster, connections, { ...options, ...choice, topic: null }, known);
  if (seen === null) await settle((only) => judge({ fast: true, only }, null), options);
  const { verdict, sentence, exitCode, resolved, evidence } = await judge(
    seen === null ? { fast: part.side !== 'storage' } : { fast: true, skip: SECOND_SCRIPT },
    seen,
  );
  const changes = actions.filter((action) => action.outcome === 'changed').length;
  const facts = new Map([...evidence.facts].flatMap(([host, read]) => (read.ok ? [[host, read.value] as const] : [])));
  const consoles = consolesOf(narrowed(resolved, onSide(specs, part.side)), facts);
  const result = { changes, actions, notes, consoles, verify: { ...verdict, sentence } };
  return { cluster: cluster.name, ok: exitCode === 0, exitCode, result };
}

// From what is to what should be. The only place that knows the order: look, decide, nothing to do or lock, look and decide again,
// refuse, apply, prove.
import { applyStages } from '../../apply/apply-stages.js';
import type { ApplyContext } from '../../apply/context.js';
import { report } from '../../apply/ledger.js';
import { AppError } from '../../errors/app-error.js';
import type { Action, ActionReport } from '../../model/action.js';
import type { RiskName } from '../../model/risk.js';
import type { Stage } from '../../model/stage.js';
import { underLock } from './locked-run.js';
import { requireFacts, type Observation } from './observe.js';
import type { Outcome } from './options.js';
import { refuseRisks, withRisks } from './risks.js';
import type { Run } from './run.js';
import { limited } from './scope.js';

/** What a verb wants done about what it saw. */
export interface Decision {
  readonly stages: readonly Stage[];
  readonly notes: readonly string[];
  /** Why it must not be begun. A plan says it, a run that would change something throws it. */
  readonly refusals: readonly AppError[];
}

/** How a reconciliation went. */
export interface Applied {
  /** `planned`: asked for the plan alone. `unchanged`: there was nothing to do. */
  readonly kind: 'planned' | 'unchanged' | 'changed';
  /** What was seen, where nothing has changed since; null after changes. */
  readonly observation: Observation | null;
  readonly actions: readonly ActionReport[];
  readonly notes: readonly string[];
}

/** Verbs that change something differ by these two alone. */
export interface Verb<R extends object> {
  /**
   * Decides from what is seen, and throws what must be refused whatever was planned. Called again under the lock.
   * @param probing the first time: it may also ask the hosts what takes longer to find out
   */
  decide(observation: Observation, run: Run, probing: boolean): Decision | Promise<Decision>;
  /** Proves that it is as wanted, and says so. */
  prove(applied: Applied, run: Run): Outcome<R> | Promise<Outcome<R>>;
}

export interface Consent {
  readonly allow: readonly RiskName[];
  readonly planOnly: boolean;
}

/** @throws AppError of `decide`, RISK_REFUSED, LOCK_HELD, and of the action that failed */
export async function reconcile<R extends object>(run: Run, verb: Verb<R>, consent: Consent): Promise<Outcome<R>> {
  const first = await decide(run, verb, true);
  const { observation, notes } = first;
  if (consent.planOnly) {
    const refused = first.stages.length > 0 ? first.refusals.map(({ message }) => `it would be refused: ${message}`) : [];
    return verb.prove({ kind: 'planned', observation, actions: reports(first), notes: [...notes, ...refused] }, run);
  }
  if (first.stages.length === 0) return verb.prove({ kind: 'unchanged', observation, actions: first.skipped, notes }, run);
  refuse(first, consent);
  return underLock(run, async (locked) => {
    // Somebody else may have been at work until a moment ago.
    const decided = await decide(locked, verb, false);
    refuse(decided, consent);
    const actions = await carryOut(locked, verb, decided, consent);
    return verb.prove({ kind: 'changed', observation: null, actions: [...actions, ...decided.skipped], notes }, locked);
  });
}

interface Decided extends Decision {
  readonly observation: Observation;
  /** Actions on hosts that --limit leaves out. */
  readonly skipped: readonly ActionReport[];
}

async function decide<R extends object>(run: Run, verb: Verb<R>, probing: boolean): Promise<Decided> {
  const observation = await run.observe(run.options);
  requireFacts(observation);
  const decision = await verb.decide(observation, run, probing);
  const { stages, skipped } = limited(decision.stages, run.options.limit);
  return {
    ...decision,
    observation,
    stages: await withRisks(stages, { resolved: observation.resolved, lives: run.equipment.lives, live: liveOf(run) }),
    skipped: skipped.map((action: Action) => ({ ...report(action), outcome: 'skipped' })),
  };
}

const reports = ({ stages, skipped }: Decided): readonly ActionReport[] => [
  ...stages.flatMap((stage) => stage.actions.map(report)),
  ...skipped,
];

const liveOf = ({ connections, options }: Run): ApplyContext['live'] => ({ ...connections.live, signal: options.signal });

function refuse({ stages, refusals }: Decision, { allow }: Consent): void {
  const [first] = refusals;
  if (first !== undefined && refusals.length === 1) throw first;
  if (first !== undefined)
    throw new AppError('HOST_UNFIT', `The hosts cannot carry this cluster: ${String(refusals.length)} problems. Nothing was touched.`, {
      todo: ['Correct what is said above, and run it again.'],
      causes: refusals,
    });
  refuseRisks(stages, allow);
}

function carryOut<R extends object>(run: Run, verb: Verb<R>, decided: Decided, { allow }: Consent) {
  const { command, cluster, options, bundles, equipment } = run;
  const { sink, signal } = options;
  const { stages, observation } = decided;
  sink({ kind: 'run-begins', command, cluster: cluster.name, hosts: cluster.hosts.map(({ name }) => name), stages });
  const decideLate = async (stage: Stage): Promise<Stage> => {
    const due = (await decide(run, verb, false)).stages.find(({ id }) => id === stage.id);
    if (due?.late === undefined) return due ?? { ...stage, actions: [] };
    throw new AppError('NOT_READY', `"${stage.title}" cannot be decided: ${due.late}.`, {
      todo: ['Run "fams-ops verify", put right what it says, then run the same command again.'],
    });
  };
  return applyStages(stages, {
    ...equipment,
    resolved: observation.resolved,
    live: liveOf(run),
    bundles,
    allow: new Set(allow),
    sink,
    signal,
    decideLate,
  });
}

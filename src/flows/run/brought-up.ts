// What provision and launch end with: the plan, or the proof by the checks that what was brought up works.
import { consolesOf, type Console } from '../../components/consoles.js';
import { specs } from '../../components/specs.js';
import type { ActionReport } from '../../model/action.js';
import type { Verdict } from '../../model/check.js';
import type { Side } from '../../model/component.js';
import { narrowed, onSide } from '../../plan/component-filter.js';
import { allChecks, type Choice } from '../../verify/choose.js';
import type { ChangeOptions } from './locked-run.js';
import type { Observation } from './observe.js';
import { done, type Outcome } from './options.js';
import type { Applied } from './reconcile.js';
import type { Run } from './run.js';
import { settle } from './settle.js';
import { judgeCluster, type Judged } from '../verify.js';

export interface BringUpOptions extends ChangeOptions {
  readonly planOnly: boolean;
}

export interface BroughtUp {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  readonly notes: readonly string[];
  /** Web pages of what was brought up. */
  readonly consoles: readonly Console[];
  /** Null for a plan, which looks at nothing but what it would change. */
  readonly verify: (Verdict & { readonly sentence: string }) | null;
}

/** Checks for which a host must run one more script: a run that changes nothing leaves each host with one. */
const SECOND_SCRIPT = allChecks.filter((check) => check.needs.includes('traces')).map(({ id }) => id);

/** After changes by the checks once replicas have caught up, with the console round trip for the storage side; else by the fast checks. */
export const proveSide =
  (side: Side) =>
  async ({ kind, observation, actions, notes: decided }: Applied, run: Run): Promise<Outcome<BroughtUp>> => {
    const notes = [...run.warnings, ...decided];
    const { name } = run.cluster;
    if (kind === 'planned') {
      const changes = actions.filter(({ outcome }) => outcome === undefined).length;
      return done(name, { changes, actions, notes, consoles: [], verify: null });
    }
    const judge = (choice: Choice, known: Observation | null): Promise<Judged> =>
      judgeCluster(run.cluster, run.connections, { ...run.options, ...choice, topic: null }, known);
    if (kind === 'changed') await settle((only) => judge({ fast: true, only }, null), { ...run.options, clock: run.equipment.clock });
    const choice = kind === 'changed' ? { fast: side !== 'storage' } : { fast: true, skip: SECOND_SCRIPT };
    const { verdict, sentence, exitCode, resolved, evidence } = await judge(choice, observation);
    const changes = actions.filter(({ outcome }) => outcome === 'changed').length;
    const facts = new Map([...evidence.facts].flatMap(([host, read]) => (read.ok ? [[host, read.value] as const] : [])));
    const consoles = consolesOf(narrowed(resolved, onSide(specs, side)), facts);
    const result = { changes, actions, notes, consoles, verify: { ...verdict, sentence } };
    return { cluster: name, ok: exitCode === 0, exitCode, result };
  };

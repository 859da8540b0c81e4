// destroy: takes down what fams-ops made and nothing else. Data stays unless it is named.
import { AppError } from '../errors/app-error.js';
import type { ActionReport } from '../model/action.js';
import type { Cluster } from '../model/cluster.js';
import { refuseForeignData } from '../plan/refusals/data.js';
import { refuseMisplacedData } from '../plan/refusals/real-places.js';
import { planRemoval } from '../plan/removal.js';
import { planStop } from '../plan/services.js';
import type { ChangeOptions } from './run/locked-run.js';
import type { Observation } from './run/observe.js';
import { done, type Outcome } from './run/options.js';
import { refuseRemovals } from './run/removals.js';
import { reconcile, type Applied, type Decision } from './run/reconcile.js';
import { withRun, type Run } from './run/run.js';

export interface DestroyResult {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  /** Paths that have a name of ours and stay all the same, each with the reason. */
  readonly notes: readonly string[];
  readonly dataKept: boolean;
}

export interface DestroyOptions extends ChangeOptions {
  readonly withData: boolean;
  /** The cluster's name, given on the command line. */
  readonly confirm: string | null;
}

/**
 * @throws AppError QUESTION_UNANSWERED, USAGE when the name that was typed is another one; DATA_REFUSED or IDENTITY_REFUSED, with nothing
 *   touched, where something is not ours or may not be removed
 */
export function destroy(options: DestroyOptions): Promise<Outcome<DestroyResult>> {
  const accept = ({ name }: Cluster): Promise<void> => confirmName(name, options);
  return withRun({ command: 'destroy', installs: null, accept }, options, (run) =>
    reconcile(run, { decide: (observation) => decide(options, observation, run), prove: prove(options) }, { ...options, planOnly: false }),
  );
}

/** Decides, and asks each host about the removals there. */
async function decide(options: DestroyOptions, observation: Observation, run: Run): Promise<Decision> {
  const decision = decideDestroy(options)(observation);
  await refuseRemovals(
    decision.stages.flatMap(({ actions }) => actions),
    run,
  );
  return decision;
}

export const decideDestroy =
  ({ limit, withData }: Pick<DestroyOptions, 'limit' | 'withData'>) =>
  ({ resolved, facts }: Observation): Decision => {
    const chosen = (host: string): boolean => limit.length === 0 || limit.includes(host);
    refuseMisplacedData(resolved, facts);
    if (withData) refuseForeignData({ ...resolved, placed: resolved.placed.filter(({ instance }) => chosen(instance.host.name)) }, facts);
    const stop = planStop(resolved, facts, ({ host }) => chosen(host.name), true);
    const { stages, notes } = planRemoval(resolved, facts, withData);
    const remove = stages.map((stage) => ({ ...stage, actions: stage.actions.filter(({ host }) => chosen(host)) }));
    return { stages: [...stop, ...remove].filter((stage) => stage.actions.length > 0), notes, refusals: [] };
  };

const prove =
  ({ withData }: DestroyOptions) =>
  ({ actions, notes }: Applied, { cluster }: Run): Outcome<DestroyResult> =>
    done(cluster.name, { changes: actions.filter(({ outcome }) => outcome === 'changed').length, actions, notes, dataKept: !withData });

async function confirmName(name: string, { confirm, questions, withData }: DestroyOptions): Promise<void> {
  const data = withData ? ' AND ALL ITS DATA' : '';
  const typed = confirm ?? (await questions.text(`This takes down the cluster "${name}"${data}. Type its name to go on`));
  if (typed === name) return;
  const flag = `--confirm ${name}`;
  if (typed === undefined)
    throw new AppError('QUESTION_UNANSWERED', `destroy wants the cluster's name, and nobody can be asked here.`, {
      todo: [`Give it on the command line: ${flag}`],
    });
  throw new AppError('USAGE', `The cluster is called "${name}", not "${typed}". Nothing was touched.`, {
    todo: [`Check the inventory, then: ${flag}`],
  });
}

// destroy: takes down what fams-ops made and nothing else. Data stays unless it is named.
import { judgeRemovals } from '../apply/executors/remove.js';
import { baseOf } from '../components/places.js';
import { AppError } from '../errors/app-error.js';
import type { Action, ActionOf, ActionReport } from '../model/action.js';
import type { Cluster, Host } from '../model/cluster.js';
import { loadInventory } from '../inventory/load.js';
import { refuseForeignData } from '../plan/refusals.js';
import { refuseMisplacedData } from '../plan/real-places.js';
import { planRemoval } from '../plan/removal.js';
import { planStop } from '../plan/services.js';
import { carryOut, underLock, type ChangeOptions } from './changing.js';
import { connect, requireAll, type Connections } from './connections.js';
import { observe, requireFacts } from './observe.js';
import { done, type Outcome } from './options.js';
import { checkLimit } from './scope.js';

export interface DestroyResult {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  /** What stays although it has the name of something of ours, and why. */
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
export async function destroy(options: DestroyOptions): Promise<Outcome<DestroyResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  await confirmName(cluster.name, options);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const { stages: first, notes } = await look(cluster, connections, options);
    if (first.length === 0) return done(cluster.name, { changes: 0, actions: [], notes, dataKept: !options.withData });
    return await underLock('destroy', cluster, connections, options, async (within) => {
      const { stages, resolved } = await look(cluster, connections, { ...options, ...within });
      within.sink({ kind: 'run-begins', command: 'destroy', cluster: cluster.name, hosts: cluster.hosts.map((host) => host.name), stages });
      const actions = await carryOut({ stages, resolved, bundles: {} }, connections, { ...options, ...within });
      return done(cluster.name, {
        changes: actions.filter((action) => action.outcome === 'changed').length,
        actions,
        notes,
        dataKept: !options.withData,
      });
    });
  } finally {
    connections.close();
  }
}

/** Observes, decides, and has each host judge what is to go there; refuses before anything is touched. */
async function look(cluster: Cluster, connections: Connections, options: DestroyOptions) {
  const seen = await observe(cluster, connections, null, options);
  requireFacts(seen);
  const { facts, resolved } = seen;
  const chosen = (host: string): boolean => options.limit.length === 0 || options.limit.includes(host);
  refuseMisplacedData(resolved, facts);
  if (options.withData)
    refuseForeignData({ ...resolved, placed: resolved.placed.filter(({ instance }) => chosen(instance.host.name)) }, facts);
  const stop = planStop(resolved, facts, ({ host }) => chosen(host.name), true);
  const removal = planRemoval(resolved, facts, options.withData);
  const remove = removal.stages.map((stage) => ({ ...stage, actions: stage.actions.filter((action) => chosen(action.host)) }));
  await refuseRemovals(
    cluster.hosts,
    remove.flatMap((stage) => stage.actions),
    { cluster, connections, options },
  );
  return { stages: [...stop, ...remove].filter((stage) => stage.actions.length > 0), resolved, notes: removal.notes };
}

interface RemovalScope {
  readonly cluster: Cluster;
  readonly connections: Connections;
  readonly options: DestroyOptions;
}

/** @throws AppError DATA_REFUSED with every tree that its host would not remove */
async function refuseRemovals(
  hosts: readonly Host[],
  actions: readonly Action[],
  { cluster, connections, options }: RemovalScope,
): Promise<void> {
  const removals = actions.filter((action): action is ActionOf<'remove'> => action.kind === 'remove');
  const refused = await Promise.all(
    hosts.map(async (host): Promise<readonly AppError[]> => {
      const here = removals.filter((action) => action.host === host.name);
      if (here.length === 0) return [];
      const at = { session: connections.live.session(host.name), base: baseOf(cluster, host), signal: options.signal };
      const verdicts = await judgeRemovals(here, at);
      return here.flatMap(({ path }, i) => {
        const verdict = verdicts[i];
        return verdict?.kind === 'refused' ? [refusal(host.name, path, verdict.reason)] : [];
      });
    }),
  );
  const errors = refused.flat();
  const [first] = errors;
  if (first === undefined) return;
  if (errors.length === 1) throw first;
  throw new AppError('DATA_REFUSED', `${String(errors.length)} directories cannot be removed. Nothing was touched.`, {
    todo: ['Correct what is said above for each of them, and run it again.'],
    causes: errors,
  });
}

const refusal = (host: string, path: string, reason: string): AppError =>
  new AppError('DATA_REFUSED', `${host} cannot remove ${path}: ${reason.trim()}. Nothing was touched.`, {
    where: { host, file: path },
    todo: ['Find out whose that is, put it somewhere else or give its owner the rights that are missing, then run the same command again.'],
  });

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

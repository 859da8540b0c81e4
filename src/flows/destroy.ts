// destroy: takes down what fams-ops made and nothing else. Data stays unless it is named.
import { AppError } from '../errors/app-error.js';
import type { ActionReport } from '../model/action.js';
import { loadInventory } from '../inventory/load.js';
import { planRemoval, planStop } from '../plan/services.js';
import { carryOut, underLock, type ChangeOptions } from './changing.js';
import { connect, requireAll } from './connections.js';
import { observe, requireFacts } from './observe.js';
import { done, type Outcome } from './options.js';
import { checkLimit } from './scope.js';

export interface DestroyResult {
  readonly changes: number;
  readonly actions: readonly ActionReport[];
  readonly dataKept: boolean;
}

export interface DestroyOptions extends ChangeOptions {
  readonly withData: boolean;
  /** The cluster's name, given on the command line. */
  readonly confirm: string | null;
}

/** @throws AppError QUESTION_UNANSWERED, USAGE when the name that was typed is another one */
export async function destroy(options: DestroyOptions): Promise<Outcome<DestroyResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, options.limit);
  await confirmName(cluster.name, options);
  const connections = await connect(cluster, options);
  try {
    requireAll(connections);
    const look = async () => {
      const seen = await observe(cluster, connections, null, options);
      requireFacts(seen);
      const chosen = (host: string): boolean => options.limit.length === 0 || options.limit.includes(host);
      const stop = planStop(seen.resolved, seen.facts, ({ host }) => chosen(host.name), true);
      const removal = planRemoval(seen.resolved, seen.facts, options.withData);
      const remove = removal.map((stage) => ({ ...stage, actions: stage.actions.filter((action) => chosen(action.host)) }));
      return { stages: [...stop, ...remove].filter((stage) => stage.actions.length > 0), resolved: seen.resolved };
    };
    if ((await look()).stages.length === 0) return done(cluster.name, { changes: 0, actions: [], dataKept: !options.withData });
    return await underLock('destroy', cluster, connections, options, async (within) => {
      const { stages, resolved } = await look();
      within.sink({ kind: 'run-begins', command: 'destroy', cluster: cluster.name, hosts: cluster.hosts.map((host) => host.name), stages });
      const actions = await carryOut({ stages, resolved, bundles: {} }, connections, { ...options, ...within });
      return done(cluster.name, {
        changes: actions.filter((action) => action.outcome === 'changed').length,
        actions,
        dataKept: !options.withData,
      });
    });
  } finally {
    connections.close();
  }
}

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

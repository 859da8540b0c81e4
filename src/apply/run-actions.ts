// Actions of one kind on one host: hands them to their executor, and enters their results in the ledger.
import { baseOf } from '../components/places.js';
import { AppError } from '../errors/app-error.js';
import type { Action, ActionKind, ActionOf } from '../model/action.js';
import type { HostName } from '../model/cluster.js';
import type { ApplyContext } from './context.js';
import type { ClusterContext, Done, ExecutorContext, Executors } from './executors/executor.js';
import type { Ledger } from './ledger.js';

/**
 * An action that has begun is never cut short: executors get no signal.
 * @param actions neighbours of one kind on one host, at least one
 * @throws AppError of the first that failed
 */
export async function runActions(actions: readonly Action[], context: ApplyContext, ledger: Ledger): Promise<void> {
  ledger.begins(actions);
  const began = context.clock.now();
  const outcomes = await execute(actions, context);
  const ms = Math.round((context.clock.now() - began) / actions.length);
  let failure: AppError | undefined;
  for (const [i, action] of actions.entries()) {
    const outcome: Done = outcomes[i] ?? { result: 'not-run' };
    if (outcome.result === 'failed') failure ??= outcome.error;
    ledger.ends(action, outcome.result, ms, outcome.result === 'failed' ? outcome.error.message : undefined);
  }
  if (failure !== undefined) throw failure;
}

function execute(actions: readonly Action[], context: ApplyContext): Promise<readonly Done[]> {
  const [first] = actions;
  if (first === undefined) return Promise.resolve([]);
  return byKind(first.kind, context.executors, actions, contextFor(first.host, context));
}

/** One kind is chosen by the caller, so that the executor and the actions it gets are of the same. */
const byKind = <K extends ActionKind>(
  kind: K,
  executors: Pick<Executors, K>,
  actions: readonly Action[],
  context: ExecutorContext & { readonly cluster: ClusterContext },
): Promise<readonly Done[]> => executors[kind].run(ofKind(kind, actions), context);

const ofKind = <K extends ActionKind>(kind: K, actions: readonly Action[]): readonly ActionOf<K>[] =>
  actions.filter((action): action is ActionOf<K> => action.kind === kind);

function contextFor(name: HostName, context: ApplyContext): ExecutorContext & { readonly cluster: ClusterContext } {
  const { resolved, live, bundles, sink } = context;
  const host = resolved.cluster.hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new AppError('BUG', `no host ${name} in the inventory`, { todo: [] });
  const onBytes = (what: string, sent: number, total: number): void => sink({ kind: 'bytes', host: name, what, sent, total });
  return { session: live.session(name), base: baseOf(resolved.cluster, host), bundles, onBytes, cluster: context };
}

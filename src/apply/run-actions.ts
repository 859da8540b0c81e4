// Hands actions of one kind on one host to their executor, and enters what became of them.
import { baseOf } from '../components/places.js';
import { AppError } from '../errors/app-error.js';
import type { Action, ActionKind, ActionOf } from '../model/action.js';
import type { ApplyContext } from './context.js';
import { executors, type HostActionKind } from './executors/executors.js';
import type { Done, Executor, ExecutorContext } from './executors/executor.js';
import { topicAlterExecutor } from './executors/topic-alter.js';
import { topicCreateExecutor } from './executors/topic-create.js';
import type { Ledger } from './ledger.js';

/**
 * An action in hand is never cut short: executors get no signal.
 * @param actions neighbours of one kind on one host, at least one
 * @throws AppError of the first that failed
 */
export async function runActions(actions: readonly Action[], context: ApplyContext, ledger: Ledger): Promise<void> {
  ledger.begins(actions);
  const began = performance.now();
  const outcomes = await execute(actions, context);
  const ms = Math.round((performance.now() - began) / actions.length);
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
  switch (first.kind) {
    case 'topic-create':
      return topicCreateExecutor.run(ofKind('topic-create', actions), context);
    case 'topic-alter':
      return topicAlterExecutor.run(ofKind('topic-alter', actions), context);
    default:
      return onHost(first.kind, executors, actions, contextFor(first.host, context));
  }
}

/** One kind is chosen by the caller, so that the executor and the actions it gets are of the same. */
const onHost = <K extends HostActionKind>(
  kind: K,
  by: { readonly [P in K]: Executor<P> },
  actions: readonly Action[],
  context: ExecutorContext,
): Promise<readonly Done[]> => by[kind].run(ofKind(kind, actions), context);

const ofKind = <K extends ActionKind>(kind: K, actions: readonly Action[]): readonly ActionOf<K>[] =>
  actions.filter((action): action is ActionOf<K> => action.kind === kind);

function contextFor(name: string, { resolved, live, bundles, sink }: ApplyContext): ExecutorContext {
  const host = resolved.cluster.hosts.find((one) => one.name === name);
  if (host === undefined) throw new AppError('BUG', `no host ${name} in the inventory`, { todo: [] });
  const onBytes = (what: string, sent: number, total: number): void => sink({ kind: 'bytes', host: name, what, sent, total });
  return { session: live.session(name), base: baseOf(resolved.cluster, host), bundles, onBytes };
}

// Stages, carried out in order: on all hosts at once where that is safe, one action after the other where members must stay up.
import { AppError } from '../errors/app-error.js';
import type { Action, ActionKind, ActionReport } from '../model/action.js';
import type { HostName } from '../model/cluster.js';
import type { Stage } from '../model/stage.js';
import type { ApplyContext } from './context.js';
import { passGate, permission } from './gates.js';
import { Ledger } from './ledger.js';
import { runActions } from './run-actions.js';
import { interrupted } from './wait.js';

/**
 * @returns every action of the stages with its outcome
 * @throws AppError of the action that failed, ACTIONS_FAILED when several did, INTERRUPTED after Ctrl-C
 */
export async function applyStages(stages: readonly Stage[], context: ApplyContext): Promise<readonly ActionReport[]> {
  const ledger = new Ledger(context.sink);
  const actions: Action[] = [];
  for (const planned of stages) {
    if (context.signal.aborted) throw interrupted(`before the stage "${planned.title}"`);
    const stage = planned.late === undefined ? planned : await context.decideLate(planned);
    actions.push(...stage.actions);
    context.sink({ kind: 'stage-begins', stage });
    if (stage.width === 'all') await everywhere(stage, context, ledger);
    else await oneByOne(stage, context, ledger);
    context.sink({ kind: 'stage-ends', stage });
  }
  return ledger.reports(actions);
}

async function everywhere(stage: Stage, context: ApplyContext, ledger: Ledger): Promise<void> {
  const hosts = [...new Set(stage.actions.map((action) => action.host))];
  const errors: AppError[] = [];
  await Promise.all(
    hosts.map(async (host) => {
      for (const group of groups(stage.actions, host)) {
        // After another host's failure or a Ctrl-C, actions under way are finished and no new one begins.
        if (errors.length > 0 || context.signal.aborted) return;
        await runActions(group, context, ledger).catch((error: unknown) => {
          errors.push(asError(error));
        });
      }
    }),
  );
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : several(errors);
  if (context.signal.aborted) throw interrupted(`in the stage "${stage.title}"`);
  for (const gate of stage.after) await passGate(gate, context);
}

async function oneByOne(stage: Stage, context: ApplyContext, ledger: Ledger): Promise<void> {
  let left = stage.actions;
  while (left.length > 0) {
    if (context.signal.aborted) throw interrupted(`in the stage "${stage.title}"`);
    const action = await next(left, context);
    if (stops(action.kind)) await permission(action, context);
    await runActions([action], context, ledger);
    for (const gate of stage.after) await passGate(gate, context);
    left = left.filter((other) => other !== action);
  }
}

const stops = (kind: ActionKind): boolean => kind === 'service-stop' || kind === 'service-restart';

/** The leader of an ensemble and the controller go last, asked anew at each step: they move when others stop. */
async function next(left: readonly Action[], { lives, resolved, live }: ApplyContext): Promise<Action> {
  const [first] = left;
  if (first === undefined) throw new Error('no action is left');
  const component = lives[first.component];
  if (left.length === 1 || !stops(first.kind)) return first;
  const last = await component.lastToStop(resolved, live);
  return left.find((action) => action.host !== last) ?? first;
}

/** Neighbours of one kind on one host go together: one script instead of many. */
function groups(actions: readonly Action[], host: HostName): readonly (readonly Action[])[] {
  const found: Action[][] = [];
  for (const action of actions) {
    if (action.host !== host) continue;
    const current = found.at(-1);
    if (current?.[0]?.kind === action.kind) current.push(action);
    else found.push([action]);
  }
  return found;
}

const asError = (thrown: unknown): AppError =>
  thrown instanceof AppError
    ? thrown
    : new AppError('BUG', `fams-ops itself failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
        todo: ['Run it again with --debug and report what it prints.'],
        cause: thrown,
      });

const several = (errors: readonly AppError[]): AppError =>
  new AppError('ACTIONS_FAILED', `${String(errors.length)} hosts failed.`, {
    todo: ['Correct what is said above and run the same command again: it goes on from here.'],
    causes: errors,
  });

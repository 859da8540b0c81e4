// What every flow that changes something shares: the cluster lock, the journal, the stages, and the risks asked about first.
import { setMaxListeners } from 'node:events';
import { acquireLock, type LockPlace } from '../apply/lock.js';
import { thisHolder } from '../apply/holder.js';
import { applyStages } from '../apply/apply-stages.js';
import type { ApplyContext } from '../apply/context.js';
import { riskRefused } from '../apply/gates.js';
import { openJournal } from '../apply/journal.js';
import { lives } from '../components/lives.js';
import { baseOf } from '../components/places.js';
import { AppError, toAppError } from '../errors/app-error.js';
import type { Action, ActionReport } from '../model/action.js';
import type { Cluster } from '../model/cluster.js';
import type { Sink } from '../model/event.js';
import type { Resolved } from '../model/resolved.js';
import type { Risk, RiskName } from '../model/risk.js';
import type { Stage } from '../model/stage.js';
import type { Connections } from './connections.js';
import type { FlowOptions } from './options.js';
import type { Bundles } from './software.js';

export interface Change {
  readonly stages: readonly Stage[];
  readonly resolved: Resolved;
  readonly bundles: Bundles;
}

export interface ChangeOptions extends FlowOptions {
  readonly allow: readonly RiskName[];
}

/**
 * Holds the cluster lock and a journal while `work` runs, whatever becomes of it.
 * @throws AppError LOCK_HELD, LOCK_LOST, and what `work` throws, with the path of the journal added
 */
export async function underLock<T>(
  command: string,
  cluster: Cluster,
  connections: Connections,
  options: FlowOptions,
  work: (within: FlowOptions) => Promise<T>,
): Promise<T> {
  const journal = openJournal(cluster.name, command, options.env, (text) => options.sink({ kind: 'note', text }));
  const sink = both(journal.sink, options.sink);
  const aborter = new AbortController();
  const signal = AbortSignal.any([options.signal, aborter.signal]);
  setMaxListeners(0, signal);
  const places = lockPlaces(cluster, connections);
  const lock = await acquireLock(places, await thisHolder(command), { signal: options.signal });
  let lost: AppError | undefined;
  lock.onLost((reason) => {
    lost = new AppError('LOCK_LOST', `The cluster lock was lost: ${reason}. What was in hand was finished, the rest was not started.`, {
      todo: ['Find out who else is at work ("fams-ops unlock" shows the holder), then run the same command again.'],
    });
    aborter.abort(lost);
  });
  let exitCode = 0;
  let failure: string | undefined;
  try {
    return await work({ ...options, sink, signal });
  } catch (thrown) {
    const error = toAppError(lost ?? thrown);
    exitCode = error.exitCode;
    failure = error.message;
    throw journal.path === null ? error : withJournal(error, journal.path);
  } finally {
    await lock.release();
    sink({ kind: 'run-ends', exitCode, ...(failure !== undefined && { error: failure }) });
    journal.close();
  }
}

/** The ensemble's hosts in address order; a cluster without one is locked on all hosts. */
export function lockPlaces(cluster: Cluster, { sessions }: Connections): readonly LockPlace[] {
  const members = cluster.hosts.filter((host) => host.roles.includes('zookeeper'));
  const ordered = (members.length > 0 ? members : cluster.hosts).toSorted((a, b) =>
    a.address.localeCompare(b.address, 'en', { numeric: true }),
  );
  return ordered.flatMap((host) => {
    const session = sessions.get(host.name);
    return session === undefined ? [] : [{ session, base: baseOf(cluster, host) }];
  });
}

const both =
  (...sinks: readonly Sink[]): Sink =>
  (event) => {
    for (const sink of sinks) sink(event);
  };

function withJournal(error: AppError, path: string): AppError {
  const { where, problems, causes, cause } = error;
  return new AppError(error.code, error.message, {
    where,
    problems,
    causes,
    cause,
    todo: [...error.todo, `The journal of this run: ${path}`],
  });
}

export async function carryOut(change: Change, connections: Connections, options: ChangeOptions): Promise<readonly ActionReport[]> {
  const context: ApplyContext = {
    resolved: change.resolved,
    live: { ...connections.live, signal: options.signal },
    lives,
    bundles: change.bundles,
    allow: new Set(options.allow),
    sink: options.sink,
    signal: options.signal,
  };
  return applyStages(change.stages, context);
}

/** The stages with what each stop would cost now. Costs that pass by themselves are waited for later; lasting ones are asked about here. */
export async function withRisks(
  { stages, resolved }: Pick<Change, 'stages' | 'resolved'>,
  { live }: Connections,
): Promise<readonly Stage[]> {
  const judged = async (action: Action): Promise<Action> => {
    const placed = resolved.placed.find(({ instance }) => instance.component === action.component && instance.host.name === action.host);
    const component = lives[action.component];
    if (placed === undefined || component === undefined) return action;
    return { ...action, risks: (await component.mayStop(placed.instance, resolved, live)).risks.filter((risk) => risk.lasting) };
  };
  return Promise.all(
    stages.map(async (stage) =>
      stage.actions.some((action) => action.kind === 'service-restart')
        ? { ...stage, actions: await Promise.all(stage.actions.map(judged)) }
        : stage,
    ),
  );
}

/** @throws AppError RISK_REFUSED before anything is touched */
export function refuseRisks(stages: readonly Stage[], allow: readonly RiskName[]): void {
  for (const action of stages.flatMap((stage) => stage.actions)) {
    const refused: readonly Risk[] = action.risks.filter((risk) => risk.lasting && !allow.includes(risk.name));
    if (refused.length > 0) throw riskRefused(action, refused);
  }
}

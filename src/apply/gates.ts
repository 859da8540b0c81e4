// Waiting between actions: until a component serves, and until one of its members may stop.
import { AppError } from '../errors/app-error.js';
import type { Action } from '../model/action.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { ComponentLive } from '../model/live.js';
import type { Risk } from '../model/risk.js';
import type { GateRef } from '../model/stage.js';
import type { ApplyContext } from './context.js';
import { waitUntil } from './wait.js';

/** A service that has given up is not waited for. */
const WATCH_EVERY_MS = 3000;
/** Replicas may have much to catch up after a restart. */
const PERMISSION_MS = 300_000;

/** @throws AppError GATE_TIMEOUT; SERVICE_FAILED with its last log lines when one of the services gives up meanwhile */
export async function passGate(ref: GateRef, context: ApplyContext): Promise<void> {
  const gate = liveOf(ref.component, context).ready(context.resolved, ref.hosts);
  const began = context.clock.now();
  let watched = began;
  await waitUntil({
    ...gate,
    signal: context.signal,
    sink: context.sink,
    clock: context.clock,
    todo: [
      `See what it says: "fams-ops logs ${ref.component}".`,
      'Run the same command again: it goes on from here; "fams-ops verify" shows what is missing.',
    ],
    look: async () => {
      const sight = await gate.poll(context.live, context.clock.now() - began);
      if (!sight.done && sight.enough !== true && context.clock.now() - watched > WATCH_EVERY_MS) {
        await refuseFailed(ref.component, ref.hosts, context);
        watched = context.clock.now();
      }
      return sight;
    },
  });
}

async function refuseFailed(component: string, hosts: readonly HostName[], context: ApplyContext): Promise<void> {
  const services = context.resolved.placed.filter(({ instance }) => instance.component === component && hosts.includes(instance.host.name));
  const failures = await Promise.all(
    services.map(({ instance, layout }) => context.serviceFailure(context.live, instance.host.name, layout.service)),
  );
  const failed = failures.find((one) => one !== null);
  if (failed) throw failed;
}

/**
 * Waits until stopping this instance costs nothing that was not allowed.
 * @throws AppError RISK_REFUSED at once for a risk that no waiting takes away, else at the deadline
 */
export async function permission(action: Action, context: ApplyContext): Promise<void> {
  const placed = context.resolved.placed.find(
    ({ instance }) => instance.component === action.component && instance.host.name === action.host,
  );
  if (placed === undefined) throw new Error(`no instance for ${action.id}`);
  const component = liveOf(action.component, context);
  let refused: readonly Risk[] = [];
  const look = async () => {
    const { risks, saw } = await component.mayStop(placed.instance, context.resolved, context.live);
    refused = risks.filter((risk) => !context.allow.has(risk.name));
    if (refused.some((risk) => risk.lasting)) throw riskRefused(action, refused);
    if (refused.length > 0) return { done: false, saw: refused.map((risk) => risk.detail).join('; ') };
    // Allowed is another thing than back.
    if (risks.length > 0) return { done: false, enough: true, saw: `allowed: ${risks.map((risk) => risk.detail).join('; ')}` };
    return { done: true, saw };
  };
  try {
    await waitUntil({
      waitsFor: `the rest of ${action.component} to be fully back before ${action.host} is stopped`,
      deadlineMs: PERMISSION_MS,
      signal: context.signal,
      sink: context.sink,
      clock: context.clock,
      todo: [],
      look,
    });
  } catch (error) {
    throw error instanceof AppError && error.code === 'GATE_TIMEOUT' ? riskRefused(action, refused) : error;
  }
}

export function riskRefused(action: Pick<Action, 'host' | 'component' | 'summary'>, risks: readonly Risk[]): AppError {
  const names = [...new Set(risks.map((risk) => risk.name))];
  return new AppError(
    'RISK_REFUSED',
    `Refused: ${action.summary} on ${action.host} would cost ${names.join(' and ')}: ${risks.map((risk) => risk.detail).join('; ')}.`,
    {
      where: { host: action.host },
      todo: ['See "fams-ops verify" for what is not back yet.', `To accept it: ${names.map((name) => `--allow ${name}`).join(' ')}.`],
    },
  );
}

const liveOf = (component: ComponentName, { lives }: ApplyContext): ComponentLive => lives[component];

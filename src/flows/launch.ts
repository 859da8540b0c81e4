// launch: Spark, the producer and the calculator on a cluster that serves; or their end.
import { AppError } from '../errors/app-error.js';
import { whyNotOldClients } from '../components/kafka/live/old-clients.js';
import { specs } from '../components/specs.js';
import { loadInventory } from '../inventory/load.js';
import type { Cluster } from '../model/cluster.js';
import type { Live } from '../model/live.js';
import type { Resolved } from '../model/resolved.js';
import { planLaunch } from '../plan/plan.js';
import { refuseBlankUnderRegistry } from '../plan/refusals/moved-blank.js';
import { refuseMoved } from '../plan/refusals/moved.js';
import { refuseUnsafeData } from '../plan/refusals/data.js';
import { refuseForeignSoftware } from '../plan/refusals/software.js';
import { narrowed, onSide } from '../plan/component-filter.js';
import { proveSide, type BringUpOptions, type BroughtUp } from './run/brought-up.js';
import type { Observation } from './run/observe.js';
import { withFitness } from './run/fitness.js';
import type { Outcome } from './run/options.js';
import { reconcile, type Decision } from './run/reconcile.js';
import { withRun, type Run } from './run/run.js';
import { services, type ServicesOptions, type ServicesResult } from './services.js';

export const launch = (options: BringUpOptions): Promise<Outcome<BroughtUp>> =>
  withRun({ command: 'launch', installs: 'streaming', accept: requireRoles }, options, (run) =>
    reconcile(run, { decide, prove: proveSide('streaming') }, options),
  );

const streamingOf = ({ resolved }: Observation): Resolved => narrowed(resolved, onSide(specs, 'streaming'));

/** @throws AppError NOT_READY without a cluster that serves; DATA_REFUSED before anything is touched */
async function decide(observation: Observation, run: Run, probing: boolean): Promise<Decision> {
  await requireStorage(observation, { ...run.connections.live, signal: run.options.signal });
  return withFitness(decideLaunch(observation), streamingOf(observation), observation, run, probing);
}

export function decideLaunch(observation: Observation): Decision {
  const { facts, registry } = observation;
  const streaming = streamingOf(observation);
  refuseMoved(streaming, specs, facts);
  refuseUnsafeData(streaming, specs, facts);
  refuseBlankUnderRegistry(streaming, specs, facts, registry.ok ? registry.value.topics.length > 0 : null);
  refuseForeignSoftware(streaming, facts);
  return { ...planLaunch(streaming, facts), refusals: [] };
}

/** @param options components: of the streaming side; none: all of it */
export async function stopLaunched(options: Omit<ServicesOptions, 'verb'>): Promise<Outcome<ServicesResult>> {
  const { cluster } = await loadInventory(options.inventory);
  requireRoles(cluster);
  const there = launchedRoles(cluster);
  const strange = options.components.find((component) => specs.some(({ name }) => name === component) && !there.includes(component));
  if (strange !== undefined)
    throw new AppError('USAGE', `${strange} is not among what launch starts.`, {
      todo: [`Known: ${there.join(', ')}. For ${strange}: "fams-ops stop ${strange}".`],
    });
  return services({ ...options, verb: 'stop', components: options.components.length > 0 ? options.components : there });
}

/** Components of the streaming side that hosts have the roles of. */
function launchedRoles({ hosts }: Cluster): readonly string[] {
  const streaming = onSide(specs, 'streaming');
  return specs.map(({ name }) => name).filter((name) => streaming(name) && hosts.some(({ roles }) => roles.includes(name)));
}

function requireRoles(cluster: Cluster): void {
  if (launchedRoles(cluster).length > 0) return;
  throw new AppError('USAGE', 'No host has a role of the streaming side: there is nothing to launch.', {
    todo: ['Give hosts the roles spark-master, spark-worker, calculator and producer in the inventory.'],
  });
}

const OLD_CLIENTS_MS = 8000;

/** Spark and the jobs stand on topics that are there, and on brokers that serve clients of 0.8. */
async function requireStorage({ registry, resolved }: Observation, live: Live): Promise<void> {
  const todo = ['Run "fams-ops provision" first; "fams-ops verify" says what is wrong with the cluster.'];
  if (!registry.ok) throw new AppError('NOT_READY', `There is no cluster to launch on: ${registry.reason}.`, { todo });
  const { brokers, topics } = registry.value;
  if (brokers.length === 0) throw new AppError('NOT_READY', 'There is no cluster to launch on: no broker is registered.', { todo });
  const { producer, calculator } = resolved.cluster.streaming;
  const has = (job: 'producer' | 'calculator'): boolean => resolved.cluster.hosts.some(({ roles }) => roles.includes(job));
  const needed = [
    ...(has('producer') ? [producer.topic] : []),
    ...(has('calculator') ? [calculator.topic, calculator.output] : []),
    ...resolved.cluster.topics.map(({ name }) => name),
  ];
  const missing = [...new Set(needed)].filter((name) => !topics.some((topic) => topic.name === name));
  if (missing.length > 0) throw new AppError('NOT_READY', `Topics are missing: ${missing.join(', ')}. Nothing was touched.`, { todo });
  const why = await whyNotOldClients(calculator.topic, { resolved, live, registry: registry.value, deadlineMs: OLD_CLIENTS_MS });
  if (why !== null)
    throw new AppError(
      'NOT_READY',
      `No leader of ${calculator.topic} answers as a client of Kafka 0.8 asks: ${why}. Nothing was touched.`,
      {
        todo: [...todo, 'Brokers from 4.0 on do not serve clients of 0.8, which Spark 1.3.1 needs; up to 3.x they do.'],
      },
    );
}

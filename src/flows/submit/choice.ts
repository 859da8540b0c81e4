// Pure: choice of the host and the resources for a submitted program, or the reason why it cannot run.
import { holdersText, offerOf, workersText } from '../../components/spark/offer.js';
import { AppError } from '../../errors/app-error.js';
import { nearest } from '../../errors/nearest.js';
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import type { MasterAnswer } from '../../model/streaming.js';
import { heapKb } from '../../components/heap.js';

/** Roles whose hosts have Spark and the jobs, the best place for a driver first. */
const ROLES = ['calculator', 'spark-worker', 'spark-master'];

interface Wish {
  /** The host that was named. */
  readonly on: HostName | null;
  readonly limit: readonly HostName[];
}

const hasSoftware = ({ instance, layout }: Placed, facts: ReadonlyMap<HostName, HostFacts>): boolean =>
  layout.bundles.every(({ dir }) => facts.get(instance.host.name)?.bundles[dir]?.kind === 'ours');

/** @throws AppError USAGE for a host that cannot have it, NOT_READY where Spark is not launched */
export function chooseHost(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>, { on, limit }: Wish): Placed {
  const able = ROLES.flatMap((role) => resolved.placed.filter(({ instance }) => instance.component === role));
  const names = [...new Set(able.map(({ instance }) => instance.host.name))];
  if (names.length === 0)
    throw new AppError('USAGE', 'No host has a role of Spark: there is nothing to run the program on.', {
      where: { file: resolved.cluster.file },
      todo: ['Give hosts the roles spark-master and spark-worker, then "fams-ops launch".'],
    });
  const wanted = on === null ? limit : [on];
  const strange = wanted.find((name) => !names.includes(name));
  if (strange !== undefined) {
    const guess = nearest(strange, names);
    throw new AppError('USAGE', `The driver cannot run on ${strange}: it has no role of Spark.`, {
      todo: [guess === undefined ? `Hosts with one: ${names.join(', ')}.` : `Did you mean "${guess}"?`],
    });
  }
  const allowed = able.filter(({ instance }) => wanted.length === 0 || wanted.includes(instance.host.name));
  const found = allowed.find((placed) => hasSoftware(placed, facts));
  if (found !== undefined) return found;
  throw new AppError('NOT_READY', `Spark is not there on ${[...new Set(allowed.map(({ instance }) => instance.host.name))].join(', ')}.`, {
    todo: ['Run "fams-ops launch" first; "fams-ops status" says what runs.'],
  });
}

interface Needs {
  /** Null: all that are free. */
  readonly cores: number | null;
  readonly executorMemory: string;
  readonly receives: boolean;
}

/**
 * The cores that the program may take, free as of now.
 * @throws AppError USAGE for fewer than it needs, NOT_READY where the workers have not as much
 */
export function chooseCores(answer: MasterAnswer, { cores, executorMemory, receives }: Needs): number {
  const least = receives ? 2 : 1;
  if (cores !== null && cores < least)
    throw new AppError('USAGE', 'With one core the program would receive and never count: its receiver has that core for itself.', {
      todo: ['Give it --cores 2 or more.'],
    });
  const memoryMb = Math.ceil(heapKb(executorMemory) / 1024);
  const offer = offerOf(answer, memoryMb);
  if (!offer.fits.ever)
    throw notReady(`No worker offers ${executorMemory} of memory to an executor (${workersText(answer)}).`, [
      'Ask for less by --executor-memory, or raise spark.workerMemory and launch again.',
    ]);
  const needed = cores ?? least;
  if (needed > offer.allCores)
    throw notReady(
      `The program needs ${count(needed)}, and all workers together have ${String(offer.allCores)} (${workersText(answer)}).`,
      [
        receives
          ? 'A receiver has one core for itself. Add workers, or raise spark.workerCores and launch again.'
          : 'Ask for fewer by --cores.',
      ],
    );
  if (needed <= offer.cores) return cores ?? offer.cores;
  const free = offer.cores === 0 ? 'none is free' : offer.cores === 1 ? '1 is free' : `${String(offer.cores)} are free`;
  const what = offer.fits.now ? free : `no worker has ${executorMemory} of memory left`;
  throw notReady(`The program needs ${count(needed)}, and ${what}: ${holdersText(answer)} (${workersText(answer)}).`, [
    ...(receives ? ['It has a receiver, which has one core for itself.'] : needed > 1 ? ['Ask for fewer by --cores.'] : []),
    'Free some: "fams-ops launch --stop calculator", or a smaller streaming.calculator.cores; or end the other application.',
  ]);
}

/** @throws AppError USAGE where a host's Java cannot read the program's classes */
export function requireJava(resolved: Resolved, driver: Placed, release: number): void {
  const runners = [driver, ...resolved.placed.filter(({ instance }) => instance.component === 'spark-worker')];
  const old = runners.find(({ instance }) => instance.java.major < release);
  if (old === undefined) return;
  const { host, java } = old.instance;
  throw new AppError('USAGE', `The program is compiled for Java ${String(release)}, and ${host.name} has Java ${java.version}.`, {
    where: { host: host.name },
    todo: [`Compile it for Java ${String(java.major)} or older (javac --release 8 runs everywhere).`],
  });
}

/** @throws AppError HOST_UNFIT where the driver would not find its memory */
export function requireDriverMemory(facts: HostFacts, driverMemory: string): void {
  const { availableKb } = facts.memory;
  if (heapKb(driverMemory) <= availableKb) return;
  throw new AppError(
    'HOST_UNFIT',
    `${facts.host} has ${String(Math.floor(availableKb / 1024))} MB of memory left, less than the driver's ${driverMemory}.`,
    {
      where: { host: facts.host },
      todo: ['Ask for less by --driver-memory, or choose another host by --on HOST.'],
    },
  );
}

const count = (cores: number): string => `${String(cores)} core${cores === 1 ? '' : 's'}`;
const notReady = (what: string, todo: readonly string[]): AppError => new AppError('NOT_READY', what, { todo });

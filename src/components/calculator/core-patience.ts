// How long a calculator that gets no core is waited for, and who has the cores then.
import { AppError } from '../../errors/app-error.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { JobSight } from '../jobs/live/job-state.js';
import { coresOf } from '../spark/answers.js';
import { lookAtMasters, ruling, type SparkReads } from '../spark/live/masters.js';

/** It says so after 10 s. A driver that was killed gives its cores back within seconds, an executor on a busy machine takes half a minute. */
const LONGEST_MS = 45_000;
const ASK_MS = 4000;

export class CorePatience {
  private readonly master: SparkReads['master'];
  private since: number | null = null;

  constructor(master: SparkReads['master']) {
    this.master = master;
  }

  /** @throws AppError NOT_READY when one has waited for cores all the time, and none counts */
  async refuseIfLong(sights: readonly JobSight[], resolved: Resolved, live: Live, elapsedMs: number): Promise<void> {
    const waits = sights.find(({ state }) => state?.state === 'waiting-for-cores');
    const counts = sights.some(({ state }) => state?.state === 'counting');
    if (waits === undefined || counts) {
      this.since = null;
      return;
    }
    this.since ??= elapsedMs;
    if (elapsedMs - this.since < LONGEST_MS) return;
    throw new AppError('NOT_READY', `The calculator on ${waits.host} waits for cores: ${await whoHasThem(resolved, live, this.master)}.`, {
      where: { host: waits.host },
      todo: [
        'End the application that holds the cores, or let the workers offer more: spark.workerCores and spark.workerMemory, or another worker.',
        'Then run the same command again. The calculator goes on waiting meanwhile, and counts as soon as it gets a core.',
      ],
    });
  }
}

async function whoHasThem(resolved: Resolved, live: Live, master: SparkReads['master']): Promise<string> {
  const { alive, saw } = ruling(await lookAtMasters(resolved, live, ASK_MS, master));
  if (alive === null) return `no master rules that could give it some (${saw})`;
  const { offered, used } = coresOf(alive);
  const memory = alive.workers.filter(({ state }) => state === 'ALIVE').map(({ memoryMb, memoryUsedMb }) => memoryMb - memoryUsedMb);
  const free = memory.length === 0 ? 'no worker is alive' : `at most ${String(Math.max(...memory))} MB are free on one worker`;
  const apps = alive.apps.map(({ id, name, state }) => `${id} (${name}) ${state}`).join(', ');
  const { cores, executorMemory } = resolved.cluster.streaming.calculator;
  return `it asks for ${String(cores)} with ${executorMemory} each executor; ${String(used)} of ${String(offered)} cores are in use and ${free}; applications: ${apps === '' ? 'none' : apps}`;
}

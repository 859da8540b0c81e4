// Pure: what the workers can give to one more application now.
import type { MasterAnswer, SparkWorkerSeen } from '../../model/streaming.js';

export interface Offer {
  /** Cores that executors of this memory would get. */
  readonly cores: number;
  /** Of all workers that are alive, whoever has them. */
  readonly allCores: number;
  /** Workers that could start an executor of this memory now, and with no other application on them. */
  readonly fits: { readonly now: boolean; readonly ever: boolean };
}

const usable = ({ workers }: MasterAnswer): readonly SparkWorkerSeen[] => workers.filter(({ state }) => state === 'ALIVE');
const freeMb = ({ memoryMb, memoryUsedMb }: SparkWorkerSeen): number => memoryMb - memoryUsedMb;

/** @param executorMb memory of each executor; a worker starts none where it has less left, whatever cores are free */
export function offerOf(answer: MasterAnswer, executorMb: number): Offer {
  const workers = usable(answer);
  const roomy = workers.filter((worker) => freeMb(worker) >= executorMb);
  return {
    cores: roomy.reduce((sum, { cores, coresUsed }) => sum + Math.max(0, cores - coresUsed), 0),
    allCores: workers.reduce((sum, { cores }) => sum + cores, 0),
    fits: { now: roomy.length > 0, ever: workers.some(({ memoryMb }) => memoryMb >= executorMb) },
  };
}

/** `h1: 0 of 2 cores and 512 of 1024 MB free; h2: ...` */
export function workersText(answer: MasterAnswer): string {
  const each = usable(answer).map(
    (one) =>
      `${one.host}: ${String(one.cores - one.coresUsed)} of ${String(one.cores)} cores and ${String(freeMb(one))} of ${String(one.memoryMb)} MB free`,
  );
  return each.length === 0 ? 'no worker is alive' : each.join('; ');
}

/** Who has the cores, as far as the master's page says. */
export function holdersText({ apps }: MasterAnswer): string {
  const each = apps.map(
    ({ id, name, coresAsked }) => `"${name}" (${id}, ${coresAsked === null ? 'all that it can get' : `up to ${String(coresAsked)} cores`})`,
  );
  return each.length === 0 ? 'no application is registered' : each.join(', ');
}

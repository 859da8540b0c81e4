// Pure: Spark in brief, as its masters tell it.
import { coresOf, rulingOf } from './answers.js';
import type { MasterSight } from './live/masters.js';

/** Counts are those of the master that rules, and nothing where none does. */
export interface SparkStatus {
  readonly masters: readonly {
    readonly host: string;
    /** `ALIVE`, `STANDBY`, `RECOVERING`; null where it does not answer. */
    readonly status: string | null;
    /** Why it does not answer; empty when it does. */
    readonly reason: string;
  }[];
  readonly workersAlive: number;
  readonly cores: number;
  readonly coresUsed: number;
  readonly applications: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
    readonly coresAsked: number | null;
  }[];
}

export function sparkStatus(sights: readonly MasterSight[]): SparkStatus {
  const ruling = rulingOf(sights.flatMap(({ answer }) => answer ?? []));
  const { offered, used } = ruling === null ? { offered: 0, used: 0 } : coresOf(ruling);
  return {
    masters: sights.map(({ host, answer, reason }) => ({ host, status: answer?.status ?? null, reason })),
    workersAlive: ruling?.workers.filter(({ state }) => state === 'ALIVE').length ?? 0,
    cores: offered,
    coresUsed: used,
    applications: ruling?.apps ?? [],
  };
}

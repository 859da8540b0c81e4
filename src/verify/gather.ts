// Reads what the chosen checks need, each source once, with its own deadline. What cannot be read keeps its reason.
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterReading, evidenceOf, hostReading, type Reading } from '../evidence/evidence.js';
import type { Check } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { Evidence, HostSource, Read, Source } from '../model/source.js';
import { Reads, type Scope } from './reads.js';

export interface Gathered {
  readonly evidence: Evidence;
  /** How long each source took, by its id, in ms; of hosts, the slowest. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Never rejects: a source that fails or is late is evidence too. Sources that no check needs are not touched. */
export async function gatherEvidence(checks: readonly Pick<Check, 'needs'>[], scope: Scope): Promise<Gathered> {
  const began = performance.now();
  const ms: Record<string, number> = {};
  const reads = new Reads(scope);
  const timed = async (source: Source): Promise<Reading> => {
    await sleep(Math.max(0, source.notBeforeMs - (performance.now() - began)));
    const start = performance.now();
    const reading = await settled(source, reads);
    ms[source.id] = Math.round(performance.now() - start);
    return reading;
  };
  const needed = [...new Set(checks.flatMap(({ needs }) => needs))].filter((source) => source.kind === 'cluster' || source.read !== null);
  const together = await Promise.all(needed.filter(({ turn }) => turn === 0).map(timed));
  const readings = [...scope.given, ...together, ...(await readAgain(needed, [...scope.given, ...together], scope))];
  for (const source of needed.filter(({ turn }) => turn > 0).toSorted((a, b) => a.turn - b.turn)) readings.push(await timed(source));
  return { evidence: evidenceOf(readings), ms };
}

/** Those that contradict what was read at the same time are asked once more, now that all have answered. */
function readAgain(needed: readonly Source[], readings: readonly Reading[], scope: Scope): Promise<readonly Reading[]> {
  const evidence = evidenceOf(readings);
  const doubted = needed.filter((source): source is HostSource<unknown> => source.kind === 'host' && source.again(evidence));
  const anew = new Reads(scope);
  return Promise.all(doubted.map((source) => settled(source, anew)));
}

async function settled(source: Source, reads: Reads): Promise<Reading> {
  if (source.kind === 'cluster') return clusterReading(source, await reads.read(source));
  const answers = [...reads.each(source)].map(async ([host, read]): Promise<readonly [HostName, Read<unknown>]> => [host, await read]);
  return hostReading(source, new Map(await Promise.all(answers)));
}

// Reads what the chosen checks need, everything at once, each source with its own deadline. What cannot be read keeps its reason.
import type { Check, Evidence, Read, SourceId } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import { CLUSTER_READERS, HOST_READERS, type AskedHostSourceId, type HostReader, type Sight } from './readers.js';

export interface Gathered {
  readonly evidence: Evidence;
  /** How long each source took, in ms; of hosts, the slowest. */
  readonly ms: Readonly<Partial<Record<SourceId, number>>>;
}

const NOT_ASKED = { ok: false, reason: 'it was not asked for' } as const;
const NOT_REACHED = { ok: false, reason: 'the host cannot be reached' } as const;

/** Never rejects: a source that fails or is late is evidence too. Sources that no check needs are not touched. */
export async function gatherEvidence(checks: readonly Check[], sight: Sight): Promise<Gathered> {
  const needs = new Set(checks.flatMap((check) => check.needs));
  const ms: Partial<Record<SourceId, number>> = {};
  const timed = async <T>(id: SourceId, read: () => Promise<T>, unasked: T): Promise<T> => {
    if (!needs.has(id)) return unasked;
    const began = performance.now();
    const value = await read();
    ms[id] = Math.round(performance.now() - began);
    return value;
  };
  const perHost = <K extends AskedHostSourceId>(id: K): Promise<Evidence[K]> =>
    timed(id, () => readHosts<unknown>(HOST_READERS[id], sight) as Promise<Evidence[K]>, new Map() as Evidence[K]);
  const [member, metadata, registry] = await Promise.all([
    perHost('member'),
    perHost('metadata'),
    timed('registry', () => attempt(CLUSTER_READERS.registry.deadlineMs, () => CLUSTER_READERS.registry.read(sight)), NOT_ASKED),
  ]);
  // Alone, after the others: it starts two JVMs, whose load would make the rest look slow.
  const console = await timed(
    'console',
    () => attempt(CLUSTER_READERS.console.deadlineMs, () => CLUSTER_READERS.console.read(sight)),
    NOT_ASKED,
  );
  return { evidence: { reach: sight.reach, facts: sight.facts, member, metadata, registry, console }, ms };
}

async function readHosts<T>(reader: HostReader<T>, sight: Sight): Promise<ReadonlyMap<HostName, Read<T>>> {
  const placed = sight.resolved.placed.filter(({ instance }) => instance.component === reader.of);
  const reads = placed.map(async (one): Promise<readonly [HostName, Read<T>]> => {
    const host = one.instance.host.name;
    return [host, sight.reach.get(host)?.ok === true ? await attempt(reader.deadlineMs, () => reader.read(one, sight)) : NOT_REACHED];
  });
  return new Map(await Promise.all(reads));
}

async function attempt<T>(deadlineMs: number, read: () => Promise<T>): Promise<Read<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Read<T>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ ok: false, reason: `no answer within ${String(deadlineMs / 1000)} s` });
    }, deadlineMs);
  });
  const answer = async (): Promise<Read<T>> => {
    try {
      return { ok: true, value: await read() };
    } catch (error) {
      return { ok: false, reason: error instanceof Error ? error.message : String(error) };
    }
  };
  try {
    return await Promise.race([answer(), late]);
  } finally {
    clearTimeout(timer);
  }
}

// Reads what the chosen checks need, everything at once, each source with its own deadline. What cannot be read keeps its reason.
import { setTimeout as sleep } from 'node:timers/promises';
import { agrees } from '../components/kafka/checks/metadata.js';
import type { Check, ClusterSourceId, Evidence, Read, SourceId } from '../model/check.js';
import type { HostName } from '../model/cluster.js';
import type { BrokerMetadata } from '../model/observed.js';
import { couldNotLook } from '../hosts/session/could-not-look.js';
import {
  CLUSTER_READERS,
  HOST_READERS,
  readRegistryOnce,
  type AskedHostSourceId,
  type HostReader,
  type Shared,
  type Sight,
} from './readers.js';
import { HOST_SOURCES } from './sources.js';

export interface Gathered {
  readonly evidence: Evidence;
  /** How long each source took, in ms; of hosts, the slowest. */
  readonly ms: Readonly<Partial<Record<SourceId, number>>>;
}

const NOT_ASKED = { ok: false, reason: 'it was not asked for' } as const;
const NOT_REACHED = { ok: false, reason: 'the host cannot be reached' } as const;
/** Between the two looks at what must not move: a replica that comes and goes does so within less. */
const LATER_MS = 300;

/** Never rejects: a source that fails or is late is evidence too. Sources that no check needs are not touched. */
export async function gatherEvidence(checks: readonly Check[], sight: Sight): Promise<Gathered> {
  const began = performance.now();
  const needs = new Set(checks.flatMap((check) => check.needs));
  const ms: Partial<Record<SourceId, number>> = {};
  const timed = async <T>(id: SourceId, read: () => Promise<T>, unasked: T): Promise<T> => {
    if (!needs.has(id)) return unasked;
    const start = performance.now();
    const value = await read();
    ms[id] = Math.round(performance.now() - start);
    return value;
  };
  const shared = share(sight);
  const perHost = <K extends AskedHostSourceId>(id: K): Promise<Evidence[K]> => {
    const hosts = id === 'metadata' ? shared.metadata : () => readHosts<unknown>(id, HOST_READERS[id], sight);
    return timed(id, () => settled(hosts()) as Promise<Evidence[K]>, new Map() as Evidence[K]);
  };
  const once = <K extends ClusterSourceId>(id: K): Promise<Evidence[K]> => {
    const { deadlineMs, read } = CLUSTER_READERS[id];
    return timed(id, () => attempt(deadlineMs, () => read(sight, shared)) as Promise<Evidence[K]>, NOT_ASKED as Evidence[K]);
  };
  const [member, metadata, reachability, traces, master, writes, registry, probe, operatorReach, groups] = await Promise.all([
    ...([
      perHost('member'),
      perHost('metadata'),
      perHost('reachability'),
      perHost('traces'),
      perHost('master'),
      perHost('writes'),
    ] as const),
    ...([once('registry'), once('probe'), once('operatorReach'), once('groups')] as const),
  ]);
  const told = await stillTold(metadata, registry, sight);
  if (needs.has('later')) await sleep(Math.max(0, LATER_MS - (performance.now() - began)));
  const later = await once('later');
  // Alone, after the others: it starts two JVMs, whose load would make the rest look slow.
  const console = await once('console');
  const hosts = { reach: sight.reach, facts: sight.facts, member, metadata: told, reachability, traces, master, writes };
  return { evidence: { ...hosts, registry, later, probe, operatorReach, groups, console }, ms };
}

/** Leadership may have moved while ZooKeeper and the brokers were asked: brokers that say otherwise are asked once more, now that both have answered. */
async function stillTold(metadata: Evidence['metadata'], registry: Evidence['registry'], sight: Sight): Promise<Evidence['metadata']> {
  if (!registry.ok || [...metadata.values()].every((read) => !read.ok || agrees(read.value, registry.value))) return metadata;
  return settled(readHosts('metadata', HOST_READERS.metadata, sight));
}

async function required<T>(reading: Promise<Read<T>>): Promise<T> {
  const read = await reading;
  if (read.ok) return read.value;
  throw new Error(read.reason);
}

type HostReads<T> = ReadonlyMap<HostName, Promise<Read<T>>>;

function share(sight: Sight): Shared & { readonly metadata: () => HostReads<BrokerMetadata> } {
  const metadata = remember(() => readHosts('metadata', HOST_READERS.metadata, sight));
  return {
    metadata,
    registry: remember(() => readRegistryOnce(sight)),
    anyMetadata: remember(async () => {
      const answers = [...metadata().values()];
      const value = await Promise.any(answers.map(required)).catch(() => null);
      if (value !== null) return value;
      const reasons = (await Promise.all(answers)).flatMap((read) => (read.ok ? [] : [read.reason]));
      throw new Error(`no broker answers: ${reasons[0] ?? 'there is none'}`);
    }),
  };
}

function remember<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function readHosts<T>(id: AskedHostSourceId, reader: HostReader<T>, sight: Sight): HostReads<T> {
  const { cluster, placed } = sight.resolved;
  const { of } = HOST_SOURCES[id];
  const hosts =
    of === null
      ? cluster.hosts.map(({ name }) => name)
      : placed.filter(({ instance }) => instance.component === of).map(({ instance }) => instance.host.name);
  return new Map(
    hosts.map((host) => [
      host,
      sight.reach.get(host)?.ok === true ? attempt(reader.deadlineMs, () => reader.read(host, sight)) : Promise.resolve(NOT_REACHED),
    ]),
  );
}

const settled = async <T>(reads: HostReads<T>): Promise<ReadonlyMap<HostName, Read<T>>> =>
  new Map(await Promise.all([...reads].map(async ([host, read]) => [host, await read] as const)));

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
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, reason, ...(couldNotLook(error) && { blind: true }) };
    }
  };
  try {
    return await Promise.race([answer(), late]);
  } finally {
    clearTimeout(timer);
  }
}

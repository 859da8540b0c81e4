// Reads from each host what says whether it can carry a cluster. Nothing is changed there; what cannot be read keeps its reason.
import type { Duplex } from 'node:stream';
import { heapKb } from '../../components/heap.js';
import { AppError } from '../../errors/app-error.js';
import { ConnectionFailure } from '../../hosts/ssh/socket-failure.js';
import { remoteScript } from '../../hosts/session/scripts.js';
import { expectSuccess } from '../../hosts/session/script-outcome.js';
import type { Read } from '../../model/source.js';
import type { Host, HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostSession } from '../../model/session.js';
import type { DialSeen, HostLimits, Readings } from '../../plan/preflight/check.js';
import { isLoopback, placedOn } from '../../plan/preflight/hosts.js';
import type { ReadingTimes } from '../../plan/preflight/judge.js';
import { parseLimits } from '../../plan/preflight/limits.js';
import type { Connections } from './connections.js';
import { factsOver, lookAtHost } from './observe.js';

const LIMITS_MS = 40_000;
/** A second try of a lost SYN comes after one second, a third after three. */
const DIAL_MS = 5000;
/** Fewer than a session carries at once: a connection that waits for its turn must not look like silence. */
const DIALS_AT_ONCE = 16;

export interface HostsRead {
  readonly readings: Readings;
  readonly times: ReadingTimes;
}

/** Never rejects for a host's failure. */
export async function readHosts(want: Resolved, connections: Connections, signal: AbortSignal): Promise<HostsRead> {
  const [facts, factsMs] = await timed(() => readFacts(want, connections, signal));
  const known = new Map([...facts].flatMap(([host, read]) => (read.ok ? [[host, read.value] as const] : [])));
  const { readings, times } = await readBeyondFacts(want, known, connections, signal);
  return { readings: { facts, ...readings }, times: { facts: factsMs, ...times } };
}

export interface BeyondFacts {
  readonly readings: Omit<Readings, 'facts'>;
  readonly times: Omit<ReadingTimes, 'facts'>;
}

/** What no script of facts tells. Never rejects for a host's failure. */
export async function readBeyondFacts(
  want: Resolved,
  known: ReadonlyMap<HostName, HostFacts>,
  connections: Connections,
  signal: AbortSignal,
): Promise<BeyondFacts> {
  const [[limits, limitsMs], [dials, dialsMs]] = await Promise.all([
    timed(() =>
      eachHost(want, connections, (session, host) => {
        const one = known.get(host.name);
        if (one === undefined) throw new Error('its state could not be read');
        return readLimits(session, one, want, signal);
      }),
    ),
    timed(() => eachHost(want, connections, (session, host) => dialPeers(session, host, { want, known, connections, signal }))),
  ]);
  return { readings: { limits, dials }, times: { limits: limitsMs, dials: dialsMs } };
}

export function readFacts(want: Resolved, connections: Connections, signal: AbortSignal): Promise<ReadonlyMap<HostName, Read<HostFacts>>> {
  return eachHost(want, connections, (session, host) => lookAtHost(factsOver(session, signal), want, host));
}

async function eachHost<T>(
  { cluster }: Resolved,
  { sessions, failures }: Connections,
  read: (session: HostSession, host: Host) => Promise<T>,
): Promise<ReadonlyMap<HostName, Read<T>>> {
  const reads = cluster.hosts.map(async (host): Promise<readonly [HostName, Read<T>]> => {
    const session = sessions.get(host.name);
    if (session === undefined)
      return [host.name, { ok: false, reason: failures.get(host.name)?.message ?? 'there is no connection to it' }];
    try {
      return [host.name, { ok: true, value: await read(session, host) }];
    } catch (error) {
      return [host.name, { ok: false, reason: error instanceof Error ? error.message : String(error) }];
    }
  });
  return new Map(await Promise.all(reads));
}

async function readLimits(session: HostSession, facts: HostFacts, want: Resolved, signal: AbortSignal): Promise<HostLimits> {
  const heaps = placedOn(want, facts.host).flatMap(({ layout }) => layout.heaps);
  const largest = heaps.reduce((most, heap) => (heapKb(heap) > heapKb(most) ? heap : most), heaps[0] ?? '16m');
  const directories = [...new Set(placedOn(want, facts.host).flatMap(({ layout }) => layout.dataDirs.map(({ path }) => path)))];
  const args = [facts.java?.home ?? '', largest, ...directories];
  const outcome = await session.run(remoteScript('reach-limits'), args, { deadlineMs: LIMITS_MS, signal });
  const { stdout } = expectSuccess(session, outcome, 'say what a process may have');
  const limits = parseLimits(stdout, directories);
  if (limits === null) throw new Error(`its answer makes no sense: ${stdout.slice(0, 200)}`);
  return limits;
}

interface DialScope {
  readonly want: Resolved;
  readonly known: ReadonlyMap<HostName, HostFacts>;
  readonly connections: Connections;
  readonly signal: AbortSignal;
}

/**
 * Every other host, and what fams-ops itself asks on this one. Hosts that are not reached are left out: they would look as if a firewall
 * hid them.
 */
async function dialPeers(session: HostSession, from: Host, { want, known, connections, signal }: DialScope): Promise<readonly DialSeen[]> {
  const peers = want.cluster.hosts.filter(({ name }) => name !== from.name && connections.sessions.has(name));
  const others = peers.flatMap((peer) =>
    portsOf(peer, want, known.get(peer.name)).map((port) => ({ peer, ...port, address: addressOf(peer, known.get(from.name)) })),
  );
  // By the very address that everything else will be asked for: PermitOpen compares its text.
  const own = placedOn(want, from.name).flatMap(({ layout }) => layout.ports.filter(({ asked = false }) => asked));
  const namesItself = addressKnown(from, known.get(from.name));
  const jobs = [...others, ...own.map(({ name, port }) => ({ peer: from, name, port, address: namesItself ? from.address : null }))];
  const results: DialSeen[] = [];
  const queue = jobs.values();
  const work = async (): Promise<void> => {
    for (const { peer, port, name, address } of queue)
      results.push({
        to: peer.name,
        port,
        ...(address === null
          ? { outcome: 'unnamed', saw: `it knows no usable address of ${peer.address}` }
          : await dial(session, { address, port, name }, signal)),
      });
  };
  await Promise.all(Array.from({ length: DIALS_AT_ONCE }, work));
  return results;
}

interface Port {
  readonly name: string;
  readonly port: number;
}

/** Where ZooKeeper runs its leader alone listens on this port, and logs a stack trace for each stranger: there verify says who gets through. */
const NOT_WHILE_RUNNING = 'peer';

function portsOf({ name: host }: Host, want: Resolved, facts: HostFacts | undefined): readonly Port[] {
  return placedOn(want, host).flatMap(({ instance, layout }) => {
    const running = facts?.services[instance.component]?.state === 'running';
    return layout.ports.filter(({ name, page = false }) => !page && !(running && name === NOT_WHILE_RUNNING));
  });
}

/**
 * The IPv4 address that the host itself has for the other one, as its JVMs would use it. A name is never left to sshd: it would look it up
 * while everything else in the session waits.
 */
function addressOf({ address, connection }: Host, facts: HostFacts | undefined): string | null {
  if (facts === undefined) return /^[\d.]+$/.test(address) ? address : null;
  const known = (facts.names[address] ?? []).filter((one) => !one.includes(':') || one === address);
  const usable = connection === 'local' || isLoopback(address) ? known : known.filter((one) => !isLoopback(one));
  return usable[0] ?? null;
}

const addressKnown = ({ address }: Host, facts: HostFacts | undefined): boolean =>
  /^[\d.]+$/.test(address) || (facts?.names[address] ?? []).length > 0;

const OUTCOMES: Readonly<Partial<Record<ConnectionFailure['kind'], DialSeen['outcome']>>> = {
  refused: 'refused',
  // Accepted and closed at once, as a service does that is full.
  reset: 'connected',
  silent: 'silent',
  'no-route': 'unreachable',
  forbidden: 'forbidden',
};

async function dial(
  session: HostSession,
  { address, port, name }: Port & { readonly address: string },
  signal: AbortSignal,
): Promise<Pick<DialSeen, 'outcome' | 'saw'>> {
  try {
    const stream = await session.dial(address, port, { deadlineMs: DIAL_MS, signal });
    leave(stream, name);
    return { outcome: 'connected', saw: 'connected' };
  } catch (error) {
    const failure = error instanceof AppError ? error.cause : error;
    if (!(failure instanceof ConnectionFailure)) throw error;
    // The link itself, what else goes through it, or the person: that says nothing about the other host.
    if (['busy', 'link-lost', 'aborted'].includes(failure.kind)) throw error;
    return { outcome: OUTCOMES[failure.kind] ?? 'failed', saw: failure.message };
  }
}

/** A caller that leaves without a word makes a stack trace in ZooKeeper's log. */
const FAREWELL: Readonly<Record<string, string>> = { client: 'ruok' };
const FAREWELL_MS = 1000;

function leave(stream: Duplex, port: string): void {
  stream.on('error', () => undefined).resume();
  const timer = setTimeout(() => stream.destroy(), FAREWELL[port] === undefined ? 0 : FAREWELL_MS).unref();
  stream.once('close', () => clearTimeout(timer));
  stream.end(FAREWELL[port]);
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const began = performance.now();
  const value = await work();
  return [value, Math.round(performance.now() - began)];
}

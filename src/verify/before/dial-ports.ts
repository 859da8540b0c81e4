// Which ports a host reaches before the services run: each connection is made by that host, and closed at once.
import type { Duplex } from 'node:stream';
import { AppError } from '../../errors/app-error.js';
import { ConnectionFailure } from '../../hosts/ssh/socket-failure.js';
import type { Host, HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Live } from '../../model/live.js';
import type { Resolved } from '../../model/resolved.js';
import type { HostSession } from '../../model/session.js';
import type { DialSeen } from './host-limits.js';
import { isLoopback, placedOn } from './hosts.js';

/** A second try of a lost SYN comes after one second, a third after three. */
const DIAL_MS = 5000;
/** Fewer than a session carries at once: a connection that waits for its turn must not look like silence. */
const DIALS_AT_ONCE = 16;

export interface DialScope {
  readonly want: Resolved;
  readonly live: Live;
  readonly reachable: readonly HostName[];
  /** Of hosts whose state could be read. */
  readonly known: ReadonlyMap<HostName, HostFacts>;
}

/**
 * Every other host, and what fams-ops itself asks on this one. Hosts that are not reached are left out: they would look as if a firewall
 * hid them.
 */
export async function dialEveryPort(host: HostName, { want, live, reachable, known }: DialScope): Promise<readonly DialSeen[]> {
  const session = live.session(host);
  const from = hostNamed(host, want);
  const peers = want.cluster.hosts.filter(({ name }) => name !== host && reachable.includes(name));
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
          : await dial(session, { address, port, name }, live.signal)),
      });
  };
  await Promise.all(Array.from({ length: DIALS_AT_ONCE }, work));
  return results;
}

function hostNamed(name: HostName, { cluster }: Resolved): Host {
  const host = cluster.hosts.find((other) => other.name === name);
  if (host === undefined) throw new Error(`there is no host ${name}`);
  return host;
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

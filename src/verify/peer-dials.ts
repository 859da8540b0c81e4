// Which ports of the other hosts a host reaches: each connection is made by that host itself, and closed at once.
import type { Duplex } from 'node:stream';
import { ConnectionFailure } from '../hosts/ssh/socket-failure.js';
import type { HostName } from '../model/cluster.js';
import type { Live } from '../model/live.js';
import type { PeerDial } from '../model/observed.js';
import type { Resolved } from '../model/resolved.js';
import { couldNotLook } from '../hosts/session/could-not-look.js';

/** Of ZooKeeper 3.4 only the leader listens there, and it logs a stack trace for each stranger; zookeeper.synced says who gets through. */
const NOT_DIALLED: readonly string[] = ['peer'];

/** A caller who leaves without a word makes a stack trace in ZooKeeper's log. */
const FAREWELL: Readonly<Record<string, string>> = { client: 'ruok' };
const FAREWELL_MS = 1000;

/** @param others hosts that are up; of one that is not, silence would say nothing about the way. Throws when nothing can be dialled at all. */
export async function dialPeers(
  from: HostName,
  others: readonly HostName[],
  { resolved, live, deadlineMs }: { readonly resolved: Resolved; readonly live: Live; readonly deadlineMs: number },
): Promise<readonly PeerDial[]> {
  const session = live.session(from);
  const wanted = resolved.placed
    .filter(({ instance }) => instance.host.name !== from && others.includes(instance.host.name))
    .flatMap(({ instance, layout }) =>
      layout.ports
        .filter(({ name, page = false }) => !page && !NOT_DIALLED.includes(name))
        .map((port) => ({ to: instance.host.name, component: instance.component, ...port })),
    );
  return Promise.all(
    wanted.map(async (one): Promise<PeerDial> => {
      try {
        leave(await session.dial(one.address, one.port, { deadlineMs, signal: live.signal }), FAREWELL[one.name]);
        return { ...one, outcome: 'connected', reason: '' };
      } catch (error) {
        return { ...one, ...failureOf(error) };
      }
    }),
  );
}

function leave(stream: Duplex, word: string | undefined): void {
  // Reset or closed by the other side: it was there.
  stream.on('error', () => undefined);
  if (word === undefined) {
    stream.destroy();
    return;
  }
  const timer = setTimeout(() => stream.destroy(), FAREWELL_MS);
  timer.unref();
  stream.once('close', () => clearTimeout(timer));
  stream.resume().end(word);
}

/** Throws again what says nothing about the way between the two hosts. */
function failureOf(error: unknown): Pick<PeerDial, 'outcome' | 'reason'> {
  const cause = error instanceof Error ? error.cause : undefined;
  if (!(cause instanceof ConnectionFailure) || couldNotLook(cause)) throw error;
  return cause.kind === 'refused'
    ? { outcome: 'refused', reason: 'connection refused' }
    : { outcome: 'unreachable', reason: cause.message };
}

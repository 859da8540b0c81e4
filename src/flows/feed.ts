// feed: sends a person's own events, line by line, through the producer of a host into its topic, and reports how many arrived.
import { addAbortSignal, type Readable } from 'node:stream';
import { feedCommand, feedCounts, type FeedCounts } from '../components/producer/feed.js';
import { PRODUCER } from '../components/producer/spec.js';
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import { remoteScript } from '../hosts/session/scripts.js';
import { loadInventory } from '../inventory/load.js';
import type { HostName } from '../model/cluster.js';
import type { Placed } from '../model/resolved.js';
import type { Chunk, FollowEnd, HostSession } from '../model/session.js';
import { connect } from './run/connections.js';
import { paced, wholeLines } from './feed/lines.js';
import { observe, type Observation } from './run/observe.js';
import type { FlowOptions, Outcome } from './run/options.js';
import { checkLimit } from './run/scope.js';
import { Tail } from './submit/tail.js';

export interface FeedOptions extends FlowOptions {
  readonly source: Readable;
  /** Lines a second; null: as fast as it goes. */
  readonly perSecond: number | null;
  /** Null: the first host with the role producer that can. */
  readonly on: HostName | null;
  /** Takes the producer's messages while it works: the lines that it refuses. */
  readonly onWords: (chunk: Chunk) => Promise<void>;
}

export interface FeedResult extends FeedCounts {
  readonly host: HostName;
  readonly topic: string;
  /** Lines that were read: sent and malformed ones. */
  readonly lines: number;
  /** The person stopped it before the end of the input. */
  readonly interrupted: boolean;
  readonly ms: number;
}

/** The producer waits up to three minutes for the last answers of the brokers. */
const DRAIN_MS = 200_000;

/** Ends with 0, with 3 where lines were malformed and all others arrived, with 1 where some may not have arrived. */
export async function feed(options: FeedOptions): Promise<Outcome<FeedResult>> {
  const { cluster } = await loadInventory(options.inventory);
  checkLimit(cluster, [...options.limit, ...(options.on === null ? [] : [options.on])]);
  const connections = await connect(cluster, options);
  try {
    const seen = await observe(cluster, connections, null, options);
    const placed = chooseProducer(seen, options);
    const session = connections.live.session(placed.instance.host.name);
    const began = performance.now();
    const counts = await pass(session, feedCommand(placed.instance, seen.resolved), options);
    const { topic } = cluster.streaming.producer;
    const interrupted = options.signal.aborted;
    const lines = counts.sent + counts.malformed;
    const result = { host: session.host, topic, ...counts, lines, interrupted, ms: Math.round(performance.now() - began) };
    const exitCode = interrupted ? 130 : counts.acknowledged < counts.sent ? 1 : counts.malformed > 0 ? 3 : 0;
    return { cluster: cluster.name, ok: exitCode === 0, exitCode, result };
  } finally {
    connections.close();
  }
}

function chooseProducer({ resolved, facts }: Observation, { on, limit }: FeedOptions): Placed {
  const able = resolved.placed.filter(({ instance }) => instance.component === PRODUCER);
  const names = able.map(({ instance }) => instance.host.name);
  if (names.length === 0)
    throw new AppError('USAGE', 'No host has the role producer: nobody can send.', {
      where: { file: resolved.cluster.file },
      todo: ['Give a host the role, then "fams-ops launch".'],
    });
  const wanted = on === null ? limit : [on];
  const strange = wanted.find((name) => !names.includes(name));
  if (strange !== undefined) {
    const guess = nearest(strange, names);
    throw new AppError('USAGE', `${strange} has not the role producer.`, {
      todo: [guess === undefined ? `Hosts with it: ${names.join(', ')}.` : `Did you mean "${guess}"?`],
    });
  }
  const allowed = able.filter(({ instance }) => wanted.length === 0 || wanted.includes(instance.host.name));
  const found = allowed.find(({ instance, layout }) => {
    const there = facts.get(instance.host.name);
    return (
      layout.bundles.every(({ dir }) => there?.bundles[dir]?.kind === 'ours') &&
      layout.files.every(({ path }) => there?.files[path]?.kind === 'file')
    );
  });
  if (found !== undefined) return found;
  throw new AppError('NOT_READY', `The producer is not there on ${allowed.map(({ instance }) => instance.host.name).join(', ')}.`, {
    todo: ['Run "fams-ops launch" first; the service itself may be stopped.'],
  });
}

/** @throws AppError COMMAND_FAILED where the producer ends without its counts, HOST_LOST, or USAGE where the events cannot be read */
async function pass(session: HostSession, words: readonly string[], options: FeedOptions): Promise<FeedCounts> {
  const { source, perSecond, signal, onWords } = options;
  const said = { stdout: new Tail(), stderr: new Tail() };
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let unreadable: Error | undefined;
  addAbortSignal(signal, source);
  async function* events(): AsyncGenerator<Uint8Array> {
    try {
      yield* paced(wholeLines(source), { perSecond, signal });
    } catch (error) {
      if (!signal.aborted) unreadable = error instanceof Error ? error : new Error(String(error));
    } finally {
      timer = setTimeout(() => patience.abort(), DRAIN_MS);
    }
  }
  const output = session.follow(remoteScript('exec'), words, { signal: patience.signal, input: events() })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await output.next().catch(unknownRest);
      if (next.done === true) return countsOf(session.host, next.value, said, unreadable);
      said[next.value.stream].add(next.value.bytes);
      if (next.value.stream === 'stderr') await onWords(next.value);
    }
  } finally {
    clearTimeout(timer);
    source.destroy();
    await output.return?.();
  }
}

/** Not the advice of every other command: to run this one again would send a part twice. */
function unknownRest(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'HOST_LOST') throw error;
  throw new AppError('HOST_LOST', error.message, {
    where: error.where,
    todo: ['How much of it has arrived is not known: to feed all of it again would send a part of it twice.'],
    cause: error,
  });
}

function countsOf(
  host: HostName,
  end: FollowEnd,
  said: { readonly stdout: Tail; readonly stderr: Tail },
  unreadable: Error | undefined,
): FeedCounts {
  const counts = feedCounts(said.stdout.text());
  if (unreadable !== undefined) {
    const sent = counts === null ? 'It is not known what was sent' : `${String(counts.acknowledged)} messages had arrived`;
    throw new AppError('COMMAND_FAILED', `The events cannot be read any further: ${unreadable.message}. ${sent}.`, {
      todo: ['See that the file is there and readable, then feed the rest.'],
      cause: unreadable,
    });
  }
  if (counts !== null) return counts;
  const last = [said.stdout, said.stderr].map((tail) => tail.text().trim().split('\n').at(-1) ?? '').find((line) => line !== '');
  const how =
    end.kind === 'aborted'
      ? `had not ended ${String(DRAIN_MS / 1000)} s after the last line`
      : `ended with ${end.signal ?? String(end.code)}`;
  throw new AppError('COMMAND_FAILED', `The producer on ${host} ${how} and gave no counts${last === undefined ? '.' : `: ${last}`}`, {
    where: { host },
    todo: ['Correct what it says. Messages of this run may be in the topic.'],
  });
}

// The reads of one run: each source is read at most once, by whichever check or other source asks for it first.
import { evidenceOf, type Reading } from '../evidence/evidence.js';
import { reach } from '../evidence/sources.js';
import { couldNotLook } from '../hosts/session/could-not-look.js';
import type { HostName } from '../model/cluster.js';
import type { ClusterSource, Evidence, HostSource, Read, Sight } from '../model/source.js';

const NOT_REACHED = { ok: false, reason: 'the host cannot be reached' } as const;

/** Where evidence is read. */
export interface Scope extends Pick<Sight, 'resolved' | 'live' | 'topic'> {
  /** Read when the run began: how each host was reached, and what its script found. */
  readonly given: readonly Reading[];
}

type HostReads<T> = ReadonlyMap<HostName, Promise<Read<T>>>;

interface BegunOnHosts<T> {
  readonly source: HostSource<T>;
  readonly reads: HostReads<T>;
}

interface Begun<T> {
  readonly source: ClusterSource<T>;
  readonly read: Promise<Read<T>>;
}

export class Reads implements Sight {
  readonly resolved: Sight['resolved'];
  readonly live: Sight['live'];
  readonly topic: Sight['topic'];
  readonly reachable: readonly HostName[];
  readonly #given: Evidence;
  readonly #onHosts: BegunOnHosts<unknown>[] = [];
  readonly #ofCluster: Begun<unknown>[] = [];

  constructor({ resolved, live, topic, given }: Scope) {
    this.resolved = resolved;
    this.live = live;
    this.topic = topic;
    this.#given = evidenceOf(given);
    this.reachable = [...this.#given.hosts(reach)].filter(([, read]) => read.ok).map(([host]) => host);
  }

  /** Never rejects. */
  read<T>(source: ClusterSource<T>): Promise<Read<T>> {
    const begun = this.#ofCluster.find((other) => isBegun(other, source));
    if (begun !== undefined) return begun.read;
    const read = attempt(source.deadlineMs, () => source.read(this));
    this.#ofCluster.push({ source, read });
    return read;
  }

  async once<T>(source: ClusterSource<T>): Promise<T> {
    const read = await this.read(source);
    if (read.ok) return read.value;
    throw new Unread(read.reason, read.blind === true);
  }

  each<T>(source: HostSource<T>): HostReads<T> {
    const begun = this.#onHosts.find((other) => isBegunOnHosts(other, source));
    if (begun !== undefined) return begun.reads;
    const reads = this.#readEach(source);
    this.#onHosts.push({ source, reads });
    return reads;
  }

  #readEach<T>(source: HostSource<T>): HostReads<T> {
    const { read } = source;
    if (read === null) return new Map([...this.#given.hosts(source)].map(([host, value]) => [host, Promise.resolve(value)]));
    return new Map(
      this.#hostsOf(source).map((host): readonly [HostName, Promise<Read<T>>] => [
        host,
        this.reachable.includes(host) ? attempt(source.deadlineMs, () => read(host, this)) : Promise.resolve(NOT_REACHED),
      ]),
    );
  }

  #hostsOf({ of }: HostSource<unknown>): readonly HostName[] {
    const { cluster, placed } = this.resolved;
    return of === null
      ? cluster.hosts.map(({ name }) => name)
      : placed.filter(({ instance }) => instance.component === of).map(({ instance }) => instance.host.name);
  }
}

// The promise of a source was made by its own read, so it gives a value of its type.
const isBegun = <T>(begun: Begun<unknown>, source: ClusterSource<T>): begun is Begun<T> => begun.source === source;
const isBegunOnHosts = <T>(begun: BegunOnHosts<unknown>, source: HostSource<T>): begun is BegunOnHosts<T> => begun.source === source;

/** Another source, which this one is made from, could not be read. */
class Unread extends Error {
  readonly blind: boolean;
  constructor(reason: string, blind: boolean) {
    super(reason);
    this.blind = blind;
  }
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
      const reason = error instanceof Error ? error.message : String(error);
      const blind = error instanceof Unread ? error.blind : couldNotLook(error);
      return { ok: false, reason, ...(blind && { blind: true }) };
    }
  };
  try {
    return await Promise.race([answer(), late]);
  } finally {
    clearTimeout(timer);
  }
}

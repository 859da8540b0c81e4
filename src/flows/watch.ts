// verify --watch: one look after the other over connections that are kept. A look never overlaps the next, and nothing piles up.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { AppError } from '../errors/app-error.js';
import type { Cluster, HostName } from '../model/cluster.js';
import type { Questions } from '../model/questions.js';
import { changesBetween, type Change } from '../verify/changes.js';
import { connect, type Connections } from './connections.js';
import type { Outcome } from './options.js';
import { judgeCluster, loadVerifiable, verifiedSince, type VerifyOptions, type VerifyResult } from './verify.js';

export type LookResult = VerifyResult & {
  /** 1, 2, 3, ... */
  readonly look: number;
  /** Since the look before; of the first one, none. */
  readonly changes: readonly Change[];
};

export interface WatchOptions extends VerifyOptions {
  /** From the beginning of one look to that of the next; one that takes longer is followed at once. */
  readonly everyMs: number;
  readonly onLook: (look: Outcome<LookResult>) => void;
}

/**
 * Looks until the signal fires, and hands back the last look that came to its end.
 * @throws AppError INTERRUPTED when there was none
 */
export async function watch(options: WatchOptions): Promise<Outcome<LookResult>> {
  const { everyMs, onLook, signal } = options;
  // What a look leaves behind is garbage at once, but by default V8 lets some 40 MB of it pile up before it collects.
  for (const flag of ['--optimize-for-size', '--semi-space-growth-factor=1']) setFlagsFromString(flag);
  const links = new Links(await loadVerifiable(options), options);
  let last: Outcome<LookResult> | null = null;
  try {
    for (;;) {
      const began = performance.now();
      const look = await whole(signal, () => links.look(last?.result ?? null));
      if (look === null) break;
      last = look;
      onLook(look);
      await sleep(Math.max(0, everyMs - (performance.now() - began)), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    links.close();
  }
  if (last !== null) return last;
  throw new AppError('INTERRUPTED', 'Interrupted before the first look came to its end.', { todo: [] });
}

/** Null when the signal fired meanwhile. */
async function whole<T>(signal: AbortSignal, look: () => Promise<T>): Promise<T | null> {
  try {
    signal.throwIfAborted();
    return await look();
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

/** A connection for each host, made anew where it was lost. */
class Links {
  private readonly cluster: Cluster;
  private readonly options: VerifyOptions;
  private readonly secrets: RememberedSecrets;
  private readonly made = new Map<HostName, Connections>();

  constructor(cluster: Cluster, options: VerifyOptions) {
    this.cluster = cluster;
    this.options = options;
    this.secrets = new RememberedSecrets(options.questions);
  }

  async look(before: LookResult | null): Promise<Outcome<LookResult>> {
    const began = new Date();
    await this.reconnect();
    const judged = await judgeCluster(this.cluster, this.joined(), this.options, null);
    const { cluster, ok, exitCode, result } = verifiedSince(began, this.cluster, judged);
    const changes = before === null ? [] : changesBetween(before.checks, result.checks);
    return { cluster, ok, exitCode, result: { ...result, look: (before?.look ?? 0) + 1, changes } };
  }

  close(): void {
    for (const { name } of this.cluster.hosts) this.made.get(name)?.sessions.get(name)?.close();
  }

  private async reconnect(): Promise<void> {
    const gone = this.cluster.hosts.filter(({ name }) => {
      const session = this.made.get(name)?.sessions.get(name);
      return session === undefined || session.lost !== undefined;
    });
    if (gone.length === 0) return;
    const questions = this.made.size === 0 ? this.secrets.asking : this.secrets.remembering;
    for (const { name } of gone) this.made.get(name)?.sessions.get(name)?.close();
    const anew = await connect({ ...this.cluster, hosts: gone }, { ...this.options, questions });
    for (const { name } of gone) this.made.set(name, anew);
  }

  /** The connections of every host, whichever attempt made them. */
  private joined(): Connections {
    const of = (host: HostName): Connections => {
      const made = this.made.get(host);
      if (made === undefined) throw new AppError('USAGE', `There is no host "${host}" in the inventory.`, { todo: [] });
      return made;
    };
    const each = <T>(valueOf: (made: Connections, host: HostName) => T | undefined): ReadonlyMap<HostName, T> =>
      new Map(
        [...this.made].flatMap(([host, made]) => {
          const value = valueOf(made, host);
          return value === undefined ? [] : [[host, value] as const];
        }),
      );
    return {
      live: {
        signal: this.options.signal,
        session: (host) => of(host).live.session(host),
        dial: (host, port, deadlineMs) => of(host).live.dial(host, port, deadlineMs),
      },
      sessions: each((made, host) => made.sessions.get(host)),
      failures: each((made, host) => made.failures.get(host)),
      reachMs: each((made, host) => made.reachMs.get(host)),
      close: () => {
        this.close();
      },
    };
  }
}

/** A host that comes back wants its passphrase again, and nobody may be there to type it: what was typed once is kept in memory. */
class RememberedSecrets {
  readonly asking: Questions;
  readonly remembering: Questions;

  constructor(questions: Questions) {
    const said = new Map<string, string>();
    this.asking = {
      ...questions,
      secret: async (question) => {
        const answer = await questions.secret(question);
        if (answer !== undefined) said.set(question, answer);
        return answer;
      },
    };
    this.remembering = {
      interactive: questions.interactive,
      confirm: () => Promise.resolve(false),
      secret: (question) => Promise.resolve(said.get(question)),
      text: () => Promise.resolve(undefined),
    };
  }
}

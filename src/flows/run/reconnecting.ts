// Reconnecting: the connections of a run that goes on until Ctrl-C. It keeps one per host, and renews the lost ones.
import { AppError } from '../../errors/app-error.js';
import type { Cluster, HostName } from '../../model/cluster.js';
import type { Questions } from '../../model/questions.js';
import { connect, type Connections } from './connections.js';
import type { FlowOptions } from './options.js';

/** Pause between the end of one attempt and the next one in the background. */
const MEND_MS = 5000;

export class Links {
  private readonly cluster: Cluster;
  private readonly options: FlowOptions;
  private readonly secrets: RememberedSecrets;
  private readonly made = new Map<HostName, Connections>();
  private restoring: Promise<void> | null = null;
  private triedAt = -Infinity;
  private closed = false;

  constructor(cluster: Cluster, options: FlowOptions) {
    this.cluster = cluster;
    this.options = options;
    this.secrets = new RememberedSecrets(options.questions);
  }

  /** Connects to every host that has no connection. Callers share one attempt. Throws only the reason of the signal. */
  restore(): Promise<void> {
    this.restoring ??= this.reconnect().finally(() => {
      this.restoring = null;
      this.triedAt = performance.now();
    });
    return this.restoring;
  }

  /** Does the same in the background, at most every few seconds. A host that fails to connect shows when it is asked. */
  mend(): void {
    if (performance.now() - this.triedAt > MEND_MS) this.restore().catch(() => undefined);
  }

  close(): void {
    this.closed = true;
    for (const { name } of this.cluster.hosts) this.made.get(name)?.sessions.get(name)?.close();
  }

  /** Those of every host as they are now, whichever attempt made them. `live` always goes by the newest. */
  get connections(): Connections {
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
    if (this.closed) this.close();
  }
}

/** Keeps typed secrets in memory: a host that comes back needs its passphrase again, and the person may be away. */
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

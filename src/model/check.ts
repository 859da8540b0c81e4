// A check judges evidence, it does not fetch. What could not be read is unknown by construction: the engine adds it.
import type { ComponentName, HostName } from './cluster.js';
import type { Placed, Resolved } from './resolved.js';
import type { Evidence, Source } from './source.js';

export type Status = 'ok' | 'warn' | 'crit' | 'unknown' | 'skip';

/**
 * A check's judgement of one target. The engine reports `unknown` for an unread source; a check itself says `unknown` only when an
 * answer lacks the value that it needs. Only the engine says `skip`.
 */
export interface Finding {
  /** `host`, `host/component`, `topic/partition`, `group/topic` or `cluster`. */
  readonly target: string;
  readonly status: Exclude<Status, 'skip'>;
  readonly value: string | number | null;
  readonly message: string;
  /** What to do. Empty when ok, unless something is to be done so that it stays so. */
  readonly fix: string;
  /**
   * Hosts whose absence alone explains the finding; for a finding on a host, that host. When none of them can be reached, that is the
   * cause, and there is no other remedy.
   */
  readonly blames?: readonly HostName[];
}

/** What a judgement rests on. */
export interface Scene {
  readonly evidence: Evidence;
  readonly want: Resolved;
  /** Hosts that the check is about. */
  readonly hosts: readonly HostName[];
  /** Instances that the check is about. */
  readonly placed: readonly Placed[];
}

export interface Check {
  /** Unique among the checks of all phases: `kafka.isr`. */
  readonly id: string;
  readonly title: string;
  /** `before`: of hosts that are to carry a cluster. `running`: of a cluster. `any`: as true of one as of the other. */
  readonly phase: 'before' | 'running' | 'any';
  readonly needs: readonly Source[];
  /** Hosts that it looks at: those with this role, or with one of these; `hosts`: all. */
  readonly of: ComponentName | 'hosts' | readonly ComponentName[];
  /** Starts a JVM; left out by `--fast`. */
  readonly slow: boolean;
  /** Waiting may change what it finds: something starts, is elected or catches up. */
  readonly settles: boolean;
  /** Reads everything again, which may take minutes; joins in only under `--deep`. */
  readonly deep: boolean;
  /** Thresholds with their defaults, by name; the inventory may change them under `verify:`. */
  readonly limits: Readonly<Record<string, number>>;
  /** What it means and what to do, in a paragraph. */
  readonly explain: string;
  /** Throws where a cluster-wide source that it needs was not read. */
  judge(scene: Scene): readonly Finding[];
}

export interface CheckReport {
  readonly id: string;
  readonly target: string;
  readonly status: Status;
  readonly value: string | number | null;
  readonly message: string;
  readonly fix: string;
  readonly ms: number;
}

export interface Verdict {
  readonly status: 'ok' | 'warn' | 'crit' | 'unknown';
  readonly checks: readonly CheckReport[];
}

// A check judges evidence, it does not fetch. What could not be read is unknown by construction: the engine adds it.
import type { ComponentName, HostName } from './cluster.js';
import type { Placed, Resolved } from './resolved.js';
import type { Evidence, Source } from './source.js';

export type Status = 'ok' | 'warn' | 'crit' | 'unknown' | 'skip';

/**
 * What a check says of one target. Of what was not read the engine says `unknown`; a check says it only where an answer came
 * that lacks what it asks for. `skip` is the engine's word alone.
 */
export interface Finding {
  /** `host`, `host/component`, `topic/partition`, `group/topic` or `cluster`. */
  readonly target: string;
  readonly status: Exclude<Status, 'skip'>;
  readonly value: string | number | null;
  readonly message: string;
  /** What to do; empty when ok. */
  readonly fix: string;
  /**
   * Hosts of which something is missing, where that is all that is wrong; of a finding on a host, that host. When none of them can be
   * reached, that is the cause, and there is nothing else to do.
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
  readonly of: ComponentName | readonly ComponentName[];
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

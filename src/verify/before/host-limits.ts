// What hosts that are to carry a cluster are asked beyond their facts.
import type { HostName } from '../../model/cluster.js';

/** What a process on the host may have, and what its Java says when it is started. */
export interface HostLimits {
  /** Hard limit of open files of one process; Infinity where there is none, null where it could not be read. */
  readonly openFiles: number | null;
  readonly swappiness: number | null;
  /** File systems by mount point: their kind and the options that they are mounted with. */
  readonly mounts: ReadonlyMap<string, { readonly kind: string; readonly options: readonly string[] }>;
  /** Directories that can be neither made nor written to, each with the part of its path at which that ends. */
  readonly obstacles: ReadonlyMap<string, string>;
  /** The machine's own name. `unasked`: it is not in /etc/hosts, and there is no command that asks a name server. */
  readonly ownName: { readonly name: string; readonly answer: 'known' | 'unknown' | 'unasked' };
  /** `refused`: the user may not have one. */
  readonly crontab: 'usable' | 'refused' | 'absent';
  /** Whether a process that starts what crontabs name was seen. */
  readonly cronRuns: boolean;
  /** Whether systemd-logind ends what a login of this user leaves behind; null where the login is no session of logind. */
  readonly logout: { readonly ends: 'yes' | 'no' | 'unknown'; readonly lingers: boolean } | null;
  /** `java -version` with the largest heap of the host; null where no Java was found. */
  readonly java: { readonly exitCode: number; readonly said: string } | null;
}

/** One connection that a host made for us to a port of another one or of its own, or why it could not. */
export interface DialSeen {
  readonly to: HostName;
  readonly port: number;
  /**
   * `refused`: an answer came, nothing listens. `silent`: none came. `unreachable`: no route. `unnamed`: the host knows no usable
   * address of the other one, so it was not tried. `forbidden`: its SSH server makes no connections for us.
   */
  readonly outcome: 'connected' | 'refused' | 'silent' | 'unreachable' | 'unnamed' | 'forbidden' | 'failed';
  /** What was seen, for people. */
  readonly saw: string;
}

// What an action may cost the users of the cluster.

export type RiskName = 'downtime' | 'min-isr' | 'quorum';

/** What an action may cost. Accepted only by name: `--allow downtime`. */
export interface Risk {
  readonly name: RiskName;
  readonly detail: string;
  /** True where waiting does not help: the only replica, the only member. False while another one is still coming back. */
  readonly lasting: boolean;
}

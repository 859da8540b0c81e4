// Risk: a cost of an action for the users of the cluster.

export type RiskName = 'downtime' | 'min-isr' | 'quorum';

/** A cost that a person must accept by name: `--allow downtime`. */
export interface Risk {
  readonly name: RiskName;
  readonly detail: string;
  /** True where waiting does not help: the only replica, the only member. False while another one is still coming back. */
  readonly lasting: boolean;
}

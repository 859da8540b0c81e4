// Pure: how many replicas acks=-1 waits for, where nobody says otherwise.

export const IN_SYNC = 'min.insync.replicas';

/** With 2 of 3, one broker may be down. With two copies, two would stop every producer as soon as one of them is away. */
export const minInsyncReplicas = (copies: number): number => (copies >= 3 ? 2 : 1);

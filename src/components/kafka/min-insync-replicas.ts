// Pure: how many in-sync replicas a partition needs before a broker takes records with acks=-1.
import type { TopicState } from '../../model/observed.js';

export const IN_SYNC = 'min.insync.replicas';

/** The setting of a topic that names none. With 2 of 3, one broker may be down. With two copies, two would stop every producer as soon as one of them is away. */
export const minInsyncReplicas = (copies: number): number => (copies >= 3 ? 2 : 1);

/**
 * The topic's own setting, else 1: brokers of 0.8.2.1 ignore min.insync.replicas of server.properties (KAFKA-2114), though they
 * accept it there.
 */
export const minIsr = ({ config }: Pick<TopicState, 'config'>): number => Number(config[IN_SYNC] ?? 1);

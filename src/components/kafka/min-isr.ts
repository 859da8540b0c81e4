// Pure: how many in-sync replicas a partition needs before a broker takes records with acks=-1.
import type { TopicState } from '../../model/observed.js';
import { IN_SYNC } from './in-sync.js';

/**
 * The topic's own setting, else 1: brokers of 0.8.2.1 ignore min.insync.replicas of server.properties (KAFKA-2114), though they
 * accept it there.
 */
export const minIsr = ({ config }: Pick<TopicState, 'config'>): number => Number(config[IN_SYNC] ?? 1);

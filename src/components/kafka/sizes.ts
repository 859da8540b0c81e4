// Pure: how large a message may be, and what must fetch it whole.
import type { ComponentSettings } from '../../model/cluster.js';

/** With its header, what a consumer fetches at once unless told otherwise. */
const MESSAGE_MAX_BYTES = 1024 * 1024;
const LARGEST_INT = 2 ** 31 - 1;

/** The largest `message.max.bytes` of any broker: each fetches from the others, and consumers from all. */
export const largestMessage = (brokers: readonly ComponentSettings[]): number =>
  Math.max(...brokers.map(({ config }) => Number(config['message.max.bytes'] ?? MESSAGE_MAX_BYTES)));

/** What fams-ops writes as `replica.fetch.max.bytes` unless the inventory names it: room for a topic that raises its own limit. */
export const replicaFetchMaxBytes = (brokers: readonly ComponentSettings[]): number => Math.min(LARGEST_INT, 2 * largestMessage(brokers));

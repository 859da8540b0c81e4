// What one broker itself knows of the cluster: the gate of readiness, for a registered broker may still know nothing.
import type { BrokerMetadata } from '../../model/observed.js';
import type { Dial, WireOptions } from '../dial.js';
import { ask } from './exchange.js';
import { allTopicsMetadata } from './messages/metadata.js';

/** Brokers and all topics with their error codes as they came. Throws WIRE_FAILED. */
export function brokerMetadata(dial: Dial, options: WireOptions): Promise<BrokerMetadata> {
  return ask(dial, allTopicsMetadata, options);
}

// provision: from an inventory to a running ZooKeeper and Kafka, proven by the console round trip.
import { bringUp, type BringUpOptions, type BroughtUp } from './bring-up.js';
import type { Outcome } from './options.js';

export const provision = (options: BringUpOptions): Promise<Outcome<BroughtUp>> =>
  bringUp({ command: 'provision', side: 'storage' }, options);

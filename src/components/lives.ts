// The registry of components in operation. A new component is a folder, its templates, and a line here and in specs.ts, and its name in ComponentName.
import type { ComponentName } from '../model/cluster.js';
import type { ComponentLive } from '../model/live.js';
import { calculatorLive } from './calculator/live.js';
import { kafkaLive } from './kafka/live.js';
import { producerLive } from './producer/live.js';
import { sparkMasterLive } from './spark-master/live.js';
import { sparkWorkerLive } from './spark-worker/live.js';
import { zookeeperLive } from './zookeeper/live.js';

export const lives: Readonly<Record<ComponentName, ComponentLive>> = {
  zookeeper: zookeeperLive,
  kafka: kafkaLive,
  'spark-master': sparkMasterLive,
  'spark-worker': sparkWorkerLive,
  producer: producerLive,
  calculator: calculatorLive,
};

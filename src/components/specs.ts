// The registry of components, in order of start. Adding one is a folder beside this file, its templates, a line here, and its name in ComponentName.
import { AppError } from '../errors/app-error.js';
import { nearest } from '../errors/nearest.js';
import type { ComponentName } from '../model/cluster.js';
import type { ComponentSpec } from '../model/component.js';
import { calculatorSpec } from './calculator/spec.js';
import { kafkaSpec } from './kafka/spec.js';
import { producerSpec } from './producer/spec.js';
import { sparkMasterSpec } from './spark-master/spec.js';
import { sparkWorkerSpec } from './spark-worker/spec.js';
import { zookeeperSpec } from './zookeeper/spec.js';

const registry = {
  zookeeper: zookeeperSpec,
  kafka: kafkaSpec,
  'spark-master': sparkMasterSpec,
  'spark-worker': sparkWorkerSpec,
  producer: producerSpec,
  calculator: calculatorSpec,
} satisfies Record<ComponentName, ComponentSpec>;

export const specs: readonly ComponentSpec[] = Object.freeze(Object.values(registry));

/**
 * @param name also one that a person typed
 * @throws AppError USAGE for a name that no component has
 */
export function specOf(name: string): ComponentSpec {
  const spec = specs.find((candidate) => candidate.name === name);
  if (spec !== undefined) return spec;
  const names = specs.map((known) => known.name);
  const guess = nearest(name, names);
  throw new AppError('USAGE', `There is no component "${name}".`, {
    todo: [guess === undefined ? `Components are ${names.join(', ')}.` : `Did you mean "${guess}"?`],
  });
}

/** The command that brings it up, and puts right what differs. */
export const bringsUp = (component: ComponentName): 'provision' | 'launch' =>
  specOf(component).side === 'storage' ? 'provision' : 'launch';

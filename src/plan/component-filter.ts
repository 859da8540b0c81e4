// Pure: a cluster narrowed to some of its components. Nothing plans, awaits or judges the others.
import type { ComponentName } from '../model/cluster.js';
import type { ComponentSpec, Side } from '../model/component.js';
import type { HostFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';

export function narrowed(resolved: Resolved, keep: (component: ComponentName) => boolean): Resolved {
  return {
    ...resolved,
    components: resolved.components.filter(keep),
    placed: resolved.placed.filter(({ instance }) => keep(instance.component)),
  };
}

export const onSide =
  (specs: readonly ComponentSpec[], side: Side) =>
  (component: string): boolean =>
    specs.some((spec) => spec.name === component && spec.side === side);

/**
 * The components that should run by now. The streaming side counts from its first launch on: as soon as one of its services is
 * installed anywhere, all of them should run.
 */
export function launched(specs: readonly ComponentSpec[], facts: Iterable<HostFacts>): (component: ComponentName) => boolean {
  const streaming = onSide(specs, 'streaming');
  const there = [...facts].some(({ services }) =>
    Object.entries(services).some(([component, service]) => streaming(component) && service.state !== 'absent'),
  );
  return (component) => there || !streaming(component);
}

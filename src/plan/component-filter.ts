// Pure: a cluster narrowed to some of its components. What is left out is not planned, not waited for and not judged.
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

/** Until it is launched, a streaming side is only a wish: nothing of it is missing yet. Once one service of it is there, all are due. */
export function launched(specs: readonly ComponentSpec[], facts: Iterable<HostFacts>): (component: ComponentName) => boolean {
  const streaming = onSide(specs, 'streaming');
  const there = [...facts].some(({ services }) =>
    Object.entries(services).some(([component, service]) => streaming(component) && service.state !== 'absent'),
  );
  return (component) => there || !streaming(component);
}

// Pure: the order in which components start. A component comes after everything it needs.
import type { ComponentSpec } from '../model/component.js';
import type { ComponentName } from '../model/cluster.js';

/** Throws a plain Error on a circle, which only a broken registry can have. */
export function startOrder(specs: readonly ComponentSpec[]): readonly ComponentSpec[] {
  const ordered: ComponentSpec[] = [];
  const visiting = new Set<ComponentName>();
  const visit = (spec: ComponentSpec): void => {
    if (ordered.includes(spec)) return;
    if (visiting.has(spec.name)) throw new Error(`components need each other in a circle: ${spec.name}`);
    visiting.add(spec.name);
    for (const other of specs) if (spec.needs.includes(other.name)) visit(other);
    ordered.push(spec);
  };
  specs.forEach(visit);
  return ordered;
}

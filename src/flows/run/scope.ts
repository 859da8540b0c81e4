// Scope of a command: the hosts of --limit, and the component names.
import { AppError } from '../../errors/app-error.js';
import { nearest } from '../../errors/nearest.js';
import type { Action } from '../../model/action.js';
import type { Cluster } from '../../model/cluster.js';
import type { Instance } from '../../model/component.js';
import type { Resolved } from '../../model/resolved.js';
import type { Stage } from '../../model/stage.js';

/** @throws AppError USAGE for a name that the inventory does not have */
export function checkLimit(cluster: Cluster, limit: readonly string[]): void {
  refuseUnknown(
    'host',
    limit,
    cluster.hosts.map((host) => host.name),
  );
}

/** @throws AppError USAGE for a component that no host has */
export function checkComponents(resolved: Resolved, named: readonly string[]): void {
  refuseUnknown('component', named, resolved.components);
}

function refuseUnknown(what: string, named: readonly string[], known: readonly string[]): void {
  const strange = named.find((name) => !known.includes(name));
  if (strange === undefined) return;
  const guess = nearest(strange, known);
  throw new AppError('USAGE', `There is no ${what} "${strange}" in the inventory.`, {
    todo: [guess === undefined ? `Known: ${known.join(', ')}.` : `Did you mean "${guess}"?`],
  });
}

export const chosenBy =
  (limit: readonly string[], components: readonly string[]) =>
  ({ host, component }: Pick<Instance, 'host' | 'component'>): boolean =>
    (limit.length === 0 || limit.includes(host.name)) && (components.length === 0 || components.includes(component));

/** Stages without the actions of other hosts, and those actions. */
export function limited(
  stages: readonly Stage[],
  limit: readonly string[],
): { readonly stages: readonly Stage[]; readonly skipped: readonly Action[] } {
  if (limit.length === 0) return { stages, skipped: [] };
  const chosen = (action: Action): boolean => limit.includes(action.host);
  return {
    stages: stages
      .map((stage) => ({ ...stage, actions: stage.actions.filter(chosen) }))
      .filter((stage) => stage.actions.length > 0 || stage.late !== undefined),
    skipped: stages.flatMap((stage) => stage.actions.filter((action) => !chosen(action))),
  };
}

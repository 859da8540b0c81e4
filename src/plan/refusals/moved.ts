// Pure: refuses an inventory that would part a component from its data or its registry, before any host is touched (exit 5). It compares
// the inventory with the files on the host and with the configuration of the running process. The error says how to move data.
import type { ComponentSpec } from '../../model/component.js';
import type { HostName } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';
import type { Placed, Resolved } from '../../model/resolved.js';
import type { Stage } from '../../model/stage.js';
import { refuseBlankStart, refuseLostRecords, refuseSwapped, type Subject } from './moved-data.js';
import { refuseDropped } from './moved-dropped.js';
import { refuseOtherHome } from './moved-home.js';
import { refuseOtherRegistry } from './moved-registry.js';
import { lyingOn } from './whereabouts.js';

type FactsOf = ReadonlyMap<HostName, HostFacts>;

/**
 * @param judged the instances to judge; by default all
 * @throws AppError DATA_REFUSED, IDENTITY_REFUSED
 */
export function refuseMoved(
  resolved: Resolved,
  specs: readonly ComponentSpec[],
  facts: FactsOf,
  judged: readonly Placed[] = resolved.placed,
): void {
  refuseOtherHome(resolved, facts, judged);
  const subjects = judged.flatMap((placed) => subjectOf(placed, specs, facts));
  subjects.forEach(refuseSwapped);
  subjects.forEach(refuseLostRecords);
  subjects.forEach(refuseDropped);
  const names = addressesNow(resolved.placed.flatMap((placed) => subjectOf(placed, specs, facts)));
  for (const subject of subjects) refuseOtherRegistry(subject, names, specs);
}

/** By the address that a host's files name, the one that the inventory gives it. */
const addressesNow = (subjects: readonly Subject[]): ReadonlyMap<string, string> =>
  new Map(
    subjects.flatMap(({ placed: { instance, running, written } }) => {
      const address = (running ?? written)?.address ?? null;
      return address === null ? [] : [[address, instance.host.address] as const];
    }),
  );

/**
 * Judges the instances that `start` and `restart` would start from the files on the hosts.
 * @throws AppError DATA_REFUSED
 */
export function refuseBlankStarts({ placed }: Resolved, specs: readonly ComponentSpec[], facts: FactsOf, stages: readonly Stage[]): void {
  const starts = stages.flatMap(({ actions }) => actions).filter(({ kind }) => kind === 'service-start' || kind === 'service-restart');
  const started = ({ instance }: Placed): boolean =>
    starts.some(({ host, component }) => host === instance.host.name && component === instance.component);
  placed
    .filter(started)
    .flatMap((one) => subjectOf(one, specs, facts))
    .forEach(refuseBlankStart);
}

function subjectOf(placed: Placed, specs: readonly ComponentSpec[], facts: FactsOf): readonly Subject[] {
  const spec = specs.find(({ name }) => name === placed.instance.component);
  const known = facts.get(placed.instance.host.name);
  const reader = spec?.whereabouts ?? null;
  if (spec === undefined || known === undefined || reader === null) return [];
  // `check` places instances without having seen the hosts.
  return [{ placed: { ...placed, ...lyingOn(known, spec, placed.layout) }, spec, reader, facts: known }];
}

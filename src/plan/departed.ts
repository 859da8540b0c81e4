// Pure: what becomes of services that run on a host to which the inventory no longer gives their role.
import { departed, type Departed } from '../components/departed.js';
import { baseOf } from '../components/places.js';
import type { Action } from '../model/action.js';
import type { HostName } from '../model/cluster.js';
import type { Service } from '../model/component.js';
import type { HostFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';
import type { Stage } from '../model/stage.js';

/** No layout says how long its stop may take any more: as long as that of any component. */
const STOP_MS = 120_000;

export function stopDeparted(resolved: Resolved, { host, component }: Departed, kill = false): Action {
  const base = baseOf(resolved.cluster, host);
  // To stop it, where it is and what it is called is enough.
  const service: Service = {
    component,
    base,
    run: `${base}/bin/${component}.run`,
    watched: [],
    fingerprint: '',
    logs: [],
    stopMs: STOP_MS,
  };
  return {
    id: `${host.name}/${component}/service-stop`,
    host: host.name,
    component,
    kind: 'service-stop',
    summary: `stop ${component}: the inventory does not give that role to ${host.name} any more`,
    risks: [],
    service,
    kill,
  };
}

/** Before their successors are started, who would wait for them; the last to be started first. */
export function departures(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>): readonly Stage[] {
  const actions = departed(resolved, facts).map((one) => stopDeparted(resolved, one));
  if (actions.length === 0) return [];
  return [{ id: 'departed', title: 'Stop what has no role any more', actions: actions.toReversed(), width: 'all', after: [] }];
}

/** What holds data is not stopped because a line of the inventory is gone: that is for a person to decide. */
export const departureNotes = (resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>): readonly string[] =>
  departed(resolved, facts).map(
    ({ host: { name }, component }) =>
      `${component} runs on ${name}, and the inventory does not give it that role any more: it is left running. ` +
      `Give the role back, or move its data and then "fams-ops stop ${component} --limit ${name}".`,
  );

// Pure: Resolved + Facts -> the stages of a provisioning. The only place that decides what is to be done.
import type { Action } from '../model/action.js';
import type { Read } from '../model/source.js';
import type { ComponentName, HostName } from '../model/cluster.js';
import type { HostFacts, ServiceFacts } from '../model/facts.js';
import type { Registry } from '../model/observed.js';
import type { Placed, Resolved } from '../model/resolved.js';
import type { Plan, Stage } from '../model/stage.js';
import { prepareHost } from './prepare.js';
import { retirement, strayNote, straysOf, type Stray } from './strays.js';
import { planTopics } from './topics.js';

export type FactsOf = ReadonlyMap<HostName, HostFacts>;

/** @param registry what Kafka keeps in ZooKeeper; where it cannot be read, the topics are a late stage */
export function planProvision(resolved: Resolved, facts: FactsOf, registry: Read<Registry>): Plan {
  const services = planServices(resolved, facts, []);
  const topics = registry.ok ? planTopics(resolved, registry.value) : { actions: [], notes: [TOPICS_LATER] };
  const stage: Stage = { id: 'topics', title: 'Create the topics', actions: topics.actions, width: 'one', after: [] };
  const due = !registry.ok && services.length > 0;
  // A broker or a member of the ensemble may be the last that has some data: stopping it is a person's decision.
  const strays = straysOf(resolved, facts).map(strayNote);
  const stages = [...services, ...(due ? [{ ...stage, late: registry.reason }] : stage.actions.length > 0 ? [stage] : [])];
  return { stages, notes: [...topics.notes, ...strays] };
}

/** Nothing of the streaming side is lost with a process: one that no role asks for any more is stopped. */
export const planLaunch = (resolved: Resolved, facts: FactsOf): Plan => ({
  stages: planServices(resolved, facts, straysOf(resolved, facts)),
  notes: [],
});

/** Stages that prepare the hosts and then start or restart every service. @param strays services to stop on the way */
function planServices(resolved: Resolved, facts: FactsOf, strays: readonly Stray[]): readonly Stage[] {
  const prepare = resolved.cluster.hosts.flatMap((host) => {
    const known = facts.get(host.name);
    const placed = resolved.placed.filter(({ instance }) => instance.host.name === host.name);
    return known === undefined ? [] : prepareHost(placed, known);
  });
  const stages: readonly Stage[] = [
    { id: 'prepare', title: 'Prepare the hosts', actions: prepare, width: 'all', after: [] },
    ...resolved.components
      .filter((component) => startsOf(resolved, component, facts).length === 0)
      .toReversed()
      .map((component) => retirement(component, strays, resolved.cluster)),
    ...resolved.components.flatMap((component) => serviceStages(resolved, component, facts, strays)),
  ];
  return stages.filter((stage) => stage.actions.length > 0);
}

const TOPICS_LATER = 'ZooKeeper does not answer yet: topics are compared once it does.';

const placedAs = (resolved: Resolved, component: ComponentName, facts: FactsOf, kind: Wanted): readonly Placed[] =>
  resolved.placed.filter((one) => one.instance.component === component && wanted(one, facts) === kind);

const startsOf = (resolved: Resolved, component: ComponentName, facts: FactsOf): readonly Placed[] =>
  placedAs(resolved, component, facts, 'start');

/**
 * Instances that are off start together, because one member alone is no quorum. Then instances with old files restart, one by one.
 * A service that has moved starts at its new place, stops at its old one, and only then must the new one be ready. So one of the two
 * runs wherever the run is cut off.
 */
function serviceStages(resolved: Resolved, component: ComponentName, facts: FactsOf, strays: readonly Stray[]): readonly Stage[] {
  const placed = resolved.placed.filter(({ instance }) => instance.component === component);
  const start = startsOf(resolved, component, facts);
  const restart = placedAs(resolved, component, facts, 'restart');
  const ready = [{ component, hosts: placed.map(({ instance }) => instance.host.name) }];
  const moved = start.length > 0 && strays.some((stray) => stray.component === component);
  return [
    { id: `start:${component}`, title: `Start ${component}`, actions: start.map(startAction), width: 'all', after: moved ? [] : ready },
    ...(moved ? [retirement(component, strays, resolved.cluster, ready)] : []),
    {
      id: `roll:${component}`,
      title: `Restart ${component}, one at a time`,
      actions: restart.map((one) => restartAction(one, facts)),
      width: 'one',
      after: ready,
    },
  ];
}

type Wanted = 'nothing' | 'start' | 'restart';

function wanted({ instance, layout }: Placed, facts: FactsOf): Wanted {
  const service = facts.get(instance.host.name)?.services[instance.component];
  // A start script that waits has read its files already.
  const waits = service?.state === 'starting' && service.fingerprint !== null;
  if (service?.state !== 'running' && !waits) return 'start';
  if (whyRestart(service, layout.service.fingerprint) !== null) return 'restart';
  return waits ? 'start' : 'nothing';
}

/** Null where the running process is as it should be. */
function whyRestart(service: ServiceFacts, fingerprint: string): string | null {
  if (service.fingerprint !== fingerprint) return 'it runs with other files than these';
  if (service.supervisorPid === null) return 'nobody watches over it any more';
  return null;
}

export function startAction({ instance, layout }: Placed): Action {
  const { component, host } = instance;
  return {
    id: `${host.name}/${component}/service-start`,
    host: host.name,
    component,
    kind: 'service-start',
    summary: `start ${component}`,
    risks: [],
    service: layout.service,
  };
}

export function restartAction({ instance, layout }: Placed, facts: FactsOf): Action {
  const { component, host } = instance;
  const service = facts.get(host.name)?.services[component];
  const why = service && whyRestart(service, layout.service.fingerprint);
  return {
    id: `${host.name}/${component}/service-restart`,
    host: host.name,
    component,
    kind: 'service-restart',
    summary: `restart ${component}${why ? `: ${why}` : ''}`,
    risks: [],
    service: layout.service,
  };
}

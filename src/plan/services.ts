// Pure: the stages of start, stop and restart, and of the stop at the beginning of destroy.
import type { ComponentName, HostName } from '../model/cluster.js';
import type { Instance } from '../model/component.js';
import type { ServiceFacts } from '../model/facts.js';
import type { Placed, Resolved } from '../model/resolved.js';
import type { Stage } from '../model/stage.js';
import { restartAction, startAction, type FactsOf } from './plan.js';
import { stopAction } from './stop-action.js';
import { isOn, stopStray, straysOf } from './strays.js';

type Chosen = (instance: Pick<Instance, 'component' | 'host'>) => boolean;

const serviceOf = ({ instance }: Placed, facts: FactsOf): ServiceFacts | undefined =>
  facts.get(instance.host.name)?.services[instance.component];

const running = (facts: FactsOf) => (placed: Placed) => serviceOf(placed, facts)?.state === 'running';
const on = (facts: FactsOf) => (placed: Placed) => isOn(serviceOf(placed, facts));

const instancesOf = (resolved: Resolved, component: ComponentName): readonly Placed[] =>
  resolved.placed.filter(({ instance }) => instance.component === component);

const hostsOf = (placed: readonly Placed[]): readonly HostName[] => placed.map(({ instance }) => instance.host.name);

export function planStart(resolved: Resolved, facts: FactsOf, chosen: Chosen): readonly Stage[] {
  return stages(resolved, (component, placed) => {
    const runs = running(facts);
    const off = placed.filter((one) => chosen(one.instance) && !runs(one));
    const expected = placed.filter((one) => runs(one) || off.includes(one));
    return [
      {
        id: `start:${component}`,
        title: `Start ${component}`,
        actions: off.map(startAction),
        width: 'all',
        after: [{ component, hosts: hostsOf(expected) }],
      },
    ];
  });
}

/**
 * What is off starts first, all of it at once: a member of an ensemble that is started alone waits for the others.
 * @param named components that a person asked for by name: what of them is off is started, as nobody who names it wants it to stay off
 */
export function planRestart(resolved: Resolved, facts: FactsOf, chosen: Chosen, named: readonly string[]): readonly Stage[] {
  const isOff = (placed: Placed): boolean => !on(facts)(placed);
  return stages(resolved, (component, placed) => {
    const asked = placed.filter(({ instance }) => chosen(instance));
    const off = named.includes(component) ? asked.filter(isOff) : [];
    const rolled = asked.filter(on(facts));
    const expected = placed.filter((one) => running(facts)(one) || rolled.includes(one) || off.includes(one));
    return [
      {
        id: `start:${component}`,
        title: `Start ${component}`,
        actions: off.map(startAction),
        width: 'all',
        after: [{ component, hosts: hostsOf(off) }],
      },
      {
        id: `roll:${component}`,
        title: `Restart ${component}, one at a time`,
        actions: rolled.map((one) => restartAction(one, facts)),
        width: 'one',
        after: [{ component, hosts: hostsOf(expected) }],
      },
    ];
  });
}

/** In the reverse order of start. Services that run without a role are stopped, too. */
export function planStop(resolved: Resolved, facts: FactsOf, chosen: Chosen, kill = false): readonly Stage[] {
  const strays = straysOf(resolved, facts).filter(chosen);
  return stages(resolved, (component, placed) => {
    const chosenOnes = placed.filter((one) => chosen(one.instance) && on(facts)(one));
    return [
      {
        id: `stop:${component}`,
        title: `Stop ${component}`,
        actions: [
          ...chosenOnes.map(({ instance, layout }) => stopAction(instance.host.name, layout.service, kill)),
          ...strays.filter((stray) => stray.component === component).map((stray) => stopStray(stray, resolved.cluster, kill)),
        ],
        width: 'all',
        after: [],
      },
    ];
  }).toReversed();
}

/** Of each component, in order of start; those in which nothing is to be done are left out. */
function stages(resolved: Resolved, make: (component: ComponentName, placed: readonly Placed[]) => readonly Stage[]): readonly Stage[] {
  return resolved.components
    .flatMap((component) => make(component, instancesOf(resolved, component)))
    .filter((stage) => stage.actions.length > 0);
}

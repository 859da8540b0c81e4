// Pure: services that run on hosts whose roles do not ask for them. The role was taken away or moved; the process stayed.
import { placesOf } from '../components/places.js';
import type { Action } from '../model/action.js';
import type { Cluster, ComponentName, Host, HostName } from '../model/cluster.js';
import type { Service } from '../model/component.js';
import type { HostFacts, ServiceFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';
import type { GateRef, Stage } from '../model/stage.js';
import { stopAction } from './stop-action.js';

export interface Stray {
  readonly component: ComponentName;
  readonly host: Host;
}

/** The service runs, or its supervisor is about to start it: only a stop ends it. */
export const isOn = (service?: Pick<ServiceFacts, 'state'>): boolean => service?.state === 'running' || service?.state === 'starting';

/** Of the components that `resolved` is about, in order of start. */
export function straysOf({ cluster, components }: Resolved, facts: ReadonlyMap<HostName, HostFacts>): readonly Stray[] {
  return components.flatMap((component) =>
    cluster.hosts
      .filter((host) => !host.roles.includes(component) && isOn(facts.get(host.name)?.services[component]))
      .map((host) => ({ component, host })),
  );
}

export const stopStray = ({ component, host }: Stray, cluster: Cluster, kill = false): Action => {
  const action = stopAction(host.name, serviceOf(component, host, cluster), kill);
  return { ...action, summary: `${action.summary}: no role of this host asks for it` };
};

/** The stage that stops services without a role. @param after gates that must open then */
export const retirement = (
  component: ComponentName,
  strays: readonly Stray[],
  cluster: Cluster,
  after: readonly GateRef[] = [],
): Stage => ({
  id: `retire:${component}`,
  title: `Stop ${component} where no role asks for it`,
  actions: strays.filter((stray) => stray.component === component).map((stray) => stopStray(stray, cluster)),
  width: 'all',
  after,
});

export const strayNote = ({ component, host }: Stray): string =>
  `${component} runs on ${host.name}, and no role of that host asks for it. It is left alone, since it may hold data that nobody else has: ` +
  `give the host the role back, or stop it by "fams-ops stop ${component} --limit ${host.name}" once its data is elsewhere`;

/** Without the role there are no settings and so no layout: as much as a stop needs. */
function serviceOf(component: ComponentName, host: Host, cluster: Cluster): Service {
  const { base, bin, log } = placesOf(cluster, host);
  return {
    component,
    base,
    run: `${bin}/${component}.run`,
    watched: [],
    fingerprint: '',
    logs: [`${log}/${component}.out`],
    stopMs: STOP_MS,
  };
}

/** As long as the slowest component may take. */
const STOP_MS = 180_000;

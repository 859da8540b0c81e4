// Pure: services that run on a host to which the inventory no longer gives their role.
import type { ComponentName, Host, HostName } from '../model/cluster.js';
import type { HostFacts, ServiceFacts } from '../model/facts.js';
import type { Resolved } from '../model/resolved.js';

export interface Departed {
  readonly host: Host;
  readonly component: ComponentName;
  readonly service: ServiceFacts;
}

/** In order of start. A host that left the inventory altogether cannot be asked. */
export function departed(resolved: Resolved, facts: ReadonlyMap<HostName, HostFacts>): readonly Departed[] {
  return resolved.components.flatMap((component) =>
    resolved.cluster.hosts.flatMap((host): readonly Departed[] => {
      const service = facts.get(host.name)?.services[component];
      return service?.state === 'running' && !host.roles.includes(component) ? [{ host, component, service }] : [];
    }),
  );
}

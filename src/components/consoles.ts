// Pure: the web pages that services have for people, and where they answer now.
import type { HostName } from '../model/cluster.js';
import type { HostFacts } from '../model/facts.js';
import type { Placed, Resolved } from '../model/resolved.js';
import { stateOf } from './jobs/state.js';
import { specOf } from './specs.js';

export interface Console {
  /** `Spark master on n1` */
  readonly name: string;
  readonly url: string;
}

/** Of services that run. What writes its state says there where its page is: it may have found its port taken, or have none now. */
export const consolesOf = ({ placed }: Pick<Resolved, 'placed'>, facts: ReadonlyMap<HostName, HostFacts>): readonly Console[] =>
  placed.flatMap((one) => {
    const { component, host } = one.instance;
    const seen = facts.get(host.name);
    if (seen === undefined || (seen.services[component]?.pid ?? null) === null) return [];
    return urlsOf(one, seen).map((url) => ({ name: `${specOf(component).title} on ${host.name}`, url }));
  });

function urlsOf(placed: Placed, facts: HostFacts): readonly string[] {
  const { instance, layout } = placed;
  const pages = layout.ports.filter(({ page = false }) => page);
  if (layout.stateFile === null) return pages.map(({ port }) => `http://${instance.host.address}:${String(port)}`);
  const url = pages.length === 0 ? undefined : stateOf(placed, facts)?.webUrl;
  return url === undefined ? [] : [url];
}

// host.ports-free: does somebody else listen where our services are to listen?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts, Listener } from '../../model/facts.js';
import type { Placed } from '../../model/resolved.js';
import { overlaps } from '../../plan/refusals/listening.js';
import { straysOf } from '../../plan/strays.js';
import { eachHost, machineOf } from './hosts.js';

export const hostPorts = check({
  id: 'host.ports-free',
  title: 'Ports are free or our own',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'A port that a process other than our own service listens on would let the service fail at its start. Whose process it is can be ' +
    'said in full only where it belongs to the user who logs in.',
  judge: ({ facts }, want) => {
    const strays = straysOf(want, facts).flatMap(({ component, host }) => {
      const seen = facts.get(host.name);
      return seen === undefined ? [] : [{ machine: machineOf(seen), pid: seen.services[component]?.pid }];
    });
    return eachHost(facts, want, (host, placed) => {
      // What no role asks for any more makes room before anything is started. Hosts of one machine share its ports.
      const leaves = ({ pid }: Listener): boolean => strays.some((stray) => stray.pid === pid && stray.machine === machineOf(host));
      const taken = placed.flatMap((one) => takenPorts({ ...host, listeners: host.listeners.filter((held) => !leaves(held)) }, one));
      return taken.length > 0 ? taken : [ok(host.host, 0, 'every port is free or held by our own service')];
    });
  },
});

function takenPorts(host: HostFacts, { instance, layout }: Placed): readonly Finding[] {
  // A running service of ours has its ports, or will say so itself.
  if ((host.services[instance.component]?.pid ?? null) !== null) return [];
  return layout.ports.flatMap(({ name, address, port }) => {
    const holder = host.listeners.find((one) => one.port === port && overlaps(one, address, host));
    if (holder === undefined) return [];
    return [
      crit(
        host.host,
        port,
        `port ${String(port)} (${instance.component} ${name}) is taken by ${whose(holder)}`,
        `See with ${holder.user} whose it is. If it is a ${instance.component} made by hand, fams-ops does not take it over; if not, end it the way it was started, or choose another port by ${instance.component}.ports.${name}.`,
      ),
    ];
  });
}

const whose = ({ pid, command, user }: Listener): string =>
  pid === null ? `a process of ${user}` : `${command ?? 'a process'} (pid ${String(pid)}) of ${user}`;

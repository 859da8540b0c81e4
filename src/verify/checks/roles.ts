// host.roles: does something of ours run on a host whose roles do not ask for it?
import { ok, some, warn } from '../../components/findings.js';
import type { Check, Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';

export const hostRoles: Check<'facts'> = {
  id: 'host.roles',
  title: 'Nothing runs without its role',
  needs: ['facts'],
  of: 'hosts',
  slow: false,
  limits: {},
  explain:
    'Each component that runs on a host is among the roles of that host in the inventory. One whose role was taken away or moved goes on ' +
    'until somebody stops it, and a calculator, worker or master of that kind takes cores or work from those that should have it: a ' +
    'warning. "fams-ops launch" stops what belongs to the streaming side; brokers and members of the ensemble are left to you, because ' +
    'they may hold data that nobody else has. A host that was taken out of the inventory is not seen any more: destroy it first.',
  judge: ({ facts }, { cluster }) =>
    cluster.hosts.flatMap((host): readonly Finding[] => {
      const seen = facts.get(host.name);
      if (seen === undefined) return [];
      const strays = running(seen).filter((component) => !host.roles.some((role) => role === component));
      if (strays.length === 0) return [ok(host.name, 0, 'what runs there is among its roles')];
      return strays.map((component) =>
        warn(
          `${host.name}/${component}`,
          'running',
          `runs, and is not among the roles of the host (${some(host.roles, 10)})`,
          `Stop it: "fams-ops stop ${component} --limit ${host.name}"; or give the host the role back.`,
        ),
      );
    }),
};

const running = ({ services }: HostFacts): readonly string[] =>
  Object.entries(services).flatMap(([component, { state }]) => (state === 'running' || state === 'starting' ? [component] : []));

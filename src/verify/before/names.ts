// host.names-known: does every host know every address of the inventory, and take it for the same machine?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { CLUSTER, crit, ok, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import { isLoopback } from './hosts.js';

export const hostNames = check({
  id: 'host.names-known',
  title: 'Every host knows every address',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    'Members and brokers find each other, and clients find the brokers, by the addresses of the inventory. A name that a host does not ' +
    'know is critical (a warning where it has no getent, which asks the name server, too); one that two hosts take for different machines is a warning.',
  judge: ({ facts }, { cluster }) => {
    const hosts = [...facts.values()];
    if (hosts.length === 0) return [];
    const addresses = [...new Set(cluster.hosts.map((host) => host.address))];
    const found = [...hosts.flatMap((host) => unknownNames(host, addresses)), ...addresses.flatMap((one) => disputed(one, hosts))];
    return found.length > 0 ? found : [ok(CLUSTER, addresses.length, `every host knows all ${String(addresses.length)} addresses`)];
  },
});

function unknownNames({ host, names, resolver }: HostFacts, addresses: readonly string[]): readonly Finding[] {
  const unknown = addresses.filter((address) => (names[address] ?? []).length === 0);
  if (unknown.length === 0) return [];
  if (!resolver)
    return [
      warn(
        host,
        unknown.length,
        `has no ${unknown.join(', ')} in /etc/hosts, and no command that asks its name server`,
        `Install getent on ${host} to be sure, or write ${unknown.length === 1 ? 'it' : 'them'} into /etc/hosts there.`,
      ),
    ];
  return [
    crit(
      host,
      unknown.length,
      `does not know ${unknown.join(', ')}`,
      `Write ${unknown.length === 1 ? 'it' : 'them'} into /etc/hosts on ${host} or into the name server, or name IP addresses in the inventory.`,
    ),
  ];
}

/** IPv4 only: the JVMs are told to use nothing else. What is a loopback address is host.loopback's. */
function disputed(address: string, hosts: readonly HostFacts[]): readonly Finding[] {
  const opinions = new Map<string, string[]>();
  for (const { host, names } of hosts) {
    const known = (names[address] ?? []).filter((one) => !one.includes(':') && !isLoopback(one)).toSorted();
    if (known.length > 0) opinions.set(known.join(' '), [...(opinions.get(known.join(' ')) ?? []), host]);
  }
  if (opinions.size < 2) return [];
  const each = [...opinions].map(([known, who]) => `${known} on ${who.join(', ')}`).join('; ');
  return [
    warn(
      CLUSTER,
      opinions.size,
      `${address} is not the same machine everywhere: ${each}`,
      `See /etc/hosts on these hosts ("fams-ops exec -- getent hosts ${address}"), and make them agree.`,
    ),
  ];
}

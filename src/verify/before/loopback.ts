// host.loopback: does a host take the address of a member for a loopback one?
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import { crit, ok } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { Resolved } from '../../model/resolved.js';
import { isLoopback } from './hosts.js';

export const hostLoopback = check({
  id: 'host.loopback',
  title: 'No member is taken for this machine itself',
  phase: 'before',
  needs: { facts },
  limits: {},
  explain:
    "Debian and its children write the machine's own name into /etc/hosts as 127.0.1.1. A member whose address is that name listens on " +
    'the loopback interface, where no other one reaches it: the ensemble forms no quorum, and brokers are alone.',
  judge: ({ facts }, want) =>
    [...facts.values()].flatMap((host) => {
      const found = trapped(host, want);
      return found.length > 0 ? found : [ok(host.host, 0, 'takes no member for itself')];
    }),
});

function trapped(host: HostFacts, { cluster }: Resolved): readonly Finding[] {
  return cluster.hosts.flatMap(({ address, connection }) => {
    const loopback = (host.names[address] ?? []).filter(isLoopback);
    if (connection === 'local' || isLoopback(address) || loopback.length === 0) return [];
    return [
      crit(
        host.host,
        loopback.join(' '),
        `takes ${address} for ${loopback.join(', ')}: the others cannot reach it there`,
        `Take ${address} off that line in /etc/hosts on ${host.host} and write the address that the others use, or name the IP address in the inventory.`,
      ),
    ];
  });
}

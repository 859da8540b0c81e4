// host.names: do the names of the inventory mean the right hosts, everywhere?
import { isIP } from 'node:net';
import { CLUSTER, count, crit, ok, some, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { Host } from '../../model/cluster.js';
import type { HostFacts } from '../../model/facts.js';

export const hostNames = check({
  id: 'host.names',
  title: 'Names lead to the hosts',
  phase: 'running',
  needs: { facts },
  limits: {},
  explain:
    'Where the inventory has names instead of addresses, each host is asked what they mean to it. A host whose own name is 127.x ' +
    'there (a line that installers write into /etc/hosts) listens where no other host reaches it: critical. A name that is unknown, ' +
    'or that means 127.x for another host, is a warning; what it costs is said by host.peers.',
  judge: ({ facts }, { cluster }) => {
    const names = cluster.hosts.filter(({ address }) => !isAddress(address));
    if (names.length === 0) return facts.size === 0 ? [] : [ok(CLUSTER, 0, 'the inventory has addresses, no names')];
    return cluster.hosts.flatMap(({ name }) => {
      const host = facts.get(name);
      return host === undefined ? [] : [judgeHost(host, names, cluster.hosts.length)];
    });
  },
});

const isAddress = (text: string): boolean => isIP(text) !== 0;
const isLoopback = (address: string): boolean => address.startsWith('127.') || address === '::1';

function judgeHost(host: HostFacts, named: readonly Host[], hosts: number): Finding {
  const found = named.map(({ name, address }) => ({ own: name === host.host, address, means: host.names[address] ?? [] }));
  const looped = found.filter(({ means }) => means.some(isLoopback));
  const fix = `Correct /etc/hosts on ${host.host} or the name server, or use addresses in the inventory; see "getent ahosts NAME" there.`;
  const own = looped.find((one) => one.own);
  if (own !== undefined && hosts > 1)
    return crit(
      host.host,
      own.means.join(' '),
      `its own name ${own.address} is ${own.means.join(', ')} there, where no other host reaches it`,
      fix,
    );
  const others = looped.filter((one) => !one.own).map(({ address }) => address);
  if (others.length > 0) return warn(host.host, others.length, `takes itself for ${some(others)}`, fix);
  const unknown = found.filter(({ means }) => means.length === 0).map(({ address }) => address);
  if (unknown.length > 0) return warn(host.host, unknown.length, `does not know ${some(unknown)}`, fix);
  return ok(host.host, found.length, `knows ${count(found.length, 'name')}`);
}

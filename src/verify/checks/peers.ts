// host.peers: do the hosts reach each other where they must?
import { count, crit, ok } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';
import type { PeerDial } from '../../model/observed.js';
import { reachability } from '../sources.js';

export const hostPeers = check({
  id: 'host.peers',
  title: 'Hosts reach each other',
  phase: 'running',
  needs: { reachability, facts },
  limits: {},
  explain:
    'Each host connects to the ports of every other one, as members and brokers do among themselves; what we reach through ssh says ' +
    'nothing of that. No answer, or no way, is critical and names the pair: replicas do not follow, members do not elect. A ' +
    'connection that is refused is fine where nothing runs (host.service says that), and critical where the other host says that it ' +
    "listens. The port of ZooKeeper's followers is left out: only the leader has one, and zookeeper.synced says who gets through.",
  judge: ({ reachability, facts }, { cluster }) =>
    cluster.hosts.flatMap(({ name }) => {
      const dials = reachability.get(name);
      return dials === undefined ? [] : judgeHost(name, dials, facts);
    }),
});

function judgeHost(from: string, dials: readonly PeerDial[], facts: ReadonlyMap<string, HostFacts>): readonly Finding[] {
  const bad = dials.filter((one) => one.outcome === 'unreachable' || (one.outcome === 'refused' && listens(one, facts.get(one.to))));
  const pairs = [...new Set(bad.map(({ to }) => to))].map((to) =>
    judgePair(
      from,
      to,
      bad.filter((one) => one.to === to),
    ),
  );
  if (pairs.length > 0) return pairs;
  const reached = dials.filter(({ outcome }) => outcome === 'connected').length;
  return [
    ok(from, reached, dials.length === 0 ? 'there is no other host to reach' : `reaches ${count(reached, 'port')} of the other hosts`),
  ];
}

function judgePair(from: string, to: string, bad: readonly PeerDial[]): Finding {
  const ports = bad.map(({ component, name, port }) => `${String(port)} (${component} ${name})`).join(', ');
  const { address = to, port = 0, reason = '' } = bad[0] ?? {};
  const why = bad.some(({ outcome }) => outcome === 'refused') ? `${reason}, though it listens there` : reason;
  return crit(
    from,
    bad.length,
    `does not reach ${to} at ${address}: port ${ports}: ${why}`,
    `Try it on ${from}: "nc -vz ${address} ${String(port)}". Let firewalls between the hosts pass these ports, and see that ${to} listens on ${address}: "ss -lnt" there.`,
  );
}

/** Whether the other host itself says that its service runs and listens on this port, at whatever address. */
const listens = ({ component, port }: PeerDial, other: HostFacts | undefined): boolean =>
  other?.listeners.some((one) => one.port === port && one.pid !== null && one.pid === other.services[component]?.pid) ?? false;

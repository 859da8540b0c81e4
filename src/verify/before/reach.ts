// host.reach: do the hosts reach each other on the ports of the cluster?
//
// Each host itself connects to every port of every other one, through its SSH session, so that no tool is needed there. Where nothing
// listens yet the other machine answers with a refusal, which proves the way there and back as well as a listener would. Listeners of our
// own are not started for that: no POSIX tool can listen, and sshd binds remote forwardings to the loopback interface alone.
import { check } from '../../evidence/check.js';
import { dials } from './sources.js';
import { crit, ok, some, warn } from '../../components/findings.js';
import type { Finding } from '../../model/check.js';
import type { HostName } from '../../model/cluster.js';
import type { DialSeen } from './host-limits.js';

export const hostReach = check({
  id: 'host.reach',
  title: 'Hosts reach each other',
  phase: 'before',
  needs: { dials },
  limits: {},
  explain:
    'Each host connects to the ports of every other host. A connection or a refusal proves that packets go both ways; silence or no route ' +
    'is critical: a firewall, or a wrong address. A firewall that answers with a TCP reset instead of dropping packets looks like a ' +
    'refusal; verify sees what that does once the services run.',
  judge: ({ dials }, { cluster }) =>
    [...dials].flatMap(([host, tried]) => {
      const others = cluster.hosts.map(({ name }) => name).filter((name) => name !== host);
      return judgeHost(host, tried, others);
    }),
});

const BAD: readonly DialSeen['outcome'][] = ['silent', 'unreachable', 'failed'];

function judgeHost(host: HostName, tried: readonly DialSeen[], others: readonly HostName[]): readonly Finding[] {
  if (others.length === 0) return [ok(host, 0, 'there is no other host')];
  const found = others.flatMap((to) => {
    const dials = tried.filter((dial) => dial.to === to);
    return [...cutOff(host, to, dials), ...untriedPorts(host, to, dials)];
  });
  if (found.length > 0) return found;
  const reached = others.filter((to) => tried.some((dial) => dial.to === to));
  const untried = others.filter((to) => !reached.includes(to));
  const answered = tried.filter(({ to }) => to !== host);
  const open = answered.filter(({ outcome }) => outcome === 'connected').length;
  const rest = untried.length === 0 ? '' : `; ${some(untried)} could not be tried`;
  const ports = `${String(answered.length)} ports (${String(open)} in use)`;
  return [ok(host, answered.length, `${reached.length === 0 ? 'tried nobody' : `reaches ${some(reached)} on ${ports}`}${rest}`)];
}

function cutOff(host: HostName, to: HostName, dials: readonly DialSeen[]): readonly Finding[] {
  const bad = dials.filter(({ outcome }) => BAD.includes(outcome));
  const [first] = bad;
  if (first === undefined) return [];
  const ports = bad.map(({ port }) => String(port)).join(', ');
  const fix =
    bad.length === dials.length
      ? `See whether ${host} and ${to} have a route to each other ("ping" on ${host}), and whether a firewall on either drops their packets.`
      : `Let ${host} through to ${to} on ${bad.length === 1 ? 'this port' : 'these ports'}: a firewall on ${to} or between them lets others through.`;
  return [crit(host, bad.length, `does not reach ${to} on ${ports}: ${first.saw}`, fix)];
}

function untriedPorts(host: HostName, to: HostName, dials: readonly DialSeen[]): readonly Finding[] {
  const unnamed = dials.find(({ outcome }) => outcome === 'unnamed');
  const forbidden = dials.filter(({ outcome }) => outcome === 'forbidden');
  const [shut] = forbidden;
  if (unnamed !== undefined)
    return [warn(host, null, `did not try ${to}: ${unnamed.saw}`, `Put host.names-known and host.loopback of ${host} right first.`)];
  if (shut === undefined) return [];
  const ports = forbidden.map(({ port }) => String(port)).join(', ');
  return [
    warn(
      host,
      forbidden.length,
      `could not try ${to} on ${ports}: its SSH server does not connect us to them (${shut.saw})`,
      `See host.forwarding of ${host}; verify says whether the services reach each other.`,
    ),
  ];
}

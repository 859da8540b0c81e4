// host.clock: how far apart are the clocks of the hosts, as closely as that can be measured from here?
import { CLUSTER, crit, ok, warn } from '../../components/findings.js';
import type { Check } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';

export const hostClock: Check<'facts'> = {
  id: 'host.clock',
  title: 'Clocks agree',
  needs: ['facts'],
  of: 'hosts',
  slow: false,
  limits: { warnMs: 500, critMs: 5000 },
  explain:
    'The clocks of all hosts are compared with ours in one pass; half of each round trip is the error of that, and is taken off before ' +
    'judging. Clocks that disagree make logs unreadable, retention wrong and the day of a daily list begin at different times.',
  judge: ({ facts }, { cluster }, _placed, limits) => {
    const hosts = [...facts.values()];
    if (hosts.length < 2) return cluster.hosts.length < 2 ? [ok(CLUSTER, 0, 'one host, one clock')] : [];
    const pairs = hosts.flatMap((one, i) => hosts.slice(i + 1).map((other) => distance(one, other)));
    const far = most(pairs, surely);
    const fix = `Let both synchronise their clocks, by chrony or systemd-timesyncd: see "timedatectl" on ${far.pair}.`;
    if (surely(far) > (limits['critMs'] ?? 0)) return [crit(CLUSTER, far.apart, describe(far), fix)];
    if (surely(far) > (limits['warnMs'] ?? 0)) return [warn(CLUSTER, far.apart, describe(far), fix)];
    const vague = most(pairs, ({ error }) => error);
    // An error this large would hide a critical difference.
    if (vague.error > (limits['critMs'] ?? 0))
      return [warn(CLUSTER, vague.apart, `${describe(vague)}: too slow a link to measure it`, 'Run it again when the link is quiet.')];
    return [ok(CLUSTER, far.apart, describe(far))];
  },
};

interface Distance {
  readonly apart: number;
  readonly error: number;
  readonly pair: string;
}

const surely = ({ apart, error }: Distance): number => apart - error;

const most = (pairs: readonly Distance[], by: (one: Distance) => number): Distance =>
  pairs.reduce((best, one) => (by(one) > by(best) ? one : best));

const describe = ({ pair, apart, error }: Distance): string => `${pair} are ${String(apart)} ms apart (± ${String(error)} ms)`;

function distance(a: HostFacts, b: HostFacts): Distance {
  const offset = (host: HostFacts): number => host.clockMs - host.operatorClockMs;
  return {
    apart: Math.round(Math.abs(offset(a) - offset(b))),
    error: Math.round(a.clockErrorMs + b.clockErrorMs),
    pair: `${a.host} and ${b.host}`,
  };
}

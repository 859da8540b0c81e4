// host.clock: whose clock is not that of the others, as closely as that can be measured from here?
import { CLUSTER, ok, some, unknown, warn } from '../../components/findings.js';
import { check } from '../../evidence/check.js';
import { facts } from '../../evidence/sources.js';
import type { Finding } from '../../model/check.js';
import type { HostFacts } from '../../model/facts.js';

export const hostClock = check({
  id: 'host.clock',
  title: 'Clocks agree',
  phase: 'any',
  needs: { facts },
  limits: { warnMs: 500, unknownMs: 5000 },
  explain:
    'The clocks of all hosts and that of this machine are compared in one pass; half of each round trip is the error of that, and is ' +
    'taken off before judging. What most of them agree on counts as right, and a host, or this machine, that is more than warnMs from ' +
    'it is a warning. Clocks that disagree make logs unreadable, retention wrong and the day of a daily list begin at different times; ' +
    'clients are served all the same. Where the error is more than unknownMs, the link is too slow to tell.',
  judge: ({ facts }, { cluster }, _placed, limits) => {
    const hosts = [...facts.values()].map(clockOf);
    if (hosts.length < 2) return cluster.hosts.length < 2 ? [ok(CLUSTER, 0, 'one host, one clock')] : [];
    const clocks = [...hosts, OURS];
    const agreed = largestAgreement(clocks, limits.warnMs);
    const odd = clocks.filter((clock) => !agreed.includes(clock));
    if (odd.length > 0) return agreed.length > odd.length ? odd.map((clock) => judgeOdd(clock, agreed)) : [undecided(clocks)];
    const vague = hosts.reduce((worst, clock) => (clock.errorMs > worst.errorMs ? clock : worst));
    if (vague.errorMs > limits.unknownMs)
      return [
        unknown(
          CLUSTER,
          `the clock of ${vague.name} is measured to ± ${ms(vague.errorMs)} only: the link is too slow`,
          'Run it again when the link is quiet.',
        ),
      ];
    const apart = spread(hosts);
    return [ok(CLUSTER, Math.round(apart), `all within ${ms(apart)} (± ${ms(vague.errorMs)})`)];
  },
});

interface Clock {
  readonly name: string;
  /** Against that of this machine. */
  readonly aheadMs: number;
  readonly errorMs: number;
}

const OURS: Clock = { name: 'this machine', aheadMs: 0, errorMs: 0 };

const clockOf = ({ host, clockMs, operatorClockMs, clockErrorMs }: HostFacts): Clock => ({
  name: host,
  aheadMs: clockMs - operatorClockMs,
  errorMs: clockErrorMs,
});

/** The clocks that agree with one of them; of several such groups the largest, and of these the closest. */
function largestAgreement(clocks: readonly Clock[], withinMs: number): readonly Clock[] {
  const agree = (a: Clock, b: Clock): boolean => Math.abs(a.aheadMs - b.aheadMs) - a.errorMs - b.errorMs <= withinMs;
  const groups = clocks.map((clock) => clocks.filter((other) => agree(clock, other)));
  return groups.reduce((best, group) => {
    const closer = group.length === best.length && spread(group) < spread(best);
    return group.length > best.length || closer ? group : best;
  });
}

function spread(clocks: readonly Clock[]): number {
  const all = clocks.map(({ aheadMs }) => aheadMs);
  return Math.max(...all) - Math.min(...all);
}

function judgeOdd(clock: Clock, agreed: readonly Clock[]): Finding {
  const right = median(agreed.map(({ aheadMs }) => aheadMs));
  const off = clock.aheadMs - right;
  const error = clock.errorMs + Math.max(...agreed.map(({ errorMs }) => errorMs));
  const how = `${ms(Math.abs(off))} ${off < 0 ? 'behind' : 'ahead of'} ${some(agreed.map(({ name }) => name))} (± ${ms(error)})`;
  const value = Math.round(Math.abs(off));
  if (clock === OURS)
    return warn(
      CLUSTER,
      value,
      `the clock of this machine is ${how}; those of the hosts agree`,
      'Let this machine synchronise its clock: see "timedatectl" here. The cluster is not concerned.',
    );
  const fix = `Let ${clock.name} synchronise its clock, by chrony or systemd-timesyncd: see "timedatectl" there.`;
  return warn(clock.name, value, `the clock of ${clock.name} is ${how}`, fix);
}

/** Half of them against the other half, or each against all. */
function undecided(clocks: readonly Clock[]): Finding {
  const each = clocks
    .filter((clock) => clock !== OURS)
    .map(({ name, aheadMs }) => `${name} ${aheadMs < 0 ? '-' : '+'}${ms(Math.abs(aheadMs))}`);
  return warn(
    CLUSTER,
    Math.round(spread(clocks)),
    `clocks disagree, and no majority says which is right; against this machine: ${some(each, 10)}`,
    'Let all of them, and this machine, synchronise their clocks, by chrony or systemd-timesyncd: see "timedatectl".',
  );
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

const ms = (number: number): string => `${String(Math.round(number))} ms`;

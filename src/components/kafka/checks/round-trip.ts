// kafka.round-trip: does a client get out of every broker what it puts in?
import { blaming, CLUSTER, count, crit, ok, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import { reach } from '../../../evidence/sources.js';
import type { Finding } from '../../../model/check.js';
import type { ProbedPartition } from '../../../model/observed.js';
import { probe } from '../sources.js';

export const kafkaRoundTrip = check({
  id: 'kafka.round-trip',
  title: 'A message goes through every partition',
  phase: 'running',
  needs: { reach, probe },
  of: 'kafka',
  settles: true,
  limits: { warnMs: 2000 },
  explain:
    "One message is sent to each partition of the probe topic with acks=-1 and fetched back, over Kafka's own protocol; the topic has " +
    'a partition for each broker, so that each leads one. A partition where that fails is critical: whoever uses its leader is not ' +
    'served. One whose leader is on a host that we cannot reach is unknown, other clients may well reach it; so is ' +
    'everything where the topic does not exist. A round trip of more than ' +
    'warnMs is a warning. No other topic is written or read, nothing is committed, and the messages are gone after ten minutes.',
  judge: ({ reach, probe: { topic, partitions } }, _want, placed, limits) => {
    if (partitions === null)
      return [
        unknown(
          topic,
          'does not exist, so nothing could be sent',
          'Where fams-ops made the cluster, "fams-ops provision" makes it. To another cluster it adds nothing; the console round trip can use a topic of yours: "fams-ops verify --topic NAME".',
        ),
      ];
    const hostOf = (leader: number): string | undefined => placed.find(({ instance }) => instance.id === leader)?.instance.host.name;
    const lost = partitions.flatMap((one) => {
      if (one.ok) return [];
      const host = hostOf(one.leader);
      if (one.blind === true) return [untried(topic, one)];
      return [host === undefined || reach.has(host) ? judgeLoss(topic, one) : unseen(topic, one, host)];
    });
    const times = partitions.flatMap((one) => (one.ok ? [one.ms] : [])).toSorted((a, b) => a - b);
    const slowest = times.at(-1);
    if (slowest === undefined) return lost;
    const value = Math.round(slowest);
    const message = `${count(times.length, 'message')} went through ${topic}: ${shares(times)}`;
    const fix = 'See kafka.isr, host.memory and what the disks do ("iostat -x 1 5"): acks=-1 waits for the slowest replica in sync.';
    return [...lost, slowest > limits.warnMs ? warn(CLUSTER, value, message, fix) : ok(CLUSTER, value, message)];
  },
});

type Lost = Extract<ProbedPartition, { ok: false }>;

const unseen = (topic: string, { partition, leader }: Lost, host: string): Finding =>
  blaming(
    [host],
    unknown(
      `${topic}/${String(partition)}`,
      `broker ${String(leader)} leads it, and its host ${host} cannot be reached from here`,
      'See host.ssh; kafka.leader and kafka.isr say what ZooKeeper knows of it.',
    ),
  );

/** The way was shut, not the broker. */
const untried = (topic: string, { partition, leader, reason }: Lost): Finding =>
  unknown(
    `${topic}/${String(partition)}`,
    `no connection to broker ${String(leader)}, which leads it, could be tried: ${reason}`,
    'See whether the SSH server of its host lets connections be forwarded (AllowTcpForwarding), and run it again.',
  );

function judgeLoss(topic: string, { partition, leader, reason }: Lost): Finding {
  const led = leader < 0 ? 'nobody leads it' : `broker ${String(leader)} leads it`;
  const fix =
    leader < 0
      ? 'See kafka.leader; "fams-ops start kafka".'
      : `See kafka.metadata for broker ${String(leader)} and "fams-ops logs kafka"; restart it with "fams-ops restart kafka --limit HOST".`;
  return crit(`${topic}/${String(partition)}`, leader, `no message goes through, ${led}: ${reason}`, fix);
}

/** `p50 8 ms, p99 12 ms, at most 12 ms`, of times in ascending order. */
function shares(times: readonly number[]): string {
  const at = (share: number): string =>
    `${String(Math.round(times[Math.min(times.length - 1, Math.ceil(share * times.length) - 1)] ?? 0))} ms`;
  return `p50 ${at(0.5)}, p99 ${at(0.99)}, at most ${at(1)}`;
}

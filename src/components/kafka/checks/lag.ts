// kafka.lag: do consumers read what is written?
import { CLUSTER, count, crit, ok, some, unknown, warn } from '../../findings.js';
import { check } from '../../../evidence/check.js';
import type { Finding } from '../../../model/check.js';
import type { ConsumerGroup, GroupPartition } from '../../../model/observed.js';
import { groups } from '../sources.js';

export const kafkaLag = check({
  id: 'kafka.lag',
  title: 'Consumer groups keep up',
  phase: 'running',
  needs: { groups },
  of: 'kafka',
  limits: { warnRecords: 100_000 },
  explain:
    'Groups that keep their offsets in ZooKeeper, as consumers of 0.8 do: how far the committed offset of each partition is behind ' +
    'its end. It is a warning when records wait in a partition that no consumer has claimed, or when a group is more than warnRecords ' +
    'behind in one topic. Offsets older than the oldest record are critical while consumers are alive: retention has removed what ' +
    'they have not read. Consumers commit once a minute by default, so a little lag is normal. Groups named console-consumer-NUMBER ' +
    'are left out, and groups that keep their offsets in Kafka cannot be listed in 0.8.2.1.',
  judge: ({ groups }, _want, _placed, limits) => {
    const watched = groups.filter(({ name, partitions }) => !PASSING.test(name) && partitions.length > 0);
    const findings = watched.flatMap((group) => topicsOf(group).map((partitions) => judgeTopic(group, partitions, limits.warnRecords)));
    return findings.length > 0 ? findings : [ok(CLUSTER, 0, 'no group keeps offsets in ZooKeeper')];
  },
});

/** The console consumer makes one for each run, and leaves it behind when it is killed. */
const PASSING = /^console-consumer-\d+$/;

const topicsOf = ({ partitions }: ConsumerGroup): readonly (readonly GroupPartition[])[] =>
  [...new Set(partitions.map(({ topic }) => topic))].map((name) => partitions.filter(({ topic }) => topic === name));

const names = (partitions: readonly GroupPartition[]): string => some(partitions.map(({ partition }) => String(partition)));

function judgeTopic({ name, consumers }: ConsumerGroup, partitions: readonly GroupPartition[], limit: number): Finding {
  const topic = partitions[0]?.topic ?? '';
  const target = `${name}/${topic}`;
  const alive = consumers.length > 0;
  const leave = `if the group is no longer used: "bin/zookeeper-shell.sh HOST:2181 rmr /consumers/${name}" (with the chroot before it)`;
  const lost = partitions.filter(({ committed, earliest }) => earliest !== null && committed < earliest);
  const lag = (one: GroupPartition): number => Math.max(0, (one.latest ?? one.committed) - Math.max(one.committed, one.earliest ?? 0));
  const total = partitions.reduce((sum, one) => sum + lag(one), 0);
  if (lost.length > 0) {
    const message = `records were removed before the group had read them, in ${count(lost.length, 'partition')} (${names(lost)})`;
    return alive
      ? crit(target, total, message, `Raise retention.ms or retention.bytes of ${topic} in the inventory, and let the consumers catch up.`)
      : warn(target, total, `${message}; no consumer is alive`, `Start the consumers of ${name}; ${leave}.`);
  }
  const blind = partitions.find(({ earliest, latest }) => earliest === null || latest === null);
  if (blind !== undefined)
    return unknown(
      target,
      `the end of ${topic}/${String(blind.partition)} is not known: ${blind.reason}`,
      'See kafka.leader and kafka.metadata.',
    );
  const unclaimed = partitions.filter((one) => one.owner === null && lag(one) > 0);
  if (unclaimed.length > 0) {
    const who = alive ? 'no consumer has claimed' : 'no consumer is alive, nobody reads';
    const message = `${who} ${count(unclaimed.length, 'partition')} (${names(unclaimed)}) with ${count(total, 'record')} waiting`;
    return warn(
      target,
      total,
      message,
      `Start the consumers of ${name}, or look again in a minute while they share the partitions anew; ${leave}.`,
    );
  }
  const message = `${count(total, 'record')} behind`;
  if (total <= limit) return ok(target, total, message);
  return warn(
    target,
    total,
    message,
    `See whether it falls: run this again in a minute. If not, start more consumers of ${name}, up to ${String(partitions.length)}.`,
  );
}

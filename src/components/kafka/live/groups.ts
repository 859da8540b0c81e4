// Consumer groups as they are now: what they have committed in ZooKeeper, against what the leaders have.
import type { Live } from '../../../model/live.js';
import type { ConsumerGroup, GroupPartition, Registry } from '../../../model/observed.js';
import type { Resolved } from '../../../model/resolved.js';
import { readConsumerGroups, type CommittedGroup } from '../../../wire/consumer-groups.js';
import { kafkaErrorName } from '../../../wire/kafka/error-names.js';
import { partitionOffsets } from '../../../wire/kafka/queries.js';
import { withZooKeeper } from '../../../wire/zookeeper/with-zookeeper.js';
import { instancesOf } from '../../instances.js';
import { KAFKA, placeOf } from '../broker-place.js';
import { ensembleEndpoints } from './registry.js';

type Ends = Pick<GroupPartition, 'earliest' | 'latest' | 'reason'>;

/** Throws when no member of the ensemble serves in time; a leader that does not answer is a reason with its partitions. */
export async function readGroups(
  resolved: Resolved,
  live: Live,
  registry: Registry,
  deadlineMs: number,
): Promise<readonly ConsumerGroup[]> {
  const groups = await withZooKeeper(ensembleEndpoints(resolved, live, deadlineMs), { deadlineMs, signal: live.signal }, (client) =>
    readConsumerGroups(client, resolved.cluster.chroot),
  );
  const ends = await readEnds(groups, { resolved, live, registry, deadlineMs });
  const places = new Set(
    registry.topics.flatMap(({ name, partitions }) => partitions.map(({ partition }) => placeIn({ topic: name, partition }))),
  );
  return groups.map((group) => ({
    ...group,
    // A topic that is gone leaves offsets behind.
    partitions: group.partitions
      .filter((one) => places.has(placeIn(one)))
      .map((one) => ({ ...one, ...(ends.get(placeIn(one)) ?? unknownEnds('it has no leader')) })),
  }));
}

const placeIn = ({ topic, partition }: Pick<GroupPartition, 'topic' | 'partition'>): string => `${topic}/${String(partition)}`;
const unknownEnds = (reason: string): Ends => ({ earliest: null, latest: null, reason });

interface Where {
  readonly resolved: Resolved;
  readonly live: Live;
  readonly registry: Registry;
  readonly deadlineMs: number;
}

/** Asks each leader once for each topic that any group reads. */
async function readEnds(groups: readonly CommittedGroup[], where: Where): Promise<ReadonlyMap<string, Ends>> {
  const read = new Set(groups.flatMap(({ partitions }) => partitions.map(placeIn)));
  const asked = where.registry.topics.flatMap(({ name, partitions }) => {
    const wanted = partitions.filter(({ partition, leader }) => leader >= 0 && read.has(placeIn({ topic: name, partition })));
    const leaders = [...new Set(wanted.map(({ leader }) => leader))];
    return leaders.map((leader) => ({
      leader,
      topic: name,
      partitions: wanted.filter((one) => one.leader === leader).map(({ partition }) => partition),
    }));
  });
  return new Map((await Promise.all(asked.map((one) => askLeader(one, where)))).flat());
}

interface Question {
  readonly leader: number;
  readonly topic: string;
  readonly partitions: readonly number[];
}

async function askLeader({ leader, topic, partitions }: Question, where: Where): Promise<readonly (readonly [string, Ends])[]> {
  const { resolved, live, deadlineMs } = where;
  const all = (ends: (partition: number) => Ends): readonly (readonly [string, Ends])[] =>
    partitions.map((partition) => [placeIn({ topic, partition }), ends(partition)]);
  const instance = instancesOf(resolved, KAFKA).find(({ id }) => id === leader);
  if (instance === undefined) return all(() => unknownEnds(`its leader, broker ${String(leader)}, is not in the inventory`));
  const host = instance.host.name;
  const dial = () => live.dial(host, placeOf(instance).port, deadlineMs);
  try {
    const [earliest, latest] = await Promise.all(
      (['earliest', 'latest'] as const).map((end) =>
        partitionOffsets(dial, topic, partitions, end, { host, deadlineMs, signal: live.signal }),
      ),
    );
    return all((partition) => {
      const first = earliest?.find((one) => one.partition === partition);
      const next = latest?.find((one) => one.partition === partition);
      const error = [first, next].find((one) => one !== undefined && one.error !== 0)?.error ?? 0;
      const reason = error === 0 ? '' : `its leader answered ${kafkaErrorName(error)}`;
      return { earliest: first?.offset ?? null, latest: next?.offset ?? null, reason };
    });
  } catch (error) {
    return all(() => unknownEnds(error instanceof Error ? error.message : String(error)));
  }
}

// What consumers of Kafka 0.8 keep in ZooKeeper: how far each group has read, and who reads now.
import type { ConsumerGroup, GroupPartition } from '../model/observed.js';
import { ZNodes } from './znodes.js';
import type { ZooKeeperClient } from './zookeeper/client.js';

/** What ZooKeeper knows of a partition; where it begins and ends is known to its leader alone. */
export type CommittedPartition = Pick<GroupPartition, 'topic' | 'partition' | 'owner' | 'committed'>;
export type CommittedGroup = Omit<ConsumerGroup, 'partitions'> & { readonly partitions: readonly CommittedPartition[] };

/** `chroot` is empty or `/name`. What is not the number of an offset was written by something else and is left out. Throws WIRE_FAILED. */
export async function readConsumerGroups(client: ZooKeeperClient, chroot: string): Promise<readonly CommittedGroup[]> {
  const nodes = new ZNodes(client, `${chroot}/consumers`);
  const names = await nodes.names('');
  return Promise.all(
    names.map(async (name): Promise<CommittedGroup> => {
      const [consumers, topics] = await Promise.all([nodes.names(`/${name}/ids`), nodes.names(`/${name}/offsets`)]);
      const partitions = await Promise.all(topics.map((topic) => readTopic(nodes, name, topic)));
      return { name, consumers, partitions: partitions.flat() };
    }),
  );
}

async function readTopic(nodes: ZNodes, group: string, topic: string): Promise<readonly CommittedPartition[]> {
  const numbers = (await nodes.names(`/${group}/offsets/${topic}`)).filter((name) => /^\d+$/.test(name));
  const partitions = await Promise.all(
    numbers.map(async (partition) => {
      const [committed, owner] = await Promise.all([
        nodes.value(`/${group}/offsets/${topic}/${partition}`, parseOffset),
        nodes.value(`/${group}/owners/${topic}/${partition}`, String),
      ]);
      return { topic, partition: Number(partition), owner, committed };
    }),
  );
  return partitions
    .flatMap(({ committed, ...one }) => (committed === null ? [] : [{ ...one, committed }]))
    .sort((a, b) => a.partition - b.partition);
}

/** Null for what is no offset. */
const parseOffset = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);

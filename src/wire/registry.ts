// What Kafka keeps in ZooKeeper, read through one session. All requests of a level are under way together: a cluster of
// thousands of partitions takes a few round trips, not one each.
import type { PartitionState, RegisteredBroker, Registry, TopicState } from '../model/observed.js';
import { parseAssignment, parseBroker, parseController, parsePartitionList, parseState, parseTopicConfig } from './registry-values.js';
import { ZNodes } from './znodes.js';
import type { ZooKeeperClient } from './zookeeper/client.js';

/**
 * `chroot` is empty or `/name`. Nodes that a fresh ensemble does not have yet mean empty. What is created or deleted
 * meanwhile may be in it or not. Throws WIRE_FAILED for a lost connection and for a node that cannot be understood.
 */
export async function readRegistry(client: ZooKeeperClient, chroot: string): Promise<Registry> {
  const nodes = new ZNodes(client, chroot);
  const [brokers, controller, controllerEpoch, topics, deleting, reassigning, electing] = await Promise.all([
    readBrokers(nodes),
    nodes.value('/controller', parseController),
    nodes.value('/controller_epoch', parseEpoch),
    readTopics(nodes),
    nodes.names('/admin/delete_topics'),
    nodes.value('/admin/reassign_partitions', parsePartitionList),
    nodes.value('/admin/preferred_replica_election', parsePartitionList),
  ]);
  return { brokers, controller, controllerEpoch, topics, deleting, reassigning: reassigning ?? [], electing: electing ?? [] };
}

async function readBrokers(nodes: ZNodes): Promise<readonly RegisteredBroker[]> {
  const ids = await nodes.names('/brokers/ids');
  const brokers = await Promise.all(ids.map((id) => nodes.value(`/brokers/ids/${id}`, (json) => parseBroker(Number(id), json))));
  return brokers.filter((one) => one !== null).sort((a, b) => a.id - b.id);
}

async function readTopics(nodes: ZNodes): Promise<readonly TopicState[]> {
  const names = await nodes.names('/brokers/topics');
  const topics = await Promise.all(names.map((name) => readTopic(nodes, name)));
  return topics.filter((one) => one !== null);
}

/** Null for a topic that went while it was read. */
async function readTopic(nodes: ZNodes, name: string): Promise<TopicState | null> {
  const [assignment, config] = await Promise.all([
    nodes.value(`/brokers/topics/${name}`, parseAssignment),
    nodes.value(`/config/topics/${name}`, parseTopicConfig),
  ]);
  if (assignment === null) return null;
  const partitions = await Promise.all(
    assignment.map(async ({ partition, replicas }): Promise<PartitionState> => {
      const state = await nodes.value(`/brokers/topics/${name}/partitions/${partition}/state`, parseState);
      // Between its creation and its first election a partition has no state: no leader.
      return { partition, replicas, leader: state?.leader ?? -1, isr: state?.isr ?? [] };
    }),
  );
  return { name, partitions, config: config ?? {} };
}

/** Plain digits. */
function parseEpoch(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error('it is not a number');
  return Number(text);
}

// What Kafka keeps in ZooKeeper, read through one session. All requests of a level are under way together: a cluster of
// thousands of partitions takes a few round trips, not one each.
import type { PartitionState, RegisteredBroker, Registry, TopicState } from '../model/observed.js';
import { describe, wireFailed } from './dial.js';
import { parseAssignment, parseBroker, parseController, parseState, parseTopicConfig } from './registry-values.js';
import type { ZooKeeperClient } from './zookeeper/client.js';

const REPAIR = 'Kafka did not write that: compare it with the other nodes beside it, and repair it with the ZooKeeper shell.';

/**
 * `chroot` is empty or `/name`. Nodes that a fresh ensemble does not have yet mean empty. What is created or deleted
 * meanwhile may be in it or not. Throws WIRE_FAILED for a lost connection and for a node that cannot be understood.
 */
export async function readRegistry(client: ZooKeeperClient, chroot: string): Promise<Registry> {
  const nodes = new RegistryNodes(client, chroot);
  const [brokers, controller, controllerEpoch, topics, deleting] = await Promise.all([
    readBrokers(nodes),
    nodes.value('/controller', parseController),
    nodes.value('/controller_epoch', parseEpoch),
    readTopics(nodes),
    nodes.names('/admin/delete_topics'),
  ]);
  return { brokers, controller, controllerEpoch, topics, deleting };
}

async function readBrokers(nodes: RegistryNodes): Promise<readonly RegisteredBroker[]> {
  const ids = await nodes.names('/brokers/ids');
  const brokers = await Promise.all(ids.map((id) => nodes.value(`/brokers/ids/${id}`, (json) => parseBroker(Number(id), json))));
  return brokers.filter((one) => one !== null).sort((a, b) => a.id - b.id);
}

async function readTopics(nodes: RegistryNodes): Promise<readonly TopicState[]> {
  const names = await nodes.names('/brokers/topics');
  const topics = await Promise.all(names.map((name) => readTopic(nodes, name)));
  return topics.filter((one) => one !== null);
}

/** Null for a topic that went while it was read. */
async function readTopic(nodes: RegistryNodes, name: string): Promise<TopicState | null> {
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

class RegistryNodes {
  private readonly client: ZooKeeperClient;
  private readonly chroot: string;

  constructor(client: ZooKeeperClient, chroot: string) {
    this.client = client;
    this.chroot = chroot;
  }

  /** Children of a node that may be missing, sorted. */
  async names(path: string): Promise<readonly string[]> {
    return [...((await this.client.getChildren(this.chroot + path)) ?? [])].sort();
  }

  /** The value of a node, or null where it is missing. */
  async value<T>(path: string, parse: (text: string) => T): Promise<T | null> {
    const node = await this.client.getData(this.chroot + path);
    if (node === null) return null;
    const text = node.value.toString('utf8');
    try {
      return parse(text);
    } catch (error) {
      throw wireFailed(
        this.client.host,
        `ZooKeeper's ${this.chroot}${path} cannot be understood (${describe(error)}): ${text.slice(0, 200)}`,
        REPAIR,
        error,
      );
    }
  }
}

/** Plain digits. */
function parseEpoch(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error('it is not a number');
  return Number(text);
}

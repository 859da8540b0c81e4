// Nodes below a path of ZooKeeper, read through one session. What is not there is empty; what cannot be understood is an error.
import { describe, wireFailed } from './dial.js';
import type { ZooKeeperClient } from './zookeeper/client.js';

const REPAIR = 'Kafka did not write that: compare it with the other nodes beside it, and repair it with the ZooKeeper shell.';

/** All methods throw WIRE_FAILED for a lost connection, `value` also for a node that cannot be understood. */
export class ZNodes {
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

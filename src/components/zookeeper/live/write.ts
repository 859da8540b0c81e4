// A write through one member, as a client makes it: a node that goes with its session. Nothing is left behind.
import { randomBytes } from 'node:crypto';
import type { Instance } from '../../../model/component.js';
import type { Live } from '../../../model/live.js';
import type { MemberWrite } from '../../../model/observed.js';
import { ANY_VERSION, ZooKeeperClient } from '../../../wire/zookeeper/client.js';
import { portOf } from '../../instances.js';

/** Throws when the member does not take the write in time. */
export async function writeThrough(instance: Instance, live: Live, deadlineMs: number): Promise<MemberWrite> {
  const host = instance.host.name;
  const dial = () => live.dial(host, portOf(instance, 'client'), deadlineMs);
  const client = await ZooKeeperClient.connect(dial, { host, deadlineMs, signal: live.signal });
  try {
    const path = `/fams-ops-verify-${randomBytes(8).toString('hex')}`;
    const began = performance.now();
    await client.create(path, Buffer.from('written by "fams-ops verify", gone in a moment'), 'ephemeral');
    await client.delete(path, ANY_VERSION);
    return { ms: Math.round(performance.now() - began) };
  } finally {
    await client.close();
  }
}

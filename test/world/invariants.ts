// What must hold at each step, said independently of the code that is to keep it.
import type { ComponentName, HostName } from '../../src/model/cluster.js';
import type { Resolved } from '../../src/model/resolved.js';
import type { Looks } from './looks.js';
import type { World } from './world.js';

/** A look is older than this only when something was done in between. */
const FRESH_MS = 5000;

/** Stopping this instance for a restart must not be a second loss, as far as the operator could know. */
export function mayStopNow(world: World, resolved: Resolved, looks: Looks, host: HostName, component: ComponentName): void {
  if (component === 'kafka') brokerMayStop(world, resolved, looks, host);
  if (component === 'zookeeper') memberMayStop(world, resolved, looks, host);
}

function brokerMayStop(world: World, { instances }: Resolved, { registry }: Looks, host: HostName): void {
  const brokers = instances.filter(({ component }) => component === 'kafka');
  const id = world.ids.get(`${host} kafka`);
  if (id === undefined || !world.brokers.hasLogs(id)) return;
  if (registry === null || world.time.now() - registry.at > FRESH_MS) {
    world.violate(`the broker on ${host} is stopped, and nobody has looked at the others`);
    return;
  }
  const { value } = registry;
  const leads = value.topics.some(({ partitions }) => partitions.some(({ leader }) => leader === id));
  // A broker that is not registered and leads nothing serves nobody.
  if (!leads && !value.brokers.some((broker) => broker.id === id)) return;
  const away = brokers.filter((broker) => broker.host.name !== host && !value.brokers.some((other) => other.host === broker.host.address));
  if (away.length > 0) world.violate(`the broker on ${host} is stopped while that on ${away[0]?.host.name ?? ''} is not registered`);
  for (const topic of value.topics)
    for (const { partition, replicas, isr } of topic.partitions) {
      const left = isr.filter((other) => other !== id).length;
      const need = Number(topic.config['min.insync.replicas'] ?? '1');
      if (isr.includes(id) && left < Math.max(1, need))
        world.violate(`broker ${String(id)} is stopped, which leaves ${String(left)} in sync of ${topic.name}/${String(partition)}`);
      if (replicas.includes(id) && isr.length < replicas.length && isr.includes(id))
        world.violate(`broker ${String(id)} is stopped while ${topic.name}/${String(partition)} is not fully in sync`);
    }
}

function memberMayStop(world: World, { instances }: Resolved, { members }: Looks, host: HostName): void {
  const others = instances.filter(({ component, host: { name } }) => component === 'zookeeper' && name !== host);
  if (world.ensemble.answers(host)?.mode === null) return;
  for (const { host: other } of others) {
    const look = members.get(other.name);
    if (look === undefined || world.time.now() - look.at > FRESH_MS)
      world.violate(`the member on ${host} is stopped, and nobody has looked at that on ${other.name}`);
    else if (!look.serves) world.violate(`the member on ${host} is stopped while that on ${other.name} does not serve`);
  }
}

/** Directories of somebody else: planted before, and never touched by us. */
export function plantForeign(world: World, host: HostName, path: string): void {
  const machine = world.machine(host);
  machine.makeDir(path, 0o700);
  machine.files.set(`${path}/photo.jpg`, { text: 'not ours', mode: 0o600 });
}

export function foreignIsThere(world: World, host: HostName, path: string): void {
  if (world.machine(host).files.get(`${path}/photo.jpg`)?.text !== 'not ours')
    world.violate(`${path} on ${host} is not ours and was touched`);
}

// What goes wrong while a verb is at work.
import type { Cluster, HostName } from '../../src/model/cluster.js';
import type { Attempt } from './verbs.js';
import type { World } from './world.js';

export type Fault = (world: World, cluster: Cluster, attempt: Attempt) => void;

const anyHost = ({ random }: World, { hosts }: Cluster): HostName => hosts[random.between(0, hosts.length - 1)]?.name ?? '';

/** Within the time that a verb takes, and not any more once everything is being put right. */
function sometime(world: World, act: () => void, more = 0): number {
  const { random, time } = world;
  const at = more === 0 ? random.between(0, random.pick([1000, 8000, 60_000])) : more;
  const { chapter } = world;
  time.after(at, () => {
    if (world.chapter === chapter && world.faulty) act();
  });
  return at;
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  'the operator is killed': (world, _cluster, { operator }) => void sometime(world, () => operator.kill()),
  'the operator presses Ctrl-C': (world, _cluster, { operator }) =>
    void sometime(world, () => {
      world.tell(`${operator.name}: Ctrl-C`);
      operator.aborter.abort();
    }),
  'a host loses its power and is back': (world, cluster) => {
    const host = anyHost(world, cluster);
    const at = sometime(world, () => world.powerOff(host));
    sometime(world, () => world.powerOn(host), at + world.random.between(5000, 90_000));
  },
  'a host loses its power for good': (world, cluster) => {
    const host = anyHost(world, cluster);
    sometime(world, () => world.powerOff(host));
  },
  'a process dies': (world, cluster) => {
    const host = anyHost(world, cluster);
    const component = world.random.pick(['zookeeper', 'kafka'] as const);
    sometime(world, () => world.crash(host, component));
  },
  'a broker comes back slowly': (world, cluster) =>
    void world.brokers.tempo.set(anyHost(world, cluster), {
      startMs: world.random.between(20_000, 150_000),
      catchUpMs: world.random.between(5000, 90_000),
    }),
  'a broker never comes back': (world, cluster) =>
    void world.brokers.tempo.set(anyHost(world, cluster), { startMs: null, catchUpMs: 1000 }),
  'a session expires': (world, cluster) => {
    const host = anyHost(world, cluster);
    sometime(world, () => {
      world.tell(`${host}: the session of its broker expires`);
      world.brokers.expire(host);
    });
  },
  'the ensemble elects another leader': (world) => void sometime(world, () => world.ensemble.reelect()),
  'the controller moves': (world) => void sometime(world, () => world.brokers.moveController()),
  'the clock of a host steps': (world, cluster) => {
    const host = anyHost(world, cluster);
    sometime(world, () => {
      world.machine(host).clockStep += world.random.between(-120_000, 120_000);
    });
  },
};

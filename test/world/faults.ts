// What goes wrong while a verb is at work.
import type { Cluster, HostName } from '../../src/model/cluster.js';
import type { Operator } from './operator.js';
import type { World } from './world.js';

export type Fault = (world: World, cluster: Cluster, operator: Operator) => void;

const anyHost = ({ random }: World, { hosts }: Cluster): HostName => hosts[random.between(0, hosts.length - 1)]?.name ?? '';

/** Within the time that a verb takes, and not any more once everything is being put right. */
function sometime(world: World, act: () => void): number {
  const { random } = world;
  const at = random.between(0, random.pick([1000, 8000, 60_000]));
  later(world, at, act);
  return at;
}

function later(world: World, ms: number, act: () => void): void {
  const { chapter } = world;
  world.time.after(ms, () => {
    if (world.chapter === chapter && world.faulty) act();
  });
}

export const FAULTS: Readonly<Record<string, Fault>> = {
  'the operator is killed': (world, _cluster, operator) => void sometime(world, () => operator.kill()),
  'the operator presses Ctrl-C': (world, _cluster, operator) => void sometime(world, () => operator.interrupt()),
  'the operator dies when another one looks': (world, _cluster, operator) => {
    const { chapter } = world;
    world.onSecondLook = () => {
      if (world.chapter === chapter && world.faulty && world.random.chance(0.4)) operator.kill();
    };
  },
  'a host loses its power and is back': (world, cluster) => {
    const host = anyHost(world, cluster);
    const at = sometime(world, () => world.powerOff(host));
    later(world, at + world.random.between(5000, 90_000), () => world.powerOn(host));
  },
  'a host loses its power for good': (world, cluster) => {
    const host = anyHost(world, cluster);
    sometime(world, () => world.powerOff(host));
  },
  'a process dies': (world, cluster) => {
    const host = anyHost(world, cluster);
    const component = world.random.pick(['zookeeper', 'kafka', 'producer', 'calculator', 'spark-master', 'spark-worker'] as const);
    sometime(world, () => world.crash(host, component));
  },
  'a broker comes back slowly': (world, cluster) =>
    world.slowDown(anyHost(world, cluster), {
      startMs: world.random.between(20_000, 150_000),
      catchUpMs: world.random.between(5000, 90_000),
    }),
  'a broker never comes back': (world, cluster) => world.slowDown(anyHost(world, cluster), { startMs: null, catchUpMs: 1000 }),
  'a broker catches up slowly': (world, cluster) =>
    world.slowDown(anyHost(world, cluster), { startMs: 2000, catchUpMs: world.random.between(60_000, 200_000) }),
  'a session expires': (world, cluster) => {
    const host = anyHost(world, cluster);
    sometime(world, () => world.expireSession(host));
  },
  'the ensemble elects another leader': (world) => void sometime(world, () => world.electLeader()),
  'the controller moves': (world) => void sometime(world, () => world.moveController()),
  'the clock of a host steps': (world, cluster) => {
    const machine = world.machine(anyHost(world, cluster));
    sometime(world, () => {
      machine.clockStep += world.random.between(-120_000, 120_000);
    });
  },
  'the clock of the operator steps': (world, _cluster, operator) =>
    void sometime(world, () => {
      operator.clockStep += world.random.between(-3_600_000, 3_600_000);
    }),
};

export const FAULT_NAMES = Object.keys(FAULTS);

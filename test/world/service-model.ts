// What the service script does on a host, without a shell: the same table of cases is run against both.
import type { Service } from '../../src/model/component.js';
import type { Machine } from './machine.js';
import type { World } from './world.js';

export type Changed = 'changed' | 'ok';

/** How long a start watches that the process lives. */
const WATCH_MS = 2000;

export const serviceScript = {
  async start(world: World, machine: Machine, service: Service): Promise<Changed> {
    const present = presence(machine);
    machine.serviceOf(service.component).down = false;
    if (machine.processOf(service.component) !== null) return 'ok';
    world.startService(machine.name, service);
    await world.time.sleep(WATCH_MS);
    present();
    return 'changed';
  },

  /** Its mark keeps it off after a reboot. */
  async stop(world: World, machine: Machine, service: Service): Promise<Changed> {
    machine.serviceOf(service.component).down = true;
    return end(world, machine, service);
  },

  /** One script: it goes to its end also when the caller or the connection is gone, and leaves no mark that keeps it off. */
  async restart(world: World, machine: Machine, service: Service): Promise<Changed> {
    machine.serviceOf(service.component).down = false;
    await end(world, machine, service);
    await serviceScript.start(world, machine, service);
    return 'changed';
  },

  /** After a reboot: it starts unless somebody has stopped it. */
  boot(world: World, machine: Machine, service: Service): void {
    if (machine.serviceOf(service.component).down || machine.processOf(service.component) !== null) return;
    if (machine.files.has(service.run)) world.startService(machine.name, service);
  },

  status(machine: Machine, service: Service): 'running' | 'starting' | 'stopped' {
    if (machine.processOf(service.component) !== null) return 'running';
    return machine.serviceOf(service.component).waits ? 'starting' : 'stopped';
  },
};

async function end(world: World, machine: Machine, { component }: Service): Promise<Changed> {
  const present = presence(machine);
  const state = machine.serviceOf(component);
  const waited = state.waits;
  state.waits = false;
  if (machine.processOf(component) === null) return waited ? 'changed' : 'ok';
  await world.time.sleep(world.random.between(100, 2500));
  present();
  world.endService(machine.name, component, true);
  return 'changed';
}

/** The power of the host went while a script was at work there. */
export class PowerLost extends Error {}

/** @returns a check that throws PowerLost when the host was off since */
export function presence(machine: Machine): () => void {
  const { boot } = machine;
  return () => {
    if (!machine.up || machine.boot !== boot) throw new PowerLost(machine.name);
  };
}

// One table for services: what templates/service/service.sh does on a real host, and what its model in the simulated world does.
import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/model/component.js';
import { SHELLS, type ShellName } from '../support/test-shells.js';
import { signal, TestService } from '../support/test-service.js';
import { waitUntil } from '../support/wait-until.js';
import { clusterOf } from './clusters.js';
import { serviceScript } from './service-model.js';
import { World } from './world.js';

const LONG = 120_000;

/** A host with one service, simulated or real. */
interface Site {
  /** @returns whether it changed anything */
  call(verb: 'start' | 'stop' | 'restart'): Promise<boolean>;
  /** The process dies, and its supervisor does not. */
  crash(): void;
  /** The power goes and comes back: the host runs what it runs at a boot. */
  reboot(): Promise<void>;
  state(): Promise<string>;
  pid(): number | undefined;
  isDown(): boolean;
  remove(): Promise<void>;
}

function simulated(): Site {
  const world = new World(clusterOf('one', 0), 1);
  const [machine] = world.machines.values();
  if (machine === undefined) throw new Error('no host');
  const service: Service = {
    component: 'producer',
    base: '/b',
    run: '/b/bin/producer.run',
    watched: [],
    fingerprint: '',
    logs: [],
    stopMs: 5000,
  };
  machine.files.set(service.run, { text: '', mode: 0o755 });
  const pass = <T>(work: Promise<T>): Promise<T> => world.time.run(work, LONG);
  return {
    call: async (verb) => (await pass(serviceScript[verb](world, machine, service))) === 'changed',
    crash: () => world.crash(machine.name, service.component),
    reboot: async () => {
      world.powerOff(machine.name);
      world.powerOn(machine.name);
      await pass(world.time.sleep(1000));
    },
    state: async () => {
      await pass(world.time.sleep(100));
      return serviceScript.status(machine, service);
    },
    pid: () => machine.processOf(service.component)?.pid,
    isDown: () => machine.serviceOf(service.component).down,
    remove: () => {
      world.end();
      return Promise.resolve();
    },
  };
}

function real(shell: ShellName): Site {
  const service = new TestService(shell);
  service.runs('exec sleep 1000\n');
  const fact = (name: string, text: string): string => new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1] ?? '';
  return {
    call: async (verb) => fact('changed', (await service.call(verb, ...(verb === 'start' ? [] : ['5']))).stdout) === 'yes',
    crash: () => signal(service.pid('child'), 'SIGKILL'),
    reboot: async () => {
      for (const name of ['pid', 'child'] as const) {
        const pid = service.pid(name);
        if (pid !== undefined) signal(pid, 'SIGKILL');
      }
      await waitUntil(
        'their end',
        10_000,
        async () => !/running|orphan|starting/.test((await service.call('status')).stdout) || 'they run',
      );
      await service.call('boot');
    },
    state: async () => fact('state', (await service.call('status')).stdout),
    pid: () => service.pid('child'),
    isDown: () => service.has('down'),
    remove: () => service.remove(),
  };
}

interface After {
  readonly state: string;
  readonly changed?: boolean;
  /** Whether its process is another one than before. */
  readonly fresh?: boolean;
  readonly down: boolean;
}

type Row = readonly ['start' | 'stop' | 'restart' | 'crash' | 'reboot' | 'wait', After];

const RUNS = { state: 'running', down: false };
const OFF = { state: 'stopped', down: true };

const TABLE: Readonly<Record<string, readonly Row[]>> = {
  'a start starts what is off, and leaves alone what runs': [
    ['start', { ...RUNS, changed: true }],
    ['start', { ...RUNS, changed: false, fresh: false }],
  ],
  'a stop ends it, and nothing brings it back but a start': [
    ['start', RUNS],
    ['stop', { ...OFF, changed: true }],
    ['stop', { ...OFF, changed: false }],
    ['reboot', OFF],
    ['start', { ...RUNS, changed: true }],
  ],
  'a restart brings another process and leaves no mark': [
    ['start', RUNS],
    ['restart', { ...RUNS, changed: true, fresh: true }],
    ['reboot', RUNS],
  ],
  'a restart starts what was stopped': [
    ['start', RUNS],
    ['stop', OFF],
    ['restart', { ...RUNS, changed: true }],
  ],
  'what has died is started again by its supervisor': [
    ['start', RUNS],
    ['crash', { state: 'starting', down: false }],
    ['wait', { ...RUNS, fresh: true }],
  ],
  'a stop is heeded while the supervisor waits': [
    ['start', RUNS],
    ['crash', { state: 'starting', down: false }],
    ['stop', { ...OFF, changed: true }],
  ],
  'a start does not wait for the supervisor': [
    ['start', RUNS],
    ['crash', { state: 'starting', down: false }],
    ['start', { ...RUNS, changed: true }],
  ],
  'what ran before a reboot runs after it': [
    ['start', RUNS],
    ['reboot', { ...RUNS, fresh: true }],
  ],
};

// What differs between shells is for the tests of the script itself.
const SITES: readonly (readonly [string, () => Site])[] = [
  ['the model', simulated],
  ...SHELLS.slice(0, 1).map((shell) => ['the script', () => real(shell)] as const),
];

describe.each(SITES)('%s', (_name, make) => {
  it.each(Object.entries(TABLE))('%s', { timeout: LONG }, async (_case, rows) => {
    const site = make();
    let before: number | undefined;
    try {
      for (const [step, after] of rows) {
        const changed = step === 'start' || step === 'stop' || step === 'restart' ? await site.call(step) : undefined;
        if (step === 'crash') site.crash();
        if (step === 'reboot') await site.reboot();
        await waitUntil(`${step}: ${after.state}`, 30_000, async () => {
          const state = await site.state();
          return state === after.state || state;
        });
        expect(site.isDown(), step).toBe(after.down);
        if (after.changed !== undefined) expect(changed, step).toBe(after.changed);
        const pid = site.pid();
        if (after.fresh !== undefined) expect(pid !== before, step).toBe(after.fresh);
        before = pid ?? before;
      }
    } finally {
      await site.remove();
    }
  });
});

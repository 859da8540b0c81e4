// A simulated host: files, directories, software, services and the lock, which survive a power-off, and processes, which do not.
import { createHash } from 'node:crypto';
import { fingerprint } from '../../src/components/service.js';
import type { ComponentName, HostName } from '../../src/model/cluster.js';
import type { Service } from '../../src/model/component.js';
import type { IdentityRecord } from '../../src/model/facts.js';

export interface FileNode {
  readonly text: string;
  readonly mode: number;
}

export interface Process {
  readonly pid: number;
  readonly component: ComponentName;
  readonly service: Service;
  readonly fingerprint: string;
  readonly startedAt: number;
  alive: boolean;
}

export interface ServiceState {
  /** A person or a run stopped it: a reboot does not start it. */
  down: boolean;
  process: Process | null;
  /** Its process has died, and its supervisor waits a moment before it starts it again. */
  waits: boolean;
  /** The service as it was started last, for the start after a reboot. */
  service: Service | null;
}

export interface HeldLock {
  readonly token: string;
  readonly holderBase64: string;
  /** Uptime at its last beat, s. */
  beat: number;
  /** The boot in which it was taken. */
  readonly boot: number;
}

export class Machine {
  readonly name: HostName;
  readonly dirs = new Map<string, number>();
  readonly files = new Map<string, FileNode>();
  readonly software = new Map<string, { digest: string; intact: boolean }>();
  readonly services = new Map<ComponentName, ServiceState>();
  /** By directory: what a component has written there. */
  readonly stored = new Set<string>();
  up = true;
  boot = 1;
  bootedAt = 0;
  /** How far a person or a broken time server has moved its clock of day, ms. */
  clockStep = 0;
  lock: HeldLock | null = null;
  private pids = 100;

  constructor(name: HostName) {
    this.name = name;
  }

  serviceOf(component: ComponentName): ServiceState {
    const state = this.services.get(component) ?? { down: false, process: null, waits: false, service: null };
    this.services.set(component, state);
    return state;
  }

  processOf(component: ComponentName): Process | null {
    const process = this.services.get(component)?.process ?? null;
    return this.up && process?.alive === true ? process : null;
  }

  spawn(service: Service, startedAt: number): Process {
    const fingerprint = this.fingerprintOf(service);
    const process: Process = { pid: ++this.pids, component: service.component, service, fingerprint, startedAt, alive: true };
    Object.assign(this.serviceOf(service.component), { process, service, waits: false });
    return process;
  }

  /** As the supervisor on a real host computes it from the files that are there. */
  fingerprintOf({ watched }: Service): string {
    const files = watched.map((path) => ({ path, text: this.files.get(path)?.text ?? '' }));
    return remembered(files.map(({ path, text }) => `${path}\n${text}`).join('\0'), () => fingerprint(files));
  }

  makeDir(path: string, mode: number): void {
    const parts = path.split('/');
    for (let depth = 2; depth < parts.length; depth++) {
      const parent = parts.slice(0, depth).join('/');
      if (!this.dirs.has(parent)) this.dirs.set(parent, 0o755);
    }
    this.dirs.set(path, mode);
  }

  entriesOf(dir: string): readonly string[] {
    const names = new Set<string>();
    const below = `${dir}/`;
    for (const paths of [this.files.keys(), this.dirs.keys(), this.stored.keys()])
      for (const path of paths) if (path.startsWith(below)) names.add(path.slice(below.length, endOfName(path, below.length)));
    return [...names];
  }

  /** Everything at and below the path. */
  removeTree(path: string): void {
    const inside = (other: string): boolean => other === path || other.startsWith(`${path}/`);
    for (const map of [this.dirs, this.files, this.software]) for (const key of map.keys()) if (inside(key)) map.delete(key);
    for (const key of this.stored) if (inside(key)) this.stored.delete(key);
  }

  recordIn(dir: string): IdentityRecord | null {
    const text = this.files.get(`${dir}/fams-ops.json`)?.text;
    return text === undefined ? null : (JSON.parse(text) as IdentityRecord);
  }

  /** One value of a rendered file of the form `key=value`. */
  setting(path: string, key: string): string | null {
    const line = (this.files.get(path)?.text ?? '').split('\n').find((candidate) => candidate.startsWith(`${key}=`));
    return line === undefined ? null : line.slice(key.length + 1);
  }
}

function endOfName(path: string, from: number): number {
  const slash = path.indexOf('/', from);
  return slash === -1 ? path.length : slash;
}

const memory = new Map<string, string>();

/** Hashing is most of the work of a simulated start, and the same files are hashed again and again. */
function remembered(key: string, make: () => string): string {
  const value = memory.get(key) ?? make();
  if (memory.size > 5000) memory.clear();
  memory.set(key, value);
  return value;
}

export const sha256 = (text: string): string => remembered(`sha256 ${text}`, () => createHash('sha256').update(text).digest('hex'));

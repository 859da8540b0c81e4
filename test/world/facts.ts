// What the facts script would say of a simulated host.
import type { ComponentName, Host } from '../../src/model/cluster.js';
import type { BundleFacts, DirFacts, FactsRequest, FileFacts, HostFacts, ServiceFacts } from '../../src/model/facts.js';
import { freshHost, DISK } from '../support/facts.js';
import { sha256, type Machine } from './machine.js';

interface Moment {
  readonly now: number;
  /** How far the time of day of the operator's machine was moved, ms. */
  readonly operatorStep: number;
}

export function factsOf(machine: Machine, host: Host, request: FactsRequest, { now, operatorStep }: Moment): HostFacts {
  const each = <K extends string, T>(keys: readonly K[], of: (key: K) => T): Readonly<Record<string, T>> =>
    Object.fromEntries(keys.map((key) => [key, of(key)]));
  return freshHost(host.name, {
    bootId: `${host.name} boot ${String(machine.boot)}`,
    clockMs: now + machine.clockStep,
    operatorClockMs: now + operatorStep,
    files: each(request.files, (path) => fileFacts(machine, path)),
    dirs: each([...request.dirs, ...request.dataDirs], (path) => dirFacts(machine, path)),
    bundles: Object.fromEntries(request.bundles.map(({ dir }) => [dir, bundleFacts(machine, dir)])),
    services: each(request.services, (component) => serviceFacts(machine, component, request.base)),
    names: each(request.names, (name) => [name]),
  });
}

function fileFacts(machine: Machine, path: string): FileFacts {
  const file = machine.files.get(path);
  if (file === undefined) return { kind: 'absent' };
  return { kind: 'file', sha256: sha256(file.text), mode: file.mode, size: file.text.length, text: file.text };
}

function dirFacts(machine: Machine, path: string): DirFacts {
  const mode = machine.dirs.get(path);
  if (mode === undefined) return { kind: 'absent', disk: DISK };
  const identity = machine.files.get(`${path}/fams-ops.json`)?.text ?? null;
  return { kind: 'dir', mode, owner: 'fams', writable: true, entries: machine.entriesOf(path), identity, disk: DISK };
}

function bundleFacts(machine: Machine, dir: string): BundleFacts {
  const software = machine.software.get(dir);
  if (software !== undefined) return { kind: 'ours', ...software };
  return machine.dirs.has(dir) ? { kind: 'foreign' } : { kind: 'absent' };
}

function serviceFacts(machine: Machine, component: ComponentName, base: string): ServiceFacts {
  const process = machine.processOf(component);
  const installed = machine.files.has(`${base}/bin/${component}.run`);
  const waits = machine.services.get(component)?.waits === true;
  return {
    state: process !== null ? 'running' : waits ? 'starting' : installed ? 'stopped' : 'absent',
    pid: process?.pid ?? null,
    supervisorPid: process !== null || waits ? 1000 : null,
    startedAt: null,
    restarts: 0,
    fingerprint: process?.fingerprint ?? null,
    failure: null,
    openFiles: null,
    openFilesLimit: null,
    processState: process === null ? null : 'S',
    runtime: null,
    swapKb: null,
    javaOptions: null,
    children: [],
  };
}

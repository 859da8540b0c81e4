// A streaming side that is well, as values: what its hosts and its master would answer. Tests break parts of it.
import { calculatorSpec } from '../../src/components/calculator/spec.js';
import { javaOptions } from '../../src/components/spark/java.js';
import type { Check, Evidence, Read } from '../../src/model/check.js';
import type { ChildJvm, FileFacts, HostFacts, ServiceFacts } from '../../src/model/facts.js';
import type { Resolved } from '../../src/model/resolved.js';
import type { JobState, MasterAnswer } from '../../src/model/streaming.js';
import { judge } from '../../src/verify/judge.js';
import { JAVA_17 } from './cluster.js';
import { healthy, read, resolved } from './evidence.js';
import { clusterFor, freshHost } from './facts.js';
import { service } from './service-facts.js';

const CALCULATOR = calculatorSpec.name;
const BASE = ['zookeeper', 'kafka'] as const;

/** Two workers; the calculator of `b` stands by. */
export const want = clusterFor({
  hosts: [
    { address: 'a', roles: [...BASE, 'spark-master', 'spark-worker', CALCULATOR] },
    { address: 'b', roles: [...BASE, 'spark-worker', CALCULATOR] },
    { address: 'c', roles: [...BASE, 'producer'] },
  ],
});

const NOW = Date.parse('2026-11-23T10:00:10Z');
export const APP = 'app-20261123100000-0000';
export const OPTIONS = javaOptions(JAVA_17) ?? '';
const RUNTIME = { ...JAVA_17, replaced: false };

export const COUNTING: JobState = {
  state: 'counting',
  pid: 103,
  at: '2026-11-23T10:00:09Z',
  epoch: 1,
  batchTime: '2026-11-23T10:00:08Z',
  batchMs: 90,
  delayMs: 100,
  records: 7,
  malformed: 0,
  pages: 3,
  lag: { 0: 1, 1: 0 },
  snapshotAt: '2026-11-23T10:00:08Z',
  snapshotOffset: 12,
  appId: APP,
};
export const STANDBY: JobState = { state: 'standby', pid: 103, at: '2026-11-23T10:00:09Z' };
export const PRODUCING: JobState = {
  state: 'producing',
  pid: 104,
  at: '2026-11-23T10:00:09Z',
  sent: 10,
  acknowledged: 10,
  failed: 0,
  perSecond: 2.5,
};

export const executor = (cores: number, change: Partial<ChildJvm> & { readonly app?: string } = {}): ChildJvm => ({
  pid: 900,
  arguments: [
    '-Xmx512M',
    'org.apache.spark.executor.CoarseGrainedExecutorBackend',
    ...['--driver-url', 'akka.tcp://sparkDriver@a:40000/user/CoarseGrainedScheduler', '--executor-id', '0', '--hostname', 'a'],
    ...['--cores', String(cores), '--app-id', change.app ?? APP, '--worker-url', 'akka.tcp://sparkWorker@a:7078/user/Worker'],
  ],
  javaOptions: OPTIONS,
  ...change,
});

const PIDS: Readonly<Record<string, number>> = { 'spark-master': 101, 'spark-worker': 102, [CALCULATOR]: 103, producer: 104 };

/** What differs from the cluster that is well, by host. Null: the host is not read. */
export interface Changes {
  readonly services?: Readonly<Record<string, Readonly<Record<string, Partial<ServiceFacts>>>>>;
  /** Null: no state file. */
  readonly jobs?: Readonly<Record<string, JobState | object | null>>;
  readonly blind?: readonly string[];
  readonly master?: Read<MasterAnswer>;
  readonly want?: Resolved;
}

function hostOf(name: string, changes: Changes): HostFacts {
  const placed = (changes.want ?? want).placed.filter(({ instance }) => instance.host.name === name);
  const states: Readonly<Record<string, object | null>> = {
    a: COUNTING,
    b: STANDBY,
    c: PRODUCING,
    ...changes.jobs,
  };
  const files = placed.flatMap(({ layout: { stateFile } }): readonly (readonly [string, FileFacts])[] => {
    const state = states[name] ?? null;
    return stateFile === null || state === null
      ? []
      : [[stateFile, { kind: 'file', sha256: '', mode: 0o600, size: 1, text: JSON.stringify(state) }]];
  });
  const children: Readonly<Record<string, readonly ChildJvm[]>> = { a: [executor(1)], b: [executor(1, { pid: 901 })] };
  const services = placed.map(({ instance: { component } }) => [
    component,
    service({
      pid: PIDS[component] ?? 100,
      runtime: RUNTIME,
      javaOptions: OPTIONS,
      children: component === 'spark-worker' ? (children[name] ?? []) : [],
      ...changes.services?.[name]?.[component],
    }),
  ]);
  return freshHost(name, {
    clockMs: NOW,
    files: Object.fromEntries(files),
    services: Object.fromEntries(services) as HostFacts['services'],
  });
}

export const masterPage = (change: Partial<MasterAnswer> = {}): MasterAnswer => ({
  url: 'spark://a:7077',
  status: 'ALIVE',
  workers: ['a', 'b'].map((host) => ({
    ...{ host, port: 7078, cores: 2, coresUsed: 1, memoryMb: 1024, memoryUsedMb: 512, state: 'ALIVE' },
  })),
  apps: [{ id: APP, name: 'Web Page Popularity Value Calculator', state: 'RUNNING', coresAsked: 2 }],
  ...change,
});

/** `warn a/calculator has ...` of each report, through the engine. */
export function said(check: Check, changes: Changes = {}): readonly string[] {
  const cluster = changes.want ?? want;
  const facts = new Map(
    cluster.cluster.hosts.map(({ name }) => [
      name,
      changes.blind?.includes(name) ? { ok: false as const, reason: 'it is gone' } : read(hostOf(name, changes)),
    ]),
  );
  const evidence: Evidence = { ...healthy(resolved()), facts, master: new Map([['a', changes.master ?? read(masterPage())]]) };
  return judge([check], { evidence, ms: {} }, cluster).map(({ status, target, message }) => `${status} ${target} ${message}`);
}

// Inventories that point away from where the data lie: the facts of such hosts, and what is said of them.
import { specs } from '../../src/components/specs.js';
import { AppError } from '../../src/errors/app-error.js';
import type { ComponentName } from '../../src/model/cluster.js';
import type { DirFacts, FileFacts, HostFacts } from '../../src/model/facts.js';
import { refuseMoved } from '../../src/plan/refusals/moved.js';
import { resolve } from '../../src/plan/resolve.js';
import type { ClusterOptions, HostOptions } from './cluster.js';
import { clusterFor, dirOf, provisioned } from './facts.js';

export const HOSTS = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
export const CONF = '/home/fams/.fams-ops/fams/conf';
export const RUN = '/home/fams/.fams-ops/fams/run';
export const LOGS = '/home/fams/kafka-logs';
export const ZK = '/home/fams/zk_data';

export type Facts = ReadonlyMap<string, HostFacts>;
interface Changes {
  readonly dirs?: Readonly<Record<string, DirFacts>>;
  readonly files?: Readonly<Record<string, FileFacts>>;
  /** Components that are off. */
  readonly off?: readonly ComponentName[];
}

export const was = clusterFor({ hosts: HOSTS });
export const logDirs = (dirs: readonly string[]): Pick<HostOptions, 'settings'> => ({
  settings: { kafka: { dirs: { 'log.dirs': dirs } } },
});
export const record = (component: string, id: number): string => JSON.stringify({ schemaVersion: 1, cluster: 'fams', component, id });
export const blank: DirFacts = dirOf([]);
export const absent: DirFacts = { kind: 'absent', disk: null };

/** The same change on every host, or on those that are named. */
export function changed(facts: Facts, { dirs = {}, files = {}, off = [] }: Changes, hosts: readonly string[] = HOSTS): Facts {
  return new Map(
    [...facts].map(([name, host]) => {
      if (!hosts.includes(name)) return [name, host];
      const stopped = off.flatMap((component) => {
        const service = host.services[component];
        return service === undefined ? [] : [[component, { ...service, state: 'stopped' as const, pid: null }] as const];
      });
      const services = { ...host.services, ...Object.fromEntries(stopped) };
      return [name, { ...host, services, dirs: { ...host.dirs, ...dirs }, files: { ...host.files, ...files } }];
    }),
  );
}

export function outcome(wanted: ClusterOptions, facts: Facts): string {
  const want = clusterFor(wanted);
  const resolved = resolve(want.cluster, specs, want.bundles, facts);
  try {
    refuseMoved(resolved, specs, facts);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.code, error.exitCode, error.message, ...error.todo].join('\n');
  }
}

export const running = provisioned(was);
export const brokersOff = changed(running, { off: ['kafka'] });

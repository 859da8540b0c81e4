// Actions for tests of executors.
import type { ActionOf, Removal } from '../../src/model/action.js';
import type { BundleUse, Service } from '../../src/model/component.js';
import type { IdentityRecord } from '../../src/model/facts.js';

const head = (id: string) => ({ id, host: 'h1', component: 'kafka', summary: id, risks: [] }) as const;

export const dir = (path: string, mode = 0o755): ActionOf<'dir'> => ({ ...head(path), kind: 'dir', path, mode });
export const file = (path: string, text: string, mode = 0o644): ActionOf<'file'> => ({ ...head(path), kind: 'file', path, text, mode });
export const remove = (path: string, proof: Removal['proof'], real = path): ActionOf<'remove'> => ({
  ...head(path),
  kind: 'remove',
  path,
  real,
  proof,
});
export const bundle = (use: BundleUse): ActionOf<'bundle'> => ({ ...head(use.dir), kind: 'bundle', use });
export const identity = (path: string, record: IdentityRecord): ActionOf<'identity'> => ({
  ...head(path),
  kind: 'identity',
  path,
  record,
  expected: [],
});
export const start = (service: Service): ActionOf<'service-start'> => ({ ...head('start'), kind: 'service-start', service });
export const stop = (service: Service, kill = false): ActionOf<'service-stop'> => ({
  ...head('stop'),
  kind: 'service-stop',
  service,
  kill,
});
export const restart = (service: Service): ActionOf<'service-restart'> => ({ ...head('restart'), kind: 'service-restart', service });

export const record = (id: number): IdentityRecord => ({ schemaVersion: 1, cluster: 'test', component: 'kafka', id });

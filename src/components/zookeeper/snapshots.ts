// Pure: where a member keeps its snapshots.
import type { Instance } from '../../model/component.js';
import { dirOf } from '../instances.js';

/** Directory, and what the names of snapshots in it begin with. */
export const snapshotsOf = (instance: Instance): { readonly dir: string; readonly prefix: string } => ({
  dir: `${dirOf(instance, 'dataDir')}/version-2`,
  prefix: 'snapshot.',
});

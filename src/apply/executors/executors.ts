// One executor for each kind of action that happens by way of a host's shell. Topics are changed over the wire of the cluster itself.
import type { ActionKind } from '../../model/action.js';
import { bundleExecutor } from './bundle.js';
import type { Executor } from './executor.js';
import { identityExecutor } from './identity.js';
import { dirExecutor, fileExecutor } from './paths.js';
import { removeExecutor } from './remove.js';
import { serviceRestartExecutor, serviceStartExecutor, serviceStopExecutor } from './service.js';

export type HostActionKind = Exclude<ActionKind, 'topic-create' | 'topic-alter'>;

export const executors: { readonly [K in HostActionKind]: Executor<K> } = {
  dir: dirExecutor,
  file: fileExecutor,
  identity: identityExecutor,
  bundle: bundleExecutor,
  'service-start': serviceStartExecutor,
  'service-stop': serviceStopExecutor,
  'service-restart': serviceRestartExecutor,
  remove: removeExecutor,
};
